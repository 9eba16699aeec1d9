"""How documents come into the archive."""

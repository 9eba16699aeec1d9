"""SQLite; ``base`` is what Django looks for."""

"""Public pages: bind, find, render."""

"""Public pages: check parameters, find, render."""

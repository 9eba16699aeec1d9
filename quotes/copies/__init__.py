"""Whole copies of the archive: exported, checked, and imported into an empty one.

An export holds what the public may see, and nothing else; ``docs/reference/export-format-2.md`` is
its description. ``verify_export`` stands alone, and travels with every export.
"""

"""A passage in other forms: one file for each. They read a passage and import no Django.

``reading.cited`` gives what is cited of a passage or of an old version; ``formats`` writes it.
"""

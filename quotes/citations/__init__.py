"""A passage in other forms: one file for each. They read a passage and import no Django."""

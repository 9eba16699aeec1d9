"""On Record: a searchable archive of what was said, by whom, when, and where it is reported."""

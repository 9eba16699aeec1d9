"""PostgreSQL; ``base`` is what Django looks for."""

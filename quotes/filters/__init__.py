"""Parameters of addresses, checked: unknown names and values are errors, never ignored."""

"""What public pages, feeds and the API answer with: what was asked for, or why it is not given."""

"""Search: the only room that knows Tantivy.

The database is the truth. The index is derived from it, holds published passages only, and can be
deleted at any time.
"""

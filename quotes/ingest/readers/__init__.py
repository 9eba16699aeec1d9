"""Readers: from the bytes of a file to a document, nothing lost without a word. Pure."""

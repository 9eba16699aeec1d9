"""The quotation check: are these the words, whose are they, where do they stand, what differs."""

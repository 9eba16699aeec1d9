"""Tables of nouns and tags, out to spreadsheets and in again (docs/decisions/0039)."""

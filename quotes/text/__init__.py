"""Pure text: characters, words, dates and identifiers. Nothing here knows Django."""

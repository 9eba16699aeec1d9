"""The API: the archive's pages for programs, read-only and open to all.

It stands on the views: parameters, records, validators and errors are those of the pages.
"""

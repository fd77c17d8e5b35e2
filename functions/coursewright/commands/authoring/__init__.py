"""Verbs of authors: check, new, ids, and the files that are generated for them."""

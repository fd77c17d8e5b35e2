"""Verbs of those who release: deposit, promote, look, verify, carry."""

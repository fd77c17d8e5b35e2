"""Verbs that serve on this machine."""

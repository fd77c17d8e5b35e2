"""Verbs about what is no longer true, and what changed for whom."""

"""Identifiers: what they are, when they may change, and what became of those that went."""

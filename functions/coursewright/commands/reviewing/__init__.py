"""Verbs of reviewers."""

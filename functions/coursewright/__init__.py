"""Coursewright: course material from Markdown in git to an answered query."""

__version__ = "0.1.0"

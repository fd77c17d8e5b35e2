"""The command line: one file for a verb, or for a few that belong together. No stage imports it."""

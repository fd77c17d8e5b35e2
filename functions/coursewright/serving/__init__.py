"""A channel, an edition or a release, and a question, become an answer: stored bytes with the release's name round them.

The read path is light: it imports neither yaml, nor markdown_it, nor pydantic. Work was done once, at deposit; a read is a
look-up.
"""

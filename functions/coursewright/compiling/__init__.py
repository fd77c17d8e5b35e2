"""A Curriculum becomes a Release: a manifest and the objects it names, each by the SHA-256 of its bytes.

Pure: the same curriculum gives the same bytes on any machine, any supported Python, any day. Nothing here reads a clock, the
network, the environment or the order of a directory.
"""

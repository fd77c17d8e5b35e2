"""Markdown, parsed once into tokens that keep their lines, and cut into the blocks a lesson is served by."""

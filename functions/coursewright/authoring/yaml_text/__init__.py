"""YAML as authors laid it out: read with places, and changed in place."""

"""Releases leave a store and come back, whole: archives, backups, copies."""

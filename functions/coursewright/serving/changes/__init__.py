"""What changed since another release, and what it means to who is midway: for apps, for models and for people."""

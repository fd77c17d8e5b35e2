"""A Release becomes a candidate, with what is known of where it came from."""

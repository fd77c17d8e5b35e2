"""What there is, for feed readers and for models."""

"""An Answer becomes a response: what HTTP asks of it."""

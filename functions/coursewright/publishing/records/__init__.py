"""What moves, as logs of signed, write-once records: names, editions, channels, heads."""

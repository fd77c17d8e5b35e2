"""What a later release means for a certificate that was earned before it, with the reasoning."""

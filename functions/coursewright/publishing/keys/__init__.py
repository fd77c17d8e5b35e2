"""Who may say what: signing keys, signed envelopes, and which public keys a verifier believes."""

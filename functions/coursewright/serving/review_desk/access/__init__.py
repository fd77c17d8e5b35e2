"""Who may come to the desk of a deployment: people who sign in at the issuer, and readers of signed links."""

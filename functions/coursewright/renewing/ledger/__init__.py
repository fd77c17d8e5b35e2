"""What the commit says of models, kept true: sources are synced into it, and what they say is listed, compared and drawn."""

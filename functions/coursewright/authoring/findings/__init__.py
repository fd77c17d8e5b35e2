"""What a finding is, what explains it, what mends it, and which count."""

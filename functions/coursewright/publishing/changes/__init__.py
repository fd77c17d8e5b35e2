"""What changed between two releases, item by item, and what it means to a learner."""

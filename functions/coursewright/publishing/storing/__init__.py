"""What keeps bytes: the contract of a store, and its kinds."""

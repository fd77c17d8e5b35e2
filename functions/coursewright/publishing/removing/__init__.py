"""What must not exist any more: recorded first, removed then, and told apart from damage."""

"""What checking came to, in the forms people and machines read: text, JSON, GitHub annotations, SARIF."""

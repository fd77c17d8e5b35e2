"""What sources have said since, seen once a day, and the status of every course in use, written for each day."""

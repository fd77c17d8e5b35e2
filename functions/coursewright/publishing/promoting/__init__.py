"""A candidate becomes what learners read, and what is taken back: at once, at a set time, here or by a function."""

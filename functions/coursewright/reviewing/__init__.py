"""Reviewing: a candidate beside what learners have now, what people say of it, and whether it may go out."""

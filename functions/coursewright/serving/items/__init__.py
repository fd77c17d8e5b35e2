"""A lesson, an activity or a figure, as one learner gets it."""

"""A lesson or an activity at the desk: as the learner gets it, beside the version that learners have now."""

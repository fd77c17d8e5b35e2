"""Two versions of a lesson or an activity beside one another, as learners read them: what is new, gone, moved, and reworded."""

"""The page on which reviewers decide: what learners will get, beside what they have now, and sign-off."""

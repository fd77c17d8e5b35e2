"""What may extend an edition that learners are pinned to, and why anything else may not."""

"""What a release said, the ledger and a date become what still holds: status, and what must be looked at.

Pure so far, and light, as the read path asks it: the date comes in with the question, and nothing here reads a clock.
"""

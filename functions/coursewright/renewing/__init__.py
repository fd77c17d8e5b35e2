"""What a release said, the ledger, what was seen since and a date become what still holds, what must be looked at, and by whom.

What a read asks of it (`status.py`, `model_ends.py`) is pure and light; so is every judgement: the date comes in with the
question, and nothing reads a clock. `impact/` follows an event to everything that rests on it. `sources/` reads what is published
about models; `ledger/` brings it into the commit, `observing/` into the store; `work/` makes a quarter of it, and `reminding/`
tells owners. `upgrading/` is the offer to somebody midway, `certificates/` what a release means for one that was earned before,
and `correcting/` begins to mend a false claim wherever it is read.
"""

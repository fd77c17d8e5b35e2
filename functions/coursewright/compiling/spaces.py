"""The spaces of a store that objects are kept in, because they have different readers.

`objects` and `assets` are for learners; `keys` (answer keys, explanations, rubrics) for whoever scores; `coach` for the tutor.
`private` holds one object, the blinded root over keys and coach.
"""

from __future__ import annotations

OBJECTS, ASSETS, KEYS, COACH, PRIVATE = SPACES = ("objects", "assets", "keys", "coach", "private")

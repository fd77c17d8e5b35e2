"""Kinds of work that an edition asks for and `check` does not: each a code, and what should hold.

An acknowledgement can name them as it names findings. Whether one still fits something, `coursewright edition status` tells.
"""

from __future__ import annotations

from collections.abc import Mapping

WORK: Mapping[str, str] = {
    "claim-review": "A claim whose `review_by:` falls before the edition ends is read again while the edition is made.",
    "unverified-claim": "Somebody has tried what a claim says, and noted when, on which models and how.",
    "ending-mention": "No text names a model that is shut down while the edition is current, unless learners are told the day.",
    "ending-api": "Nothing speaks of a part of an API that is shut down before the edition ends.",
    "affected-item": "Nothing rests on what ends or changes before the edition does, by its claims, passages or questions.",
    "unread-ledger": "The sources of the ledger are read again for each edition.",
}

ABOUT_ENTRIES = frozenset({"acknowledgement-ended", "acknowledgement-idle"})
"""Findings about entries themselves: acknowledged anew is what an entry names, or the entry is removed."""

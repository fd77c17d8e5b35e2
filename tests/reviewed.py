"""A folder of stores in which something is out, something waits, and several people review."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from courses import index, read
from coursewright.compiling.release import Release
from coursewright.publishing.depositing.deposit import Candidate, deposit
from coursewright.publishing.promoting.promotion import promote
from coursewright.publishing.storing.stores import Stores
from judged_candidates import BY, peopled
from small_course import small

ANN, BEN, CAT, DAN = (f"{name}@school.example" for name in ("ann", "ben", "cat", "dan"))
CANDIDATE = "2026-Q4-rc.2"
WAITING = peopled(base=small("more"))


def furnished(root: Path, reviewers: Sequence[str] | None = None) -> Stores:
    """What learners have, and a candidate that ann made; its check found nothing."""
    stores = Stores(root)
    promote(_deposited(stores, peopled(reviewers=reviewers)), stores.candidates, stores.released, "stable", BY)
    _deposited(stores, WAITING)
    return stores


def _deposited(stores: Stores, made: Release) -> Candidate:
    note = {"kind": "checked", "as_of": "2026-11-22", "findings": []}
    stores.candidates.put_if_absent(f"checked/{made.manifest}.json", json.dumps(note).encode())
    return deposit(made, stores.candidates, BY, {"commit": "c" * 40})


def block(item: str, kind: str, made: Release = WAITING) -> str:
    """The id of the first block of a kind in a lesson."""
    entry = index(made, "minimal")["items"][item]
    shown = (one for outcome in entry["outcomes"] for one in read(made, outcome["json"])["blocks"])
    return str(next(one["id"] for one in shown if one["kind"] == kind))

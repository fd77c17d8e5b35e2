"""Who is asked before a promotion moves anything: reviewing makes gatekeepers (reviewing/gatekeeping.py), publishing asks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from coursewright.publishing.depositing.deposit import Candidate


class Gatekeeper(Protocol):
    """Judges a candidate for a channel at a moment, before the first write."""

    def __call__(self, candidate: Candidate, channel: str, at: datetime) -> Mapping[str, Any]:
        """The facts that the decision rests on, for the records of the promotion. They are public: no address of anybody.

        Raises:
            GatesClosedError: it may not go out.
            StoreError: nobody can tell just now.
        """
        ...

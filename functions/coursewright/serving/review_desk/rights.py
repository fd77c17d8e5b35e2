"""Who reviews here, for a server that is asked again and again: where channels stand is found as for any other answer."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.publishing.records.log import Record
from coursewright.publishing.storing.store import Store
from coursewright.reviewing.who_reviews import WhoReviews
from coursewright.serving.pin import Pins


class Reviewing(WhoReviews):
    """See reviewing/who_reviews.py."""

    def __init__(self, candidates: Store, released: Store) -> None:
        super().__init__(candidates, released)
        self._pins = Pins(released)

    def standing(self) -> Iterator[Record]:
        """See `WhoReviews`."""
        return (record for pin in self._pins.channels() if (record := self._pins.named(pin)))

"""A channel's records as a line one can follow: what happened, who did it, when and why, and what changed by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coursewright.publishing.records.log import Record
from coursewright.publishing.records.logs import channel_log
from coursewright.publishing.records.names import is_channel
from coursewright.serving.review_desk.desk import Desk

MOST = 25
_SAYS = {
    ("promote", True): "went on to",
    ("promote", False): "began with",
    ("rollback", True): "was taken back to",
    ("follow", True): "followed its edition to",
}


@dataclass(frozen=True, slots=True)
class Step:
    """A record, and the release it led from; None for the first, and where that record is no longer looked at."""

    record: Record
    before: Record | None

    @property
    def says(self) -> str:
        """What happened, before the name of where to."""
        act = str(self.record["act"])
        if act == "follow" and self.before and self.record["release"] == self.before["release"]:
            return "heard that a release was withdrawn, and stays at"
        return _SAYS.get((act, self.before is not None or self.record.number > 1), "moved to")

    @property
    def review(self) -> Mapping[str, Any] | None:
        """What its record says of how it was decided; None where nobody judged."""
        found: Mapping[str, Any] | None = self.record.body.get("review")
        return found

    @property
    def approvals(self) -> Sequence[Any]:
        """The approvals that it rests on."""
        found: Sequence[Any] = (self.review or self.record.body).get("approvals") or ()
        return found

    @property
    def gates(self) -> Sequence[Any]:
        """What the gates said."""
        found: Sequence[Any] = (self.review or self.record.body).get("gates") or ()
        return found


@dataclass(frozen=True, slots=True)
class Line:
    """The newest records of a channel, the newest first, and how many there are before them."""

    channel: str
    steps: tuple[Step, ...]
    earlier: int


def line(desk: Desk, channel: str, most: int = MOST) -> Line | None:
    """The history of a channel; None where there is none."""
    if not is_channel(channel):
        return None
    records = list(desk.reader.pins.latest(channel_log(desk.released, channel), most + 1))
    if not records:
        return None
    steps = tuple(
        Step(record, records[number + 1] if number + 1 < len(records) else None) for number, record in enumerate(records[:most])
    )
    return Line(channel, steps, records[-1].number if len(records) > most else 0)

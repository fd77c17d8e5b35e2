"""Every channel, edition and candidate: where learners are, how they came there, and what waits for whom.

Its reads grow with the channels, the editions and the candidates that are shown, and not with lessons.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from coursewright.errors import CoursewrightError, StoreError
from coursewright.publishing.records.editions import Standing
from coursewright.publishing.records.log import Record
from coursewright.publishing.records.logs import candidates, channel_log
from coursewright.publishing.records.names import Numbered, is_edition
from coursewright.serving.pin import Pin
from coursewright.serving.review_desk.compared import NOW, edition_of
from coursewright.serving.review_desk.conversations import conversations
from coursewright.serving.review_desk.desk import Desk
from coursewright.serving.review_desk.history import line
from coursewright.serving.review_desk.judged import Judged, judged
from coursewright.serving.review_desk.question import Question
from coursewright.serving.review_desk.visitors import Response

MOST_CANDIDATES = 12
MOST_JUDGED = 4


@dataclass(frozen=True, slots=True)
class Waiting:
    """A candidate: what became of it, or what it waits for. `judged` is None where it was not looked at so closely."""

    name: str
    record: Record
    promoted_as: str | None
    is_newest: bool
    judged: Judged | None = None
    requests: int = 0
    comments: int = 0
    scheduled: tuple[Any, ...] = ()
    trouble: str = ""


def page(desk: Desk, question: Question) -> Response:
    """See above."""
    pins = desk.reader.pins
    channels = [(pin, _head(desk, pin.asked)) for pin in pins.channels()]
    asked = question.query.get("channel") or (NOW if any(pin.asked == NOW for pin, _ in channels) else "")
    shown = asked or next((pin.asked for pin, _ in channels), "")
    editions = [(pin, pins.standing(pin.edition), edition_of(desk, pin)) for pin in pins.editions()]
    everything = bool(question.query.get("all"))
    waiting = list(_candidates(desk, {pin.edition: standing for pin, standing, _ in editions if standing}, everything=everything))
    return desk.page(
        question,
        "releases.html",
        title="Releases",
        channels=channels,
        editions=editions,
        ways_back={pin.asked: [old.edition for old, _, _ in editions if _is_way_back(old, pin)] for pin, _ in channels},
        waiting=waiting,
        is_all=everything or len(waiting) < MOST_CANDIDATES,
        line=line(desk, shown, 500 if everything else 25) if shown else None,
        now=NOW,
        can_schedule=desk.schedules is not None,
    )


def _is_way_back(old: Pin, now: Pin) -> bool:
    return old.edition < now.edition and old.withdrawn is None


def _head(desk: Desk, channel: str) -> Record:
    return next(desk.reader.pins.latest(channel_log(desk.released, channel), 1))


def _candidates(desk: Desk, standing: dict[str, Standing], *, everything: bool) -> Iterator[Waiting]:
    """The newest first, by edition and number; the newest few that are not promoted are judged."""
    scheduled, looked_at, shown = _scheduled(desk), 0, 0
    for edition in sorted(filter(is_edition, desk.candidates.folders("candidates/")), reverse=True):
        log = candidates(desk.candidates, edition)
        head = log.head()
        for number in range(head.number if head else 0, 0, -1):
            record = desk.reader.pins.record(log, number)
            if record is None:
                continue
            if shown == MOST_CANDIDATES and not everything:
                return
            name = str(Numbered(edition, number, is_candidate=True))
            promoted = standing[edition].named(record["manifest"]) if edition in standing else None
            is_newest = head is not None and number == head.number
            closely = promoted is None and looked_at < MOST_JUDGED
            looked_at, shown = looked_at + closely, shown + 1
            waits = tuple(one for one in scheduled if one.request.get("candidate") == name)
            yield _waiting(desk, Waiting(name, record, promoted, is_newest, scheduled=waits), closely=closely)


def _waiting(desk: Desk, one: Waiting, *, closely: bool) -> Waiting:
    if not closely:
        return one
    try:
        pin = desk.pin(one.name)
        said = conversations(desk, pin)
        found = judged(desk, pin, NOW)
    except CoursewrightError as error:
        return Waiting(one.name, one.record, one.promoted_as, one.is_newest, trouble=str(error))
    still = [thread.first.act for thread in said if thread.resolved is None]
    return Waiting(
        one.name, one.record, one.promoted_as, one.is_newest, found, still.count("request"), still.count("comment"), one.scheduled
    )


def _scheduled(desk: Desk) -> list[Any]:
    """Promotions that wait; none where nothing can be scheduled, or where the scheduler cannot be asked."""
    try:
        return list(desk.schedules.waiting()) if desk.schedules else []
    except (CoursewrightError, StoreError):
        return []

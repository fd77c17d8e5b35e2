"""What a page is about: a release or a candidate, and what it is set beside: by default what learners have now.

Takes the `{at}` of an address and `?beside=`; gives both, and what changed between them: as it was kept at deposit or promotion,
or else worked out, and kept for the next who asks. Neither ever changes, so a process keeps what it read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.errors import StoreError, UnknownNameError
from coursewright.publishing.changes.between import changes_between
from coursewright.publishing.changes.change import Changes
from coursewright.publishing.changes.record import get_changes, put_changes
from coursewright.publishing.changes.side import Side
from coursewright.publishing.records.log import Record
from coursewright.publishing.records.names import is_channel, is_edition, parse_numbered
from coursewright.serving.pin import Pin, PinKind
from coursewright.serving.review_desk import addresses
from coursewright.serving.review_desk.desk import Desk
from coursewright.serving.review_desk.question import Question

NOW = "stable"
"""The channel that learners read, unless a deployment calls it otherwise."""
TABS = (
    ("", "Overview"),
    ("changes", "Changes"),
    ("models", "Models"),
    ("coverage", "Coverage"),
    ("learners", "Learners"),
    ("findings", "Findings"),
    ("comments", "Comments"),
)


@dataclass(frozen=True, slots=True)
class Compared:
    """A release, its record, and what it is beside; None where nothing was promoted that it could be compared with."""

    asked: str
    pin: Pin
    record: Record
    beside: Pin | None
    said: str
    """What `?beside=` said; nothing where it is left to the desk."""

    @property
    def is_candidate(self) -> bool:
        """Whether it may still be decided on."""
        return self.pin.kind is PinKind.CANDIDATE

    def to(self, tab: str = "", **query: addresses.Value) -> str:
        """A page about the same two."""
        return addresses.release(self.asked, tab, **{"beside": self.said, **query})

    def to_item(self, course: str, item: str, **query: addresses.Value) -> str:
        """The page of a lesson or an activity in the same two."""
        return addresses.item(self.asked, course, item, **{"beside": self.said, **query})


def compared(desk: Desk, question: Question) -> Compared:
    """What a question is about.

    Raises:
        UnknownNameError: there is no such release, or nothing to set it beside by that name.
    """
    at, said = question.where["at"], question.query.get("beside", "")
    pin = desk.pin(at)
    return Compared(at, pin, desk.record(pin), desk.pin(said) if said else _beside(desk, pin), said)


def context(desk: Desk, question: Question, about: Compared, tab: str) -> dict[str, Any]:
    """What the frame of every page about a release needs (release.html)."""
    edition = edition_of(desk, about.pin)
    return {
        "about": about,
        "tab": tab,
        "tabs": TABS,
        "title": f"{about.pin.release}{f' · {dict(TABS)[tab]}' if tab else ''}",
        "edition": edition,
        "others": [] if question.visitor.candidate else comparable(desk, about.pin),
    }


def edition_of(desk: Desk, pin: Pin) -> Mapping[str, Any]:
    """What the release says of its edition: title, period, baseline models, the editor's note."""
    editions = desk.reader.json(Digest(desk.reader.manifest(pin)["editions"]))["editions"]
    found: Mapping[str, Any] = editions.get(pin.edition, {})
    return found


def comparable(desk: Desk, pin: Pin) -> list[str]:
    """Names that a release can be set beside: channels and editions."""
    pins = desk.reader.pins
    return [name for name in (*(one.asked for one in pins.channels()), *pins.edition_names()) if name != pin.asked]


def changes_of(desk: Desk, about: Compared) -> Changes | None:
    """What changed from what it is beside; None where there is nothing beside it."""
    if about.beside is None:
        return None
    old, new = about.beside.manifest, about.pin.manifest
    found: Changes = kept(desk, ("changes", old, new), lambda: _changes(desk, old, new))
    return found


def kept(desk: Desk, what: tuple[str, ...], make: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever is made
    """Something that follows from objects that never change: made once, kept while it is in demand."""
    if what not in desk.kept:
        desk.kept[what] = make()
        while len(desk.kept) > _KEPT:
            desk.kept.popitem(last=False)
    desk.kept.move_to_end(what)
    return desk.kept[what]


_KEPT = 24


def side(desk: Desk, pin: Pin) -> Side:
    """A release as comparisons read it."""
    return Side(pin.manifest, desk.reader.json, lambda digest: desk.reader.asset(digest).plain)


def today(desk: Desk, question: Question) -> date:
    """The day of a page: as asked by `as_of`, or today."""
    try:
        return date.fromisoformat(question.query.get("as_of", ""))
    except ValueError:
        return desk.now().date()


def is_name(text: str) -> bool:
    """Whether a text can name a release, a candidate, an edition or a channel."""
    return bool(is_edition(text) or is_channel(text) or parse_numbered(text))


def _changes(desk: Desk, old: Digest, new: Digest) -> Changes:
    if old == new:
        return Changes(old, new)
    for store in (desk.candidates, desk.released):
        if found := get_changes(store, old, new):
            return found
    found = changes_between(Side(old, desk.reader.json, _asset(desk)), Side(new, desk.reader.json, _asset(desk)))
    with suppress(StoreError):  # it only saves the next one time
        put_changes(desk.candidates, found)
    return found


def _asset(desk: Desk) -> Callable[[Digest], bytes]:
    return lambda digest: desk.reader.asset(digest).plain


def _beside(desk: Desk, pin: Pin) -> Pin | None:
    """What learners have now; beside that itself, what they had before."""
    now = _now_or_none(desk)
    if now is not None and now.manifest != pin.manifest:
        return now
    standing = desk.reader.pins.standing(pin.edition)
    earlier = [name for name, manifest in standing.releases.items() if manifest != pin.manifest] if standing else []
    if earlier and pin.kind is not PinKind.CANDIDATE:
        before = [name for name in earlier if _number(name) < _number(pin.release)]
        if before:
            return desk.pin(max(before, key=_number))
    older = next((name for name in desk.reader.pins.edition_names() if name < pin.edition), None)
    return desk.pin(older) if older else None


def _now_or_none(desk: Desk) -> Pin | None:
    try:
        return desk.pin(NOW)
    except UnknownNameError:
        return next(iter(desk.reader.pins.channels()), None)


def _number(release: str) -> int:
    name = parse_numbered(release)
    return name.number if name else 0

"""What changed between two releases, as one process knows it: as promotion kept it, or else worked out from what both say.

Releases never change, so what was found is kept while it is in demand. Where a caller may not read every course, what is said of
the others is left out; a course that they may read in only one of the two releases came or went, as far as they can tell.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.publishing.changes.between import changes_between
from coursewright.publishing.changes.change import Changes, Correction
from coursewright.publishing.changes.record import get_changes
from coursewright.publishing.changes.side import Side
from coursewright.publishing.storing.store import Store
from coursewright.serving.pin import Pin

_KEPT = 32

Read = Callable[[Digest], Mapping[str, Any]]

_Compared = tuple[str, str, frozenset[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Readable:
    """A release as far as a caller may read it. `is_whole`: they may read every course of it."""

    pin: Pin
    side: Side
    courses: frozenset[str]
    is_whole: bool

    @property
    def body(self) -> Mapping[str, Any]:
        """The manifest, without the courses that are not for this caller."""
        return self.side.read(self.pin.manifest)


class KnownChanges:
    """Keeps what was asked for lately."""

    def __init__(self, store: Store, read: Read) -> None:
        self.store, self._read = store, read
        self._found: OrderedDict[_Compared, Changes] = OrderedDict()

    def between(self, old: Readable, new: Readable) -> Changes:
        """What changed, for who may read so much of both.

        Raises:
            StoreError: an object of either is missing or damaged, or the store does not answer.
        """
        asked = (old.pin.manifest, new.pin.manifest, old.courses, new.courses)
        if asked not in self._found:
            self._found[asked] = self._made(old, new)
            while len(self._found) > _KEPT:
                self._found.popitem(last=False)
        self._found.move_to_end(asked)
        return self._found[asked]

    def _made(self, old: Readable, new: Readable) -> Changes:
        if not self._is_told_alike(old, new):
            return _without_hidden(changes_between(old.side, new.side), old, new)
        kept = get_changes(self.store, old.pin.manifest, new.pin.manifest)
        found = kept or changes_between(old.side, new.side)
        return found if old.is_whole and new.is_whole else _without_hidden(found, old, new)

    def _is_told_alike(self, old: Readable, new: Readable) -> bool:
        """Whether every course of both may be read in both, or in neither."""
        both = frozenset(self._read(old.pin.manifest)["courses"]) & frozenset(self._read(new.pin.manifest)["courses"])
        return (old.courses & both) == (new.courses & both)


def _without_hidden(changes: Changes, old: Readable, new: Readable) -> Changes:
    shown = old.courses | new.courses
    named = {*_programs(old), *_programs(new)}
    return replace(
        changes,
        courses=tuple(course for course in changes.courses if course.id in shown),
        reasons=tuple(reason for reason in changes.reasons if named.issuperset(reason.names)),
        corrections=tuple(one for one in changes.corrections if _is_of(one, new)) if changes.corrections else (),
    )


def _programs(side: Readable) -> set[str]:
    """Programs, and the credentials that they lead to, of which this caller may read a course: as their address shows them."""
    programs = side.side.read(Digest(side.body["programs"]))["programs"]
    shown = [program for program in programs if side.courses.intersection(program["courses"])]
    return {str(program[field]) for program in shown for field in ("id", "credential")}


def _is_of(correction: Correction, side: Readable) -> bool:
    """Whether a course that this caller may read tells of a correction."""
    indexes = (side.side.read(Digest(digest)) for digest in side.body["courses"].values())
    return any(
        (one["edition"], one["claim"], one["on"], one["was"])
        == (correction.edition, correction.claim, correction.on, correction.was)
        for index in indexes
        for one in index.get("corrections", ())
    )

"""What should be said of identifiers that went without a word: who is the likely heir, and where that is written.

Takes the changes of a course; gives a word for each identifier that vanished, or whose word was taken back. A guess only: an
author sees it before it is written.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from coursewright.authoring.ids.id_changes import Became, Change, CourseChanges, Thing
from coursewright.authoring.ids.identifiers import kind_of_retired

LIKELY = 0.5
"""How alike a new thing must be to pass for the heir of one that vanished."""
LIKELY_MERGED = 0.75
"""The same for a thing that was there before."""
_COMPARED = 4_000
_TITLE, _TEXT, _ID, _TIES = 0.35, 0.3, 0.2, 0.15


@dataclass(frozen=True, slots=True)
class Word:
    """What should be said of an identifier: `formerly` on its heir, or else `retired` in its course, with a reason."""

    kind: str
    id: str
    what: str
    heir: Thing | None
    formerly: bool
    reason: str = ""

    def of(self, former: str) -> Word:
        """The same word of an identifier that this one had before."""
        return replace(self, id=former)


def words(course: CourseChanges) -> tuple[Word, ...]:
    """A word for everything of a course that vanished or is no longer said. None where a whole course is gone."""
    vanished = [change.old for change in course.those(Became.VANISHED) if change.old]
    found = _best_pairs(vanished, course)
    said = [_word_for(thing, found.get((thing.kind, thing.id))) for thing in vanished]
    taken_back = (_said_again(change, course, said) for change in course.those(Became.UNSAID))
    return (*said, *(word for word in taken_back if word))


def _word_for(thing: Thing, heir: _Heir | None) -> Word:
    what = thing.what if thing.kind != "item" or thing.what == "lesson" else "activity"
    if heir is None:
        return Word(thing.kind, thing.id, what, None, formerly=False, reason="TODO: say why it went.")
    reason = f"TODO: say why {heir.thing.id} took its place."
    return Word(thing.kind, thing.id, what, heir.thing, formerly=heir.is_new, reason=reason)


def _said_again(change: Change, course: CourseChanges, said: list[Word]) -> Word | None:
    """What was said before, of whoever answers now. Nothing, where a retired identifier is in use again."""
    if (change.kind, change.id) in course.after:
        return None
    for entry in course.retired_before:
        if entry.id == change.id and kind_of_retired(entry.kind) == change.kind:
            heir = course.after.get((change.kind, entry.heir or ""))
            return Word(change.kind, change.id, entry.kind, heir, formerly=False, reason=entry.reason)
    bearer = next(thing for thing in course.before.values() if thing.kind == change.kind and change.id in thing.formerly)
    now = course.after.get((bearer.kind, bearer.id)) or next(
        (thing for thing in course.after.values() if thing.kind == bearer.kind and bearer.id in thing.formerly), None
    )
    if now is not None:
        return Word(change.kind, change.id, bearer.what, now, formerly=True)
    after_bearer = next((word for word in said if (word.kind, word.id) == (bearer.kind, bearer.id)), None)
    if after_bearer is None:  # retired, so what it was before is retired with it
        return _word_for(bearer, None).of(change.id)
    return after_bearer.of(change.id)


@dataclass(frozen=True, slots=True)
class _Heir:
    """A likely heir; `is_new` tells a thing that appeared from one that was there before."""

    thing: Thing
    likeness: float
    is_new: bool


def _best_pairs(vanished: list[Thing], course: CourseChanges) -> Mapping[tuple[str, str], _Heir]:
    """The likeliest first. A new thing is the heir of one that vanished; one that was there before may be that of several."""
    pairs = sorted(
        ((old, heir) for old in vanished for heir in _candidates(old, course)),
        key=lambda pair: (-pair[1].likeness, pair[0].id, pair[1].thing.id),
    )
    found: dict[tuple[str, str], _Heir] = {}
    taken: set[tuple[str, str]] = set()
    for old, heir in pairs:
        key = (heir.thing.kind, heir.thing.id)
        if (old.kind, old.id) not in found and key not in taken:
            found[old.kind, old.id] = heir
            if heir.is_new:
                taken.add(key)
    return found


def _candidates(old: Thing, course: CourseChanges) -> Iterator[_Heir]:
    for key, thing in course.after.items():
        if thing.what != old.what:
            continue
        is_new = key not in course.before and not any((thing.kind, name) in course.before for name in thing.formerly)
        likeness = alike(old, thing)
        if likeness >= (LIKELY if is_new else LIKELY_MERGED):
            yield _Heir(thing, likeness, is_new)


def alike(one: Thing, other: Thing) -> float:
    """How alike two things are, from 0 to 1: by title, text, identifier, and what they are tied to."""
    ties = one.ties | other.ties
    shares = [
        (_TITLE, _likeness(one.title, other.title)),
        (_TEXT, _likeness(one.text, other.text)),
        (_ID, _likeness(one.id, other.id)),
        *([(_TIES, len(one.ties & other.ties) / len(ties))] if ties else []),
    ]
    return sum(weight * share for weight, share in shares) / sum(weight for weight, _ in shares)


def _likeness(one: str, other: str) -> float:
    matcher = difflib.SequenceMatcher(None, one[:_COMPARED].lower(), other[:_COMPARED].lower(), autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= LIKELY else 0.0

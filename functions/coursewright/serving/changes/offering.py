"""What one release offers to who has another: the offer, and what it means for certificates that were earned on the other.

Takes a comparison and what else was asked: one course, what was completed, a day. Objects are read through the reader, which
keeps them; a course in which nothing changed is read only where it is asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.errors import UnknownNameError
from coursewright.publishing.changes.change import Changes
from coursewright.renewing.certificates.between import effect_between
from coursewright.renewing.certificates.certificate_effect import CertificateEffect
from coursewright.renewing.certificates.sides import Source, courses_for
from coursewright.renewing.upgrading.comparing import comparing
from coursewright.renewing.upgrading.offer import Offer, upgrade_offer
from coursewright.renewing.upgrading.order import comes_before
from coursewright.renewing.upgrading.reading import read_offer_side
from coursewright.serving.changes.comparison import Comparison
from coursewright.serving.changes.completed import completed
from coursewright.serving.changes.known_changes import Readable
from coursewright.serving.completing import known_of
from coursewright.serving.question import Question
from coursewright.serving.seldom import COURSE


@dataclass(frozen=True, slots=True)
class Told:
    """All that is told of two releases."""

    comparison: Comparison
    offer: Offer
    certificates: tuple[CertificateEffect, ...]
    day: date


def told(question: Question, comparison: Comparison) -> Told:
    """The offer, and the certificates.

    Raises:
        UnknownNameError: the course that was asked for is in neither release, or not for this caller.
        BadParameterError: what was completed cannot be read.
    """
    course, day = question.asked.get(COURSE), question.day("as_of")
    done = completed(question, course)
    since, base, to = comparison.sides
    known = question.reader.changes
    if course is not None and course not in base.courses | to.courses:
        both = " and ".join(dict.fromkeys((base.pin.release, to.pin.release)))
        raise UnknownNameError(f"there is no course {course!r} in {both}")
    already = known.between(since, base).only(course) if base.pin.release != since.pin.release else None
    offered = known.between(base, to).only(course)
    courses = [course] if course else _looked_at(base, to, [one for one in (already, offered) if one], done)
    newest = base if comes_before(to.pin.release, base.pin.release) else to
    ledger = _ledger(question, newest, courses, day)
    offer = upgrade_offer(
        read_offer_side(since.pin.release, base.pin.manifest, base.pin.edition, base.side.read, courses, base.pin.withdrawn),
        read_offer_side(to.pin.release, to.pin.manifest, to.pin.edition, to.side.read, courses, to.pin.withdrawn),
        offered,
        ledger,
        day,
        already=already,
        completed=done,
        compare=comparing(base.side, to.side),
    )
    return Told(comparison, offer, tuple(_certificates(question, comparison, course, ledger)), day)


def _looked_at(base: Readable, to: Readable, changes: Iterable[Changes], done: Sequence[str] | None) -> list[str]:
    """The courses that changed or that hold what was completed: all, where that does not say its course."""
    if any("/" not in name for name in done or ()):
        return sorted(base.courses | to.courses)
    changed = [course.id for one in changes for course in one.courses]
    named = [name.partition("/")[0] for name in done or ()]
    return list(dict.fromkeys([*changed, *(name for name in named if name in base.courses | to.courses)]))


def _ledger(question: Question, newest: Readable, courses: Sequence[str], day: date) -> Mapping[str, Any]:
    """The ledger of the newer release with what was observed since; all courses of a release are judged by one."""
    first = next((name for name in courses if name in newest.courses), None)
    if first is None:
        return newest.side.read(Digest(newest.body["models"]))
    return known_of(question, newest.pin, first, day).ledger


def _certificates(
    question: Question, comparison: Comparison, course: str | None, ledger: Mapping[str, Any]
) -> Iterator[CertificateEffect]:
    """What the release means for each credential earned on what the learner has, if it has a course that changed.

    Only of those all of whose courses this caller may read, then and now, as the reasoning names their objectives.
    """
    since, to = comparison.since, comparison.to
    changes, day = question.reader.changes.between(since, to), question.day("as_of")
    changed = {one.id for one in changes.courses} | {name for reason in changes.reasons for name in reason.names}
    programs = since.side.read(Digest(since.body["programs"]))
    for credential in programs["credentials"]:
        leading = [one for one in programs["programs"] if one["credential"] == credential["id"]]
        needed = courses_for(programs, credential["id"])
        about = {*needed, credential["id"], *(one["id"] for one in leading)}
        needed_now = courses_for(to.side.read(Digest(to.body["programs"])), credential["id"])
        hidden = {*needed, *needed_now} & (set(question.reader.manifest(to.pin)["courses"]) - to.courses)
        if not since.courses.issuperset(needed) or hidden or not changed & about:
            continue
        if course is None or course in needed:
            yield effect_between(str(credential["id"]), _source(since), _source(to), changes, day, ledger=ledger)


def _source(side: Readable) -> Source:
    return Source(side.pin.release, side.pin.edition, side.pin.manifest, side.side.read)

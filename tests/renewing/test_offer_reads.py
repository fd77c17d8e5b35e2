"""An offer costs what changed: among 10,000 lessons in 25 courses with 10 changed, it reads some dozens of objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from course_states import Item, State
from coursewright.compiling.digest import Digest
from coursewright.publishing.changes.between import changes_between
from coursewright.publishing.changes.side import Side
from coursewright.renewing.upgrading.comparing import comparing
from coursewright.renewing.upgrading.offer import Offer, upgrade_offer
from coursewright.renewing.upgrading.reading import read_offer_side
from made_releases import Made, released

COURSES, LESSONS, CHANGED = 25, 400, 10
MOST = 60


class _Counted:
    """A release of many courses, each like one made up; what was asked of it."""

    def __init__(self, many: list[Made]) -> None:
        self.objects: dict[Digest, Mapping[str, Any]] = {}
        courses = {}
        for number, made in enumerate(many):
            body = made.objects[made.manifest]
            index = {**made.index, "id": f"course-{number}"}
            courses[f"course-{number}"] = Digest(f"{body['courses']['course']}-{number}")
            self.objects |= {**made.objects, courses[f"course-{number}"]: index}
        self.manifest = Digest(str(hash(tuple(courses.values()))))
        self.objects[self.manifest] = {**body, "courses": courses}
        self.asked: set[Digest] = set()

    def read(self, digest: Digest) -> Mapping[str, Any]:
        self.asked.add(digest)
        return self.objects[digest]

    def side(self) -> Side:
        """As changes are told from it."""
        return Side(self.manifest, self.read, lambda _: b"")


def _lessons(course: int) -> Iterator[Item]:
    """No lesson says what one of another course says, so that none is read for two."""
    return (Item(f"lesson-{number}", text=course + 1, claims=("claim-0",)) for number in range(LESSONS))


def _offer(old: _Counted, new: _Counted) -> Offer:
    changes = changes_between(old.side(), new.side())
    courses = [course.id for course in changes.courses]
    since = read_offer_side("2026-Q3.1", old.manifest, "2026-Q3", old.read, courses)
    to = read_offer_side("2026-Q4.1", new.manifest, "2026-Q4", new.read, courses)
    ledger = new.read(Digest(new.read(new.manifest)["models"]))
    return upgrade_offer(since, to, changes, ledger, date(2026, 11, 25), compare=comparing(old.side(), new.side()))


def test_an_offer_reads_what_changed_and_no_more() -> None:
    """Ten lessons in ten courses: two indexes and two lessons each, claims once, and a few objects of the whole."""
    states = [State(tuple(_lessons(number)), {"claim-0": number}) for number in range(COURSES)]
    before = [released(state) for state in states]
    after = [released(state.edited("lesson-7", text=-number)) for number, state in enumerate(states[:CHANGED], 1)]
    old, new = _Counted(before), _Counted([*after, *before[CHANGED:]])

    offer = _offer(old, new)

    assert CHANGED == offer.offered.counts()["content"] == sum(offer.offered.counts().values())
    assert CHANGED * 2 < len(old.asked | new.asked) <= MOST

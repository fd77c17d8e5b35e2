"""Every claim of a release in one place: what it says, what it is about, who looks after it, and everything that states it.

Takes a catalogue and the impact of a day; gives an entry for each claim that something states, in the order of their ids.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from coursewright.renewing.catalogue import Catalogue
from coursewright.renewing.impact.heat_map import CURRENT
from coursewright.renewing.impact.impact import Impact
from coursewright.renewing.impact.links import worst


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim, and what states it: `lessons` are `course/lesson`, `questions` `course/activity/question`.

    Both are in the order of the outlines, questions of one activity in that of their ids. `claim` is what the release says of
    it. That it was verified on a day does not mean that it was edited then, or the reverse.
    """

    claim: Mapping[str, Any]
    owner: str | None
    lessons: Sequence[str]
    questions: Sequence[str]
    status: str
    because: Sequence[str]

    @property
    def id(self) -> str:
        """The claim's id."""
        return str(self.claim["id"])

    @property
    def review_by(self) -> date:
        """The day by which somebody looks again."""
        return date.fromisoformat(self.claim["review_by"])


def register(catalogue: Catalogue, impact: Impact) -> list[Entry]:
    """The claims that something states, as they stand on the day of an impact of everything."""
    claims: dict[str, Mapping[str, Any]] = {}
    owners: dict[str, str | None] = {}
    lessons, questions = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for course in catalogue.courses:
        claims |= course.claims
        owners |= {name: course.owner_of_claim(name) for name in course.claims}
        for item, entry in course.items():
            path, rests_on = f"{course.id}/{item}", course.item(item)["questions"]
            for question, depends in rests_on.items():
                for name in depends["claims"]:
                    questions[name].append(f"{path}/{question}")
            for name in entry["claims"]:
                if not rests_on:  # of a release made before format 3 it is not known which question it is
                    (lessons if entry["kind"] == "lesson" else questions)[name].append(path)
    stands = _standing(impact)
    return [
        Entry(claim, owners[name], lessons[name], questions[name], *stands.get(name, (CURRENT, ())))
        for name, claim in sorted(claims.items())
    ]


def _standing(impact: Impact) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The worst status of each claim that an event affects, and why: the sentences of that status."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for one in (one for outcome in impact.outcomes for one in outcome.affected if one.kind == "claim"):
        found[one.id].append((one.status, one.because))
    told = {}
    for name, reasons in found.items():
        status = worst(status for status, _ in reasons)
        told[name] = status, tuple(dict.fromkeys(because for one, because in reasons if one == status))
    return told

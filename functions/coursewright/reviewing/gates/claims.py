"""Claims: what items rest on is about models that there are, and was looked at again by the day that was set for it.

A claim rests on sources that its author read on a day, and perhaps on a run against a model; without a source there is no claim
(authoring/shapes). So what counts is whether somebody looked since, and whether the baseline models still are there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from coursewright.renewing.catalogue import CourseParts
from coursewright.renewing.model_ends import ModelEnds
from coursewright.reviewing.gates.case import Case
from coursewright.reviewing.gates.verdict import FAILED, Verdict, untold, verdict

GATE = "claims"


def judge(case: Case) -> Verdict:
    """By the ledger with what was observed since."""
    if case.catalogue is None or case.edition is None:
        return untold(GATE, "Which claims the items rest on is not in this release")
    if case.unreadable:
        why = f"What {', '.join(case.unreadable)} said last of models cannot be read; observe it again."
        return Verdict(GATE, FAILED, why, tuple(f"{one} cannot be read" for one in case.unreadable))
    passed = "Every claim that an item rests on was looked at in time, and none is broken on the baseline models."
    return verdict(GATE, _broken(case), passed, "Look at these claims again, on models that go on, or take them out.")


def _broken(case: Case) -> Iterator[str]:
    ends = ModelEnds(case.ledger)
    baseline = frozenset(case.edition["baseline_models"]) if case.edition else frozenset()
    for course in case.catalogue.courses if case.catalogue else ():
        for name in _used(course):
            if says := _wrong(case, ends, baseline, course.claims[name]):
                yield f"{name}: {says}"


def _used(course: CourseParts) -> set[str]:
    items = {claim for _, entry in course.items() for claim in entry["claims"]}
    asked = (one for item, _ in course.items() for one in course.item(item)["questions"].values())
    return items | {claim for one in asked for claim in one["claims"]}


def _wrong(case: Case, ends: ModelEnds, baseline: frozenset[str], claim: Mapping[str, Any]) -> str | None:
    if claim["review_by"] < case.day.isoformat():
        return f"it was to be looked at again by {claim['review_by']}"
    if (last := ends.last_end(claim["models"])) and last <= case.day:
        return f"all it is about was shut down by {last}"
    about = sorted(baseline & {model for selector in claim["models"] for model in ends.models(selector)})
    if about and (last := ends.last_end(about)) and last <= case.day:
        return f"the baseline models it is about ({', '.join(about)}) were shut down by {last}"
    return None

"""What serves which objective in a course: lessons by what their heads say, activities by their questions too."""

from __future__ import annotations

from collections.abc import Collection

from coursewright.renewing.catalogue import CourseParts

_ALWAYS_SCORED = frozenset({"exam", "roleplay"})


def served(course: CourseParts, item: str) -> frozenset[str]:
    """The objectives that an item teaches or assesses; none where the course does not have it."""
    entry = course.index["items"].get(item)
    if entry is None:
        return frozenset()
    questions = course.item(item)["questions"].values()
    return frozenset(entry["objectives"]) | {name for one in questions for name in one["objectives"]}


def of_questions(course: CourseParts, item: str, names: Collection[str]) -> frozenset[str]:
    """The objectives that some questions of an item serve, as far as the release says."""
    questions = course.item(item)["questions"]
    return frozenset(name for one in names if one in questions for name in questions[one]["objectives"])


def of_claims(course: CourseParts, item: str, claim: str) -> frozenset[str]:
    """The objectives that are served by what an item states by a claim: of its questions, those that rest on it."""
    entry = course.index["items"].get(item)
    if entry is None or claim not in entry["claims"]:
        return frozenset()
    questions = course.item(item)["questions"].values()
    resting = [one for one in questions if claim in one["claims"]]
    return frozenset(name for one in resting for name in one["objectives"]) if resting else served(course, item)


def stated_for(course: CourseParts, claim: str) -> frozenset[str]:
    """The objectives for which anything in a course states a claim."""
    return frozenset(name for item in course.index["items"] for name in of_claims(course, item, claim))


def is_scored(course: CourseParts, item: str) -> bool | None:
    """Whether an item is marked by somebody else than the learner; None of a quiz of a release that does not say."""
    entry = course.index["items"].get(item)
    if entry is None or entry["kind"] not in {"quiz", *_ALWAYS_SCORED}:
        return False
    if entry["kind"] in _ALWAYS_SCORED:
        return True
    if "corrections" not in course.index:  # before compiler format 4
        return None
    return "marks" in course.index["fingerprints"]["items"][item]

"""What changed in the lessons and activities of a course, one by one, by their fingerprints.

An item whose fingerprints are equal is not read. What a fingerprint is of is told in compiling/fingerprints.py.
What was taken down keeps nobody from the rest, where whatever reads says so (ExpungedError): of that item it is told instead.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.errors import ExpungedError
from coursewright.publishing.changes.activity_changes import SCORED, ActivityPair, activity_reasons
from coursewright.publishing.changes.change import ItemChange, Raised, Reason
from coursewright.publishing.changes.claim_changes import claim_reasons
from coursewright.publishing.changes.course_pair import CoursePair, Index
from coursewright.publishing.changes.lesson_changes import LessonPair, lesson_reasons
from coursewright.publishing.changes.pairing import paired
from coursewright.publishing.changes.side import Side
from coursewright.publishing.changes.texts import WORDING, TextChange
from coursewright.publishing.changes.words import counted

_ADDED = "It is new."
_REMOVED = "It is no longer part of the course."
_READ = ("seen", "frame", "marks")
_TAKEN_DOWN = "Something it said was taken down, so what changed in it cannot be told in full."


def item_changes(pair: CoursePair, raised: Mapping[str, Raised], corrected: Collection[str]) -> Iterator[ItemChange]:
    """Every item that changed, in the order of the new outline, those removed last. `raised` is by `course/item`."""
    for name, item in pair.new["items"].items():
        to = raised.get(f"{pair.id}/{name}")
        if name in pair.items.added:
            yield added(pair.id, name, pair.new, to, corrected)
            continue
        former = pair.items.was[name]
        reasons = tuple(_reasons(pair, former, name))
        if reasons or to:
            stated = {*pair.old["items"][former]["claims"], *item["claims"]}
            yield ItemChange(
                pair.id,
                name,
                item["kind"],
                item["title"],
                item["minutes"],
                "kept",
                reasons,
                was=former if former != name else None,
                raised=to,
                corrects=tuple(sorted(stated & set(corrected))),
            )
    for name in pair.items.removed:
        yield removed(pair.id, name, pair.old, pair, corrected)


def added(course: str, name: str, index: Index, raised: Raised | None = None, corrected: Collection[str] = ()) -> ItemChange:
    """An item that only the new release has."""
    item = index["items"][name]
    reason = Reason("added", "assessment" if item["kind"] in SCORED else "content", _ADDED)
    corrects = tuple(sorted(set(item["claims"]) & set(corrected)))
    about = (item["kind"], item["title"], item["minutes"])
    return ItemChange(course, name, *about, "added", (reason,), raised=raised, corrects=corrects)


def removed(
    course: str, name: str, index: Index, pair: CoursePair | None = None, corrected: Collection[str] = ()
) -> ItemChange:  # fmt: skip
    """An item that only the old release has; of a course that went with it, nothing took its place."""
    item = index["items"][name]
    gone = pair.items.gone[name] if pair else None
    return ItemChange(
        course,
        name,
        item["kind"],
        item["title"],
        item["minutes"],
        "removed",
        (Reason("removed", "structural", _REMOVED),),
        heir=gone.heir if gone else None,
        gone_because=gone.because if gone else None,
        corrects=tuple(sorted(set(item["claims"]) & set(corrected))),
    )


def reasons_between(pair: CoursePair, old: str, new: str) -> tuple[Reason, ...]:
    """Why an item counts as another than one before, whichever of several that became one it is paired with."""
    return tuple(_reasons(pair, old, new))


def _reasons(pair: CoursePair, old: str, new: str) -> Iterator[Reason]:
    before, after = pair.old["items"][old], pair.new["items"][new]
    if old != new:
        yield Reason("renamed", "structural", "It is listed under another name.")
    if new in pair.moved:
        yield Reason("moved", "structural", "It is in another place of the course.")
    is_known = True
    for told in (_said, _objectives, _claims):
        found = _unless_taken_down(pair, old, new, told)
        is_known = is_known and found is not None
        yield from found or ()
    if not is_known:
        is_scored = after["kind"] in SCORED
        yield Reason("key-unknown" if is_scored else "text", "assessment" if is_scored else "content", _TAKEN_DOWN)
    if before["minutes"] != after["minutes"]:
        says = f"It is planned with {after['minutes']} minutes now; it was {before['minutes']}."
        yield Reason("minutes", "editorial", says)


def _unless_taken_down(
    pair: CoursePair, old: str, new: str, told: Callable[[CoursePair, str, str], Iterator[Reason]]
) -> list[Reason] | None:  # fmt: skip
    try:
        return list(told(pair, old, new))
    except ExpungedError:
        return None


def _said(pair: CoursePair, old: str, new: str) -> Iterator[Reason]:
    before, after = pair.old["items"][old], pair.new["items"][new]
    old_prints, new_prints = _prints(pair, old, new)
    if after["kind"] == "lesson":
        lesson = LessonPair(pair.old_side, pair.new_side, pair.old, pair.new, before, after, old_prints, new_prints)
        yield from lesson_reasons(lesson)
    elif old != new or any(old_prints.get(part) != new_prints.get(part) for part in _READ):
        found = list(_activity(pair, old, new))
        is_worded_alike = not found and old_prints["seen"] != new_prints["seen"]
        yield from [Reason("wording", "editorial", WORDING)] if is_worded_alike else found  # a comma, say


def _prints(pair: CoursePair, old: str, new: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    return pair.old["fingerprints"]["items"][old], pair.new["fingerprints"]["items"][new]


def _activity(pair: CoursePair, old: str, new: str) -> Iterator[Reason]:
    objects = [
        side.read(Digest(index["items"][name]["object"]))
        for side, index, name in ((pair.old_side, pair.old, old), (pair.new_side, pair.new, new))
    ]
    texts = TextChange(pair.old_side, pair.new_side, pair.is_english)
    activity = ActivityPair(objects[0], objects[1], *_prints(pair, old, new), texts, old != new, pair.is_private_equal)
    yield from activity_reasons(activity)


def _claims(pair: CoursePair, old: str, new: str) -> Iterator[Reason]:
    stated = pair.old["items"][old]["claims"], pair.new["items"][new]["claims"]
    is_told = any(stated) and (stated[0] != stated[1] or pair.old.get("claims") != pair.new.get("claims"))
    if is_told or (any(stated) and "claims" not in pair.old):
        yield from claim_reasons(*stated, *pair.claims)


def _objectives(pair: CoursePair, old: str, new: str) -> Iterator[Reason]:
    """By what took the place of what, so that an objective with another id alone is none.

    The fingerprint is of all that an item serves. Which of its questions serves which is seen in the questions alone.
    """
    before, after = pair.old["items"][old], pair.new["items"][new]
    old_prints, new_prints = _prints(pair, old, new)
    is_told = old_prints["objectives"] != new_prints["objectives"]
    is_asked = after["kind"] in ("quiz", "exam") and before["object"] != after["object"]
    if not is_told and not is_asked:
        return
    goes_by = pair.objectives_now if is_told else {}  # where all of them are the same, each goes by its own name
    was, now = _questions(pair.old_side, before), _questions(pair.new_side, after)
    served = {goes_by.get(name, name) for name in _served(before, was)}
    if differing := served ^ _served(after, now):
        yield Reason("objectives", "structural", "It serves other objectives now.", tuple(sorted(differing)))
        return
    by_id = {question["id"]: question for question in was}
    asked = paired(was, now).was
    moved = [
        {goes_by.get(name, name) for name in by_id[asked[one["id"]]]["objectives"]} ^ set(one["objectives"])
        for one in now
        if one["id"] in asked
    ]
    if names := set().union(*moved):
        said = counted(
            sum(map(bool, moved)), "A question serves another objective now.", "{} questions serve other objectives now."
        )
        yield Reason("objectives", "structural", said, tuple(sorted(names)))


def _questions(side: Side, item: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Those of an assessment."""
    found: Sequence[Mapping[str, Any]] = ()
    return side.read(Digest(item["object"])).get("questions", ()) if item["kind"] in ("quiz", "exam") else found


def _served(item: Mapping[str, Any], questions: Sequence[Mapping[str, Any]]) -> set[str]:
    """The objectives of an item, those of its questions among them."""
    return {*item["objectives"], *(objective for question in questions for objective in question["objectives"])}

"""What changed in a course: what it says of itself, its modules, its objectives, its items."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from coursewright.publishing.changes.change import CourseChange, Raised, Reason
from coursewright.publishing.changes.course_pair import CoursePair, Index
from coursewright.publishing.changes.item_changes import added, item_changes, removed
from coursewright.publishing.changes.objective_changes import objective_changes
from coursewright.publishing.changes.pairing import out_of_order
from coursewright.publishing.changes.reading import Token, mark, tokens_of_text
from coursewright.publishing.changes.wording import compared
from coursewright.publishing.changes.words import counted

_LEVEL = "It is on another level now."
_AVAILABILITY = {"public": "Everybody may read it now.", "invited": "Only those who are invited may read it now."}
_PREREQUISITES = "What to take before it was changed."
_WORDING = "What the course says of itself was mended in its wording."
_CONTENT = "What the course says of itself was changed."
_LANGUAGE = "It is written in another language now."
_ORDER = "The objectives are listed in another order."


def course_change(pair: CoursePair, raised: Mapping[str, Raised], corrected: Collection[str]) -> CourseChange | None:
    """A course that both releases have; None where nothing in it changed for learners."""
    change = CourseChange(
        pair.id,
        pair.new["title"],
        "kept",
        tuple(_reasons(pair)),
        tuple(item_changes(pair, raised, corrected)),
        tuple(objective_changes(pair.old, pair.new, pair.objectives, english=pair.is_english)),
    )
    return change if change.reasons or change.items or change.objectives else None


def new_course(course: str, index: Index, raised: Mapping[str, Raised], corrected: Collection[str]) -> CourseChange:
    """A course that only the new release has."""
    items = (added(course, name, index, raised.get(f"{course}/{name}"), corrected) for name in index["items"])
    return CourseChange(course, index["title"], "added", (Reason("added", "content", "The course is new."),), tuple(items))


def lost_course(course: str, index: Index, corrected: Collection[str]) -> CourseChange:
    """A course that only the old release has."""
    items = (removed(course, name, index, corrected=corrected) for name in index["items"])
    reason = Reason("removed", "structural", "The course is not offered any more.")
    return CourseChange(course, index["title"], "removed", (reason,), tuple(items))


def _reasons(pair: CoursePair) -> Iterator[Reason]:
    old, new = pair.old, pair.new
    if old["level"] != new["level"]:
        yield Reason("level", "structural", _LEVEL)
    if old["availability"] != new["availability"]:
        yield Reason("availability", "structural", _AVAILABILITY[new["availability"]])
    if set(old["prerequisites"]) != set(new["prerequisites"]) or _module_prerequisites(pair):
        yield Reason("prerequisites", "structural", _PREREQUISITES)
    yield from _modules(pair)
    yield from _words(pair)
    if old.get("locale", "en") != new.get("locale", "en"):  # compiler format 1 knew of English only
        yield Reason("text", "content", _LANGUAGE)
    order = [pair.objectives.now[one["id"]] for one in old["objectives"] if one["id"] in pair.objectives.now]
    if out_of_order(order, [one["id"] for one in new["objectives"]]):
        yield Reason("text", "content", _ORDER)


def _modules(pair: CoursePair) -> Iterator[Reason]:
    found = pair.modules
    order = [found.now[one["id"]] for one in pair.old["modules"] if one["id"] in found.now]
    moved = tuple(sorted(out_of_order(order, [one["id"] for one in pair.new["modules"]])))
    renamed = tuple(new for new, old in found.was.items() if new != old)
    for names, one, several in (
        (found.added, "A module was added.", "{} modules were added."),
        (found.removed, "A module was removed.", "{} modules were removed."),
        (moved, "A module is in another place.", "{} modules are in another place."),
        (renamed, "A module is listed under another name.", "{} modules are listed under another name."),
    ):
        if names:
            yield Reason("modules", "structural", counted(len(names), one, several), names)


def _module_prerequisites(pair: CoursePair) -> bool:
    before, after = ({one["id"]: one for one in index["modules"]} for index in (pair.old, pair.new))
    now = pair.modules.now
    return any(
        {now.get(name, name) for name in before[old]["prerequisites"]} != set(after[new]["prerequisites"])
        for new, old in pair.modules.was.items()
    )


def _words(pair: CoursePair) -> Iterator[Reason]:
    """Title, summary and audience, and those of its modules."""
    found = compared(_said(pair, is_old=True), _said(pair, is_old=False), english=pair.is_english)
    if not found.is_equal:
        yield Reason("wording", "editorial", _WORDING) if found.is_worded_alike else Reason("text", "content", _CONTENT)


def _said(pair: CoursePair, *, is_old: bool) -> Iterator[Token]:
    index = pair.old if is_old else pair.new
    modules = {one["id"]: one for one in index["modules"]}
    texts = [index["title"], index["summary"], index["audience"]]
    for new, old in pair.modules.was.items():
        module = modules[old if is_old else new]
        texts += [module["title"], module["summary"]]
    for text in texts:
        yield mark("next")
        yield from tokens_of_text(text)

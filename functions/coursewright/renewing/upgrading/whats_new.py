"""What is new in a course, in plain words: one sentence for each kind of change, the weightiest first.

Takes the changes of a course and, where there are any, its indexes in both releases, for old titles and the order of the outline.
Gives sentences for learners, with titles and no identifiers. What one item changed in particular is told with the item.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from coursewright.publishing.changes.change import CourseChange, ItemChange, ObjectiveChange
from coursewright.publishing.changes.words import quoted
from coursewright.renewing.catalogue import outline
from coursewright.renewing.upgrading.heirs import Index

_KINDS = {"roleplay": "role-play"}
_QUESTIONS = frozenset({"question-added", "question-removed", "question-text", "choices", "key", "key-unknown"})


def whats_new(course: CourseChange, old: Index | None = None, new: Index | None = None) -> Iterator[str]:
    """The sentences of one course."""
    if course.change == "added":
        yield "This course is new."
        return
    if course.change == "removed":
        yield "This course is no longer part of it."
        return
    items = in_order(course.items, new)
    yield from (reason.says for reason in course.reasons if reason.cls not in ("editorial", "content"))
    yield from _objectives(course.objectives)
    yield from _arrivals(items, new)
    yield from _other_titles(items, old)
    yield from _changed([item for item in items if item.change == "kept"])
    if any(reason.cls == "content" for reason in course.reasons):
        yield "The description of the course was rewritten."
    elif course.reasons and not course.items and not course.objectives:
        yield "The description of the course was mended."


def _objectives(objectives: Iterable[ObjectiveChange]) -> Iterator[str]:
    """Goals that came, went or read otherwise; of a new weight alone nobody is told here."""
    for one in objectives:
        codes = {reason.code for reason in one.reasons}
        if one.change == "added":
            yield f"A new goal: {_sentence(one.text)}"
        elif one.change == "removed":
            yield f"No longer a goal: {_sentence(one.text)}"
        elif "reworded" in codes:
            before = f" It read: {_sentence(one.was_text)}" if one.was_text else ""
            yield f"A goal now reads: {_sentence(one.text)}{before}"


def _arrivals(items: Sequence[ItemChange], new: Index | None) -> Iterator[str]:
    """What came, what went, and what made way for what, that having changed or not."""
    titles = {item.id: item.title for item in items}
    titles |= {name: str(item["title"]) for name, item in (new["items"] if new else {}).items()}
    heirs = {item.heir for item in items if item.change == "removed" and item.heir}
    for item in items:
        if item.change == "added" and item.id not in heirs:
            yield f"New: the {kind(item.kind)} “{item.title}”, {minutes_said(item.minutes)}."
    for item in items:
        if item.change == "removed":
            heir = titles.get(item.heir or "")
            went = f"“{item.title}” made way for “{heir}”." if heir else f"“{item.title}” is gone."
            yield f"{went} {item.gone_because}" if item.gone_because else went


def _other_titles(items: Sequence[ItemChange], old: Index | None) -> Iterator[str]:
    known = old["items"] if old else {}
    for item in items:
        before = known.get(item.was or item.id, {}).get("title", item.title)
        if item.change == "kept" and before != item.title:
            yield f"“{before}” is now “{item.title}”."


def _changed(kept: Sequence[ItemChange]) -> Iterator[str]:
    """What goes on, by what changed of it; each item under what weighs most, claims and questions apart."""
    asked = _those(kept, lambda item: {one.code for one in item.reasons if one.cls != "editorial"} & _QUESTIONS)
    claimed = _those(kept, lambda item: _codes(item) & _CLAIMS and item not in asked)
    told = {*asked, *claimed}
    written = _those(kept, lambda item: item not in told and _has(item, "content"))
    moved = _those(kept, lambda item: "moved" in _codes(item))
    serving = _those(kept, lambda item: "objectives" in _codes(item))
    mended = _those(kept, lambda item: item.cls == "editorial")
    yield from _told("{} {} something else about models than before.", claimed, ("states", "state"))
    yield from _told("{} {} other questions, or takes other answers.", asked, ("asks", "ask"))
    yield from (f"“{item.title}”: {one.says}" for item in kept for one in item.reasons if one.code == "terms")
    yield from _told("{} {} at another place of the course.", moved, ("is", "are"))
    yield from _told("{} {} other goals of the course.", serving, ("serves", "serve"))
    yield from _told("{} {} new or other explanations, examples or questions.", written, ("has", "have"))
    yield from (f"“{item.title}”: {item.raised.reason}" for item in kept if item.raised)
    yield from _told("{} {} mended in words, figures or sources only.", mended, ("was", "were"))


_CLAIMS = frozenset({"claim-added", "claim-withdrawn", "claim-reworded", "claim-models"})


def _those(items: Sequence[ItemChange], is_so: Callable[[ItemChange], object]) -> list[ItemChange]:
    return [item for item in items if is_so(item)]


def _told(sentence: str, items: Sequence[ItemChange], verbs: tuple[str, str]) -> Iterator[str]:
    if items:
        several = len(items) > 1
        said = sentence.replace("takes", "take") if several else sentence
        yield said.format(quoted([item.title for item in items]), verbs[several])


def _codes(item: ItemChange) -> set[str]:
    return {reason.code for reason in item.reasons}


def _has(item: ItemChange, cls: str) -> bool:
    return any(reason.cls == cls for reason in item.reasons)


def in_order(items: Sequence[ItemChange], new: Index | None) -> list[ItemChange]:
    """In the order of the new outline, what is not in it last."""
    places = {name: place for place, (name, _) in enumerate(outline(new))} if new else {}
    return sorted(items, key=lambda item: places.get(item.id, len(places)))


def weighty(item: ItemChange) -> list[str]:
    """Why an item counts as changed, in sentences: what is mended or listed otherwise only where there is nothing else."""
    told = [one for one in item.reasons if one.cls != "editorial" and one.code != "renamed"] or item.reasons
    return list(dict.fromkeys([*(one.says for one in told), *([item.raised.reason] if item.raised else [])]))


def kind(name: str) -> str:
    """A kind of item as people call it."""
    return _KINDS.get(name, name)


def minutes_said(minutes: int) -> str:
    """`8 minutes`"""
    return f"{minutes} minute{'' if minutes == 1 else 's'}"


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."

"""What is new in a course, in plain words: one sentence for each kind of change, the weightiest first.

Takes the changes of a course; gives sentences for learners, with titles and no identifiers. What one item changed in particular
is told with the item.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from coursewright.publishing.changes.change import CourseChange, ItemChange, ObjectiveChange

_SHOWN = 5
_TOLD_APART = {"removed", "added", "renamed", "modules"}
_KINDS = {"roleplay": "role-play"}
_BY_CLASS = {
    "claim": "What is said of models is no longer the same in {titles}.",
    "assessment": "{titles} {ask} other questions or {take} other answers.",
    "structural": "{titles} {stand} elsewhere in the course or {serve} other goals.",
    "content": "{titles} {have} new or other explanations.",
    "editorial": "In {titles} only words or figures were mended.",
}
_VERBS = {"ask": ("asks", "ask"), "take": ("takes", "take"), "stand": ("stands", "stand"), "serve": ("serves", "serve")}
_VERBS["have"] = ("has", "have")


def whats_new(course: CourseChange) -> Iterator[str]:
    """The sentences of one course."""
    if course.change == "added":
        yield "This course is new."
        return
    if course.change == "removed":
        yield "This course is no longer part of it."
        return
    yield from (reason.says for reason in course.reasons if reason.cls != "editorial")
    yield from _objectives(course.objectives)
    yield from _arrivals(course.items)
    kept = [item for item in course.items if item.change == "kept"]
    for cls, sentence in _BY_CLASS.items():
        titles = [item.title for item in kept if item.cls == cls and not item.raised]
        if titles:
            verbs = {verb: forms[len(titles) > 1] for verb, forms in _VERBS.items()}
            yield sentence.format(titles=listed(titles), **verbs)
    yield from (f"“{item.title}”: {item.raised.reason}" for item in kept if item.raised)
    if any(reason.cls == "editorial" for reason in course.reasons):
        yield "The course's own description was mended in places."


def _objectives(objectives: Iterable[ObjectiveChange]) -> Iterator[str]:
    """Goals that came, went or read otherwise; of a new weight alone nobody is told here."""
    for one in objectives:
        codes = {reason.code for reason in one.reasons}
        if one.change == "added":
            yield f"A new goal: {sentence(one.text)}"
        elif one.change == "removed":
            yield f"No longer a goal: {sentence(one.text)}"
        elif "reworded" in codes:
            before = f" It read: {sentence(one.was_text)}" if one.was_text else ""
            yield f"A goal now reads: {sentence(one.text)}{before}"


def _arrivals(items: Sequence[ItemChange]) -> Iterator[str]:
    """What came, what went, and what made way for what."""
    titles = {item.id: item.title for item in items}
    heirs = {item.heir for item in items if item.change == "removed" and item.heir}
    for item in items:
        if item.change == "added" and item.id not in heirs:
            yield f"New: the {kind(item.kind)} “{item.title}”, {item.minutes} minute{'' if item.minutes == 1 else 's'}."
    for item in items:
        if item.change == "removed":
            heir = titles.get(item.heir or "")
            went = f"“{item.title}” made way for “{heir}”." if heir else f"“{item.title}” is gone."
            yield f"{went} {item.gone_because}" if item.gone_because else went


def kind(name: str) -> str:
    """A kind of item as people call it."""
    return _KINDS.get(name, name)


def listed(titles: Sequence[str]) -> str:
    """Titles as a sentence lists them: `“A”, “B” and “C”`."""
    quoted = [f"“{title}”" for title in titles]
    if len(quoted) > _SHOWN + 1:
        return f"{', '.join(quoted[:_SHOWN])} and {len(quoted) - _SHOWN} more"
    return " and ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))


def sentence(text: str) -> str:
    """A text with a full stop."""
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."

"""What learners read of an activity, save what is private and questions of an assessment, and which part was changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from coursewright.publishing.changes.pairing import out_of_order, paired
from coursewright.publishing.changes.reading import Token, exactly, mark, tokens_of_html, tokens_of_text
from coursewright.publishing.changes.sections import CHANGED
from coursewright.publishing.changes.wording import compared
from coursewright.publishing.changes.words import counted, quoted

Activity = Mapping[str, Any]

_PLAIN = ("title", "summary", "learner", "opening", "when")
_WRITTEN = ("brief", "scene", "intro")
_SAYS = {
    "summary": "Its summary was changed.",
    "learner": "Who you are in the conversation was changed.",
    "opening": "How the conversation begins was changed.",
    "when": "When it is asked was changed.",
    "brief": "What there is to do was changed.",
    "scene": "The scene of the conversation was changed.",
    "intro": "Its introduction was changed.",
    "starter": "The prompt to begin with was changed.",
}
_ORDER = "The questions come in another order."


def read_activity(activity: Activity) -> Iterator[Token]:
    """All of it, in one row."""
    for name in (*_PLAIN, *_WRITTEN):
        yield mark(name)
        yield from _field(activity, name)
    yield from _field(activity, "starter")
    for question in _asked(activity):
        yield from _question(question)


def part_changed(old: Activity, new: Activity, *, english: bool) -> str:
    """Say which parts say something else; the plain sentence where no part by itself does."""
    said = []
    if not _is_alike(_field(old, "title"), _field(new, "title"), english):
        said.append(f"It was called {quoted([old['title']])} before.")
    said += [says for name, says in _SAYS.items() if not _is_alike(_field(old, name), _field(new, name), english)]
    return " ".join([*said, *_questions_changed(old, new, english)]) or CHANGED


def _questions_changed(old: Activity, new: Activity, english: bool) -> Iterator[str]:
    """Of a survey."""
    before, after = ({question["id"]: question for question in _asked(side)} for side in (old, new))
    found = paired(before.values(), after.values())
    if found.added:
        yield counted(len(found.added), "A question was added.", "{} questions were added.")
    if found.removed:
        yield counted(len(found.removed), "A question was taken out.", "{} questions were taken out.")
    both = [(before[one], after[name]) for name, one in found.was.items()]
    if other := sum(not _is_alike(_question(one), _question(two), english) for one, two in both):
        yield counted(other, "A question asks something else.", "{} questions ask something else.")
    now = found.now
    if out_of_order([now.get(name, "") for name in before], list(after)):
        yield _ORDER


def _asked(activity: Activity) -> Iterable[Mapping[str, Any]]:
    return activity["questions"] if activity["kind"] == "survey" else ()


def _field(activity: Activity, name: str) -> Iterator[Token]:
    if name == "starter":
        yield exactly(activity.get(name) or "")
    elif name in _WRITTEN:
        yield from tokens_of_html(activity.get(name, {}).get("html", ""))
    else:
        yield from tokens_of_text(activity.get(name) or "")


def _question(question: Mapping[str, Any]) -> Iterator[Token]:
    yield mark(f"{question['kind']} {question['id']}")
    for name in ("text", "low", "high"):
        yield mark(name)
        yield from tokens_of_text(question.get(name) or "")
    for choice in question.get("choices", ()):
        yield mark("choice")
        yield from tokens_of_text(choice)


def _is_alike(old: Iterable[Token], new: Iterable[Token], english: bool) -> bool:
    return compared(old, new, english=english).is_worded_alike

"""What changed in an activity: what learners read of it, what it asks, what is right, and on what terms.

Takes its public object of both releases, and keyed digests of what is private. Choices are told apart by what they say: a choice
put in other words is another choice, as learners' answers and the key name it so. In what is no assessment, another question is a
matter of text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coursewright.publishing.changes.activity_texts import part_changed, read_activity
from coursewright.publishing.changes.asked import asked_said
from coursewright.publishing.changes.change import Reason
from coursewright.publishing.changes.pairing import Pairing, out_of_order, paired
from coursewright.publishing.changes.reading import Token, mark, tokens_of_html
from coursewright.publishing.changes.sections import CHANGED
from coursewright.publishing.changes.texts import WORDING, TextChange

SCORED = frozenset({"quiz", "exam", "roleplay"})
"""Kinds of activity that are assessments."""

_TERMS = {
    "formative": ("It is not scored any more; it is for you to check yourself.", "It is scored now."),
    "pass_mark": ("The pass mark is {} now; it was {}.",) * 2,
    "draw": ("One question is asked now; it was {1}.", "{} questions are asked now; it was {}."),
    "attempts": ("There is one attempt now; it was {1}.", "There are {} attempts now; it was {}."),
    "turns": ("It ends after one turn now; it was {1}.", "It ends after {} turns now; it was {}."),
}
"""What is told of each, where it is 1 or true now, and where it is anything else."""
_ORDER = "The questions come in another order."
_EXPLAINED = {"roleplay": "How the other side of the conversation is played was changed."}
_EXPLANATIONS = "The explanations of its answers were changed."
_KEY = {"practice": "What counts as good work was changed.", "roleplay": "How the conversation is judged was changed."}
_RIGHT = "The answers that count as right were changed."
_UNKNOWN = "Whether the answers that count as right are the same cannot be told."


@dataclass(frozen=True, slots=True)
class ActivityPair:
    """An activity of two releases: its public objects, its fingerprints, and what was found out of its texts, so far nothing.

    `is_renamed`: keyed digests are over the name as well, and say nothing then. `is_private_equal`: all that is private is.
    """

    old: Mapping[str, Any]
    new: Mapping[str, Any]
    old_prints: Mapping[str, Any]
    new_prints: Mapping[str, Any]
    texts: TextChange
    is_renamed: bool
    is_private_equal: bool

    @property
    def has_choices(self) -> bool:
        return bool(self.new["kind"] in ("quiz", "exam"))


def activity_reasons(pair: ActivityPair) -> Iterator[Reason]:
    """Why an activity counts as changed; its place, its objectives and its claims are told elsewhere."""
    asked = list(_questions(pair)) if pair.has_choices else []
    yield from asked
    yield from _terms(pair)
    _compare_texts(pair)
    where = part_changed(pair.old, pair.new, english=pair.texts.english) if pair.texts.words == "content" else ""
    if where == CHANGED and pair.has_choices:  # of what is compared, nothing else is left
        where = _EXPLANATIONS
    yield from pair.texts.reasons(WORDING, where)
    if pair.has_choices and _question_order(pair):
        yield Reason("text", "content", _ORDER)
    yield from _marks(pair, {reason.code for reason in asked})


def _terms(pair: ActivityPair) -> Iterator[Reason]:
    for name, (of_one, of_others) in _TERMS.items():
        was, now = pair.old.get(name), pair.new.get(name)
        if was != now:
            yield Reason("terms", "assessment", (of_one if now == 1 else of_others).format(now, was))


def _questions(pair: ActivityPair) -> Iterator[Reason]:
    found = _paired(pair)
    if found.added:
        yield _asked("question-added", found.added)
    if found.removed:
        yield _asked("question-removed", found.removed)
    both = [(name, _by_id(pair.old)[old], _by_id(pair.new)[name]) for name, old in found.was.items()]
    if others := tuple(name for name, old, new in both if _choice_ids(old) != _choice_ids(new)):
        yield _asked("choices", others)
    yield from _question_texts(pair, both)
    if right := tuple(name for name, old, new in both if _choice_ids(old) == _choice_ids(new) and _right(old) != _right(new)):
        yield Reason("key", "assessment", _RIGHT, right)


def _question_texts(pair: ActivityPair, both: list[tuple[str, Mapping[str, Any], Mapping[str, Any]]]) -> Iterator[Reason]:
    changed: dict[str, list[str]] = {"editorial": [], "assessment": []}
    for name, old, new in both:
        own = TextChange(pair.texts.old, pair.texts.new, pair.texts.english)
        own.compare(tokens_of_html(old["html"]), tokens_of_html(new["html"]))
        if own.words or own.figures:
            changed["editorial" if {own.words, own.figures} <= {None, "editorial"} else "assessment"].append(name)
    if names := tuple(changed["editorial"]):
        yield Reason("question-text", "editorial", "The wording of a question was mended.", names)
    if names := tuple(changed["assessment"]):
        yield _asked("question-text", names)


def _asked(code: str, names: tuple[str, ...]) -> Reason:
    return Reason(code, "assessment", asked_said(code, len(names)), names)


def _compare_texts(pair: ActivityPair) -> None:
    """All that is neither a question of an assessment nor private."""
    pair.texts.compare(read_activity(pair.old), read_activity(pair.new))
    if pair.has_choices:
        for name, old in _paired(pair).was.items():
            before, after = _by_id(pair.old)[old], _by_id(pair.new)[name]
            if _choice_ids(before) == _choice_ids(after):
                pair.texts.compare(_explained(before), _explained(after))


def _explained(question: Mapping[str, Any]) -> Iterator[Token]:
    """The explanations a formative quiz gives."""
    for choice in question["choices"]:
        yield mark(choice["id"])
        yield from tokens_of_html((choice.get("explanation") or {}).get("html", ""))


def _marks(pair: ActivityPair, asked: set[str]) -> Iterator[Reason]:
    """What is private, by its keyed digests.

    Of questions that came or went, or have other answers to choose from, key and explanations are others anyway: that is no news.
    """
    if pair.is_private_equal or pair.new["kind"] == "survey" or True in (pair.old.get("formative"), pair.new.get("formative")):
        return
    before, after = pair.old_prints.get("marks"), pair.new_prints.get("marks")
    kind = pair.new["kind"]
    if pair.is_renamed or before is None or after is None:
        yield Reason("key-unknown", "assessment", _UNKNOWN)
        return
    if pair.has_choices:
        yield from _keys(pair, before["right"], after["right"])
    elif before["right"] != after["right"]:
        yield Reason("key", "assessment", _KEY.get(kind, _RIGHT))
    if before["told"] != after["told"] and not asked & {"question-added", "question-removed", "choices"}:
        yield Reason("explanations", "content", _EXPLAINED.get(kind, _EXPLANATIONS))


def _keys(pair: ActivityPair, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Reason]:
    """Questions with the same answers to choose from, of which others are right; keyed digests are over the questions' names."""
    old, new = _by_id(pair.old), _by_id(pair.new)
    was = _paired(pair).was.items()
    both = [
        (name, one)
        for name, one in was
        if _choice_ids(old[one]) == _choice_ids(new[name]) and _right(old[one]) == _right(new[name])
    ]
    if others := tuple(name for name, one in both if name == one and before[one] != after[name]):
        yield Reason("key", "assessment", _RIGHT, others)
    if renamed := tuple(name for name, one in both if name != one):
        yield Reason("key-unknown", "assessment", _UNKNOWN, renamed)


def _question_order(pair: ActivityPair) -> set[str]:
    now = _paired(pair).now
    return out_of_order([now.get(name, "") for name in _by_id(pair.old)], list(_by_id(pair.new)))


def _paired(pair: ActivityPair) -> Pairing:
    return paired(pair.old["questions"], pair.new["questions"])


def _by_id(activity: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {question["id"]: question for question in activity["questions"]}


def _choice_ids(question: Mapping[str, Any]) -> set[str]:
    return {choice["id"] for choice in question["choices"]}


def _right(question: Mapping[str, Any]) -> tuple[Any, ...]:
    """What is public of a key: whether several are right, and in a formative quiz, which."""
    return question["select"], *sorted(choice["id"] for choice in question["choices"] if choice.get("correct"))

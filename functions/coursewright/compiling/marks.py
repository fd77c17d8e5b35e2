"""Keyed digests of what marks an activity, so that anybody can tell whether it changed, and nobody what it is.

A key has few possible values, so its plain digest would give it away. These are HMAC-SHA-256 (RFC 2104) under the committed
random value, each over the activity's name as well: without that value they say nothing but that two are equal. So what a change
of a key means to learners can be told by who may not read keys. Taken from the sources, as fingerprints are.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from typing import Any

from coursewright.authoring.curriculum import Activity
from coursewright.authoring.shapes.activities import ExamFile, PracticeFile, Question, QuizFile, RoleplayFile
from coursewright.compiling.activities import choice_id
from coursewright.compiling.canonical import canonical

_DIGITS = 16
"""Enough to tell a change: one in 2^64 would be missed. All digits of every question would make outlines a sixth longer."""

Text = Callable[..., list[Any]]
"""The steps to a field of Markdown → what it says, its links by identifier."""


def marks(blind: str, name: str, activity: Activity, text: Text) -> dict[str, Any] | None:
    """`right`: of each question what is right, or the rubric. `told`: explanations, or how the partner plays.

    None where nothing is private. `name` is the activity's, as course/activity. By question, so that replacing one does not
    pass for a new key of all.
    """
    file = activity.file
    match file:
        case QuizFile(formative=True):
            return None
        case QuizFile() | ExamFile():
            right: Any = {q.id: _keyed(blind, f"marks/{name}/right/{q.id}", _right(q)) for q in file.questions}
            return {"right": right, "told": _keyed(blind, f"marks/{name}/told", _explanations(file.questions, text))}
        case PracticeFile():
            told: list[Any] = []
        case RoleplayFile():
            told = text("partner")
        case _:
            return None
    rubric = [criterion.model_dump(mode="json") for criterion in file.rubric]
    return {"right": _keyed(blind, f"marks/{name}/right", rubric), "told": _keyed(blind, f"marks/{name}/told", told)}


def _right(question: Question) -> list[str]:
    return sorted(choice_id(choice.text) for choice in question.choices if choice.correct)


def _explanations(questions: tuple[Question, ...], text: Text) -> list[Any]:
    return sorted(
        [question.id, choice_id(choice.text), text("questions", q, "choices", c, "explanation") if choice.explanation else []]
        for q, question in enumerate(questions)
        for c, choice in enumerate(question.choices)
    )


def _keyed(blind: str, name: str, value: Any) -> str:  # noqa: ANN401 - JSON
    return hmac.new(bytes.fromhex(blind), canonical([name, value]), hashlib.sha256).hexdigest()[:_DIGITS]

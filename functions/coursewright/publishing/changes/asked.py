"""What is said of the questions of an activity that changed, by how many they are."""

from __future__ import annotations

from coursewright.publishing.changes.words import counted

_SAID = {
    "question-added": ("A question was added.", "{} questions were added."),
    "question-removed": ("A question was taken out.", "{} questions were taken out."),
    "choices": ("A question has other answers to choose from.", "{} questions have other answers to choose from."),
    "question-text": ("A question asks something else.", "{} questions ask something else."),
}


def asked_said(code: str, number: int) -> str:
    """The sentence of a reason's code."""
    return counted(number, *_SAID[code])

"""A comma is seen by learners, so it is told, as the smallest of changes."""

from __future__ import annotations

import pytest

from courses import COURSE, compiled, edited, release, replaced
from releases_as_sides import changed


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("01-what-a-model-is.md", "What happened is different, and once", "What happened is different; and once"),
        ("05-asking-well-check.quiz.yaml", "a reference to an article that", "a reference, to an article that"),
    ],
    ids=["lesson", "quiz"],
)
def test_punctuation_alone_is_told_as_wording(path: str, old: str, new: str) -> None:
    other = compiled(edited({f"{COURSE}/asking-well/{path}": replaced(old, new)}))
    item = path.partition("-")[2].partition(".")[0]

    found = list(changed(release(), other).items())

    assert [(item, "editorial", ["wording"])] == [(one.id, one.cls, [reason.code for reason in one.reasons]) for one in found]

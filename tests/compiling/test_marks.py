"""What marks an activity can be told to have changed by anybody, and by nobody what it is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from courses import COURSE, compiled, edited, index, key_moved, release, replaced
from coursewright.compiling.canonical import canonical
from coursewright.compiling.release import Release

PARTS = ("right", "told")
EXAM = f"{COURSE}/using-answers/08-final-exam.exam.yaml"
SCORED = f"{COURSE}/using-answers/07-using-answers-check.quiz.yaml"
ROLEPLAY = f"{COURSE}/using-answers/06-the-eager-colleague.roleplay.yaml"


def _marks(made: Release) -> dict[str, dict[str, Any]]:
    items = index(made)["fingerprints"]["items"]
    return {name: parts["marks"] for name, parts in items.items() if "marks" in parts}


def test_whatever_has_a_key_a_rubric_or_a_partner_has_marks_and_nothing_else_does() -> None:
    kinds = {name: item["kind"] for name, item in index(release())["items"].items()}

    assert {"using-answers-check", "final-exam", "choose-and-compare", "the-eager-colleague"} == set(_marks(release()))
    assert {"quiz", "exam", "practice", "roleplay"} == {kinds[name] for name in _marks(release())}


@pytest.mark.parametrize(
    ("path", "edit", "changed"),
    [
        (SCORED, key_moved, {("using-answers-check", "right")}),
        (EXAM, replaced("explanation: Few steps", "explanation: Few, few steps"), {("final-exam", "told")}),
        (ROLEPLAY, replaced("partner: |\n", "partner: |\n  Speak slowly.\n\n"), {("the-eager-colleague", "told")}),
    ],
    ids=["key", "explanation", "partner"],
)
def test_a_change_of_what_is_private_changes_the_part_it_is_in_and_no_other(
    path: str, edit: Callable[[str], str], changed: set[tuple[str, str]]
) -> None:
    before, after = _marks(release()), _marks(compiled(edited({path: edit})))

    assert changed == {(name, part) for name, found in before.items() for part in PARTS if found[part] != after[name][part]}


def test_nobody_without_the_random_value_can_try_the_few_keys_there_are() -> None:
    """A key's plain digest would be found by trying; and two activities with one key would show it."""
    found = [digest for parts in _marks(release()).values() for part in parts.values() for digest in _digests(part)]
    nothing = hashlib.sha256(canonical([])).hexdigest()

    assert len(found) == len(set(found))
    assert nothing not in found


def test_a_moved_key_is_told_of_the_question_it_is_of() -> None:
    before, after = (_marks(made)["using-answers-check"]["right"] for made in (release(), compiled(edited({SCORED: key_moved}))))

    assert before.keys() == after.keys()
    assert 1 == sum(before[question] != after[question] for question in before)


def _digests(part: str | dict[str, str]) -> Iterator[str]:
    yield from part.values() if isinstance(part, dict) else [part]

"""What the index says of a course besides its lessons: whom it speaks to, and the claims it rests on."""

from __future__ import annotations

import pytest

from courses import ARCHIVE, CONTENT, COURSE, added, compiled, curriculum, edited, index, manifest, read, release, replaced
from coursewright.compiling.canonical import canonical
from coursewright.compiling.release import Release

EDITIONS = pytest.mark.parametrize("made", [release(CONTENT), release(ARCHIVE)], ids=["2026-Q4", "2026-Q3"])
PLAIN = f"{COURSE}/using-answers/03-safe-use-at-work.md"


@EDITIONS
def test_one_object_holds_every_claim_of_a_course_and_no_other(made: Release) -> None:
    stated = {name for item in index(made)["items"].values() for name in item.get("claims", ())}
    found = read(made, index(made)["claims"])

    assert "course-claims" == found["kind"]
    assert stated == set(found["claims"])
    assert len(stated) > 5


@EDITIONS
def test_a_claim_reads_the_same_with_its_course_as_by_itself(made: Release) -> None:
    by_name = read(made, manifest(made)["claims"])["claims"]

    for name, claim in read(made, index(made)["claims"])["claims"].items():
        assert {"kind": "claim", **claim} == read(made, by_name[name])


@EDITIONS
def test_an_activitys_claims_are_those_that_its_public_questions_name(made: Release) -> None:
    """So the index tells nothing that the activity itself does not."""
    activities = [item for item in index(made)["items"].values() if "object" in item]
    told = 0
    for item in activities:
        questions = read(made, item["object"]).get("questions", ())
        assert sorted({name for question in questions for name in question.get("claims", ())}) == item["claims"]
        told += len(item["claims"])

    assert told > 0


def test_a_course_is_written_for_the_models_and_roles_its_lessons_speak_to() -> None:
    found = index(release())["written_for"]
    ledger = curriculum().ledger

    assert {"model", "role", "industry"} == set(found)
    assert set(ledger.select("gpt-6-luna") | ledger.select("has:structured_output")) <= set(found["model"])
    assert set(found["model"]) <= set(ledger.models)
    assert sorted(found["role"]) == found["role"]


def test_the_catalogue_says_whom_a_course_is_written_for_too() -> None:
    cards = read(release(), manifest(release())["catalogue"])["courses"]

    assert [index(release())["written_for"]] == [card["written_for"] for card in cards]


@pytest.mark.parametrize(
    ("passage", "dimension", "value", "is_for"),
    [
        ("::: when industry=shipping\nFor ships.\n:::", "industry", "shipping", True),
        ("::: when not industry=shipping\nFor all but ships.\n:::", "industry", "shipping", False),
        ("::: models gpt-4-32k\nFor an old one.\n:::", "model", "gpt-4-32k-0613", True),
        ("::: models not gpt-4-32k\nFor the others.\n:::", "model", "gpt-4-32k-0613", False),
        (":::: when industry=shipping\n::: coach\nAsk about the ship.\n:::\n::::", "industry", "shipping", False),
    ],
    ids=["a passage", "for all others", "a family", "all other models", "for the tutor"],
)
def test_a_passage_of_its_own_is_what_counts(passage: str, dimension: str, value: str, *, is_for: bool) -> None:
    declared = {"curriculum.yaml": replaced("      retail:", "      shipping: Ships\n      retail:")}
    before, after = (compiled(edited(changes)) for changes in (declared, {**declared, PLAIN: added(passage)}))

    assert value not in index(before)["written_for"][dimension]
    assert is_for == (value in index(after)["written_for"][dimension])


def test_an_axis_is_written_once_for_all_the_lessons_it_is_an_axis_of() -> None:
    made = index(release())
    named = [number for item in made["items"].values() if "decision" in item for number in item["decision"]["axes"]]

    assert set(range(len(made["axes"]))) == set(named)
    assert len(named) > len(made["axes"])
    assert len({canonical(axis) for axis in made["axes"]}) == len(made["axes"])

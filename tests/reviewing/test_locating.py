"""A comment's place is found in the author's files, also once they moved on; and it is told how sure that is."""

from __future__ import annotations

from pathlib import Path

import pytest

from courses import compiled, edited, index, manifest, read, replaced
from coursewright.authoring.draft import Draft
from coursewright.authoring.drafting import draft
from coursewright.authoring.source_tree import SourceTree
from coursewright.authoring.sources.folder import read_folder
from coursewright.compiling.digest import Digest
from coursewright.compiling.spaces import COACH, PRIVATE
from coursewright.reviewing.comparing.activity_blocks import activity_blocks
from coursewright.reviewing.locating import Spot, locate
from coursewright.serving.items.versions import Private
from coursewright.serving.review_desk.items.private import coach_blocks
from reviewed import block
from small_course import LESSON, VALID, small

QUIZ = "courses/minimal/first/03-check.quiz.yaml"
NOTE = block("reading", "note", small())
WHERE = {"course": "minimal", "item": "reading", "block": NOTE, "quote": "Read the page of models first."}


def drafted(changes: dict[str, tuple[str, str]] | None = None, gone: str = "", moved: str = "") -> Draft:
    """The author's folder, with words replaced, a file gone, or one elsewhere."""
    files = dict(read_folder(VALID).files)
    for path, (before, after) in (changes or {}).items():
        assert before.encode() in files[path]
        files[path] = files[path].replace(before.encode(), after.encode())
    if gone:
        data = files.pop(gone)
        if moved:
            files[moved] = data
    return draft(SourceTree(files))


def told(spot: Spot) -> tuple[str, int, str]:
    assert spot.place
    return spot.place.path, spot.place.line, spot.found


def line_of(words: str, path: str = LESSON) -> int:
    lines = (Path(VALID) / path).read_text().splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


def test_a_block_is_found_by_its_id_wherever_it_went() -> None:
    for files in (
        drafted(),
        drafted({LESSON: ("Begin at", "Start at")}),
        drafted(gone=LESSON, moved="courses/minimal/second/00-reading.md"),
    ):
        spot = locate(files, WHERE)
        assert spot.place
        assert (line_of("::: note"), "exact", "") == (spot.place.line, spot.found, spot.says)
    assert line_of("::: note") + 2 == told(locate(drafted({LESSON: ("Begin at", "One more.\n\nBegin at")}), WHERE))[1]


def test_words_that_stay_in_a_text_that_changed_are_found_and_it_is_told() -> None:
    spot = locate(drafted({LESSON: ("Read [the page", "Please: read [the page")}), WHERE)
    assert (LESSON, line_of("::: note"), "quoted") == told(spot)
    assert "changed since" in spot.says


def test_reworded_text_is_looked_for_by_most_of_its_words() -> None:
    spot = locate(drafted({LESSON: ("Read [the page of models]", "Look first at [our page of models]")}), WHERE)
    assert (LESSON, line_of("::: note"), "nearest") == told(spot)
    assert "nearest" in spot.says


def test_a_passage_that_is_gone_leads_to_where_its_item_begins() -> None:
    files = drafted({LESSON: ("Read [the page of models](https://example.org/models#swift) first.", "Something else.")})
    spot = locate(files, WHERE)
    assert (LESSON, line_of("title:"), "item") == told(spot)
    assert "not in the file any more" in spot.says


def test_words_that_stand_in_several_places_are_no_sure_find() -> None:
    spot = locate(drafted(), {**WHERE, "block": "gone", "quote": "your model"})
    assert "nearest" == spot.found


@pytest.mark.parametrize(
    ("where", "path", "found"),
    [
        ({"course": "minimal", "item": "reading"}, LESSON, "item"),
        ({"course": "minimal", "item": "check"}, QUIZ, "item"),
        ({"course": "minimal"}, "courses/minimal/course.yaml", "course"),
    ],
)
def test_what_is_about_an_item_or_a_course_is_at_its_title(where: dict[str, str], path: str, found: str) -> None:
    spot = locate(drafted(), where)
    assert (path, found) == (spot.place and spot.place.path, spot.found)


@pytest.mark.parametrize(
    "where", [{"course": "maximal"}, {"course": "minimal", "item": "nothing"}, {"course": "", "item": "x"}, {}]
)
def test_what_is_nowhere_is_told_to_be_so(where: dict[str, str]) -> None:
    spot = locate(drafted(), where)
    assert (None, "gone" if where.get("course") else "whole") == (spot.place, spot.found)


def test_an_item_that_was_renamed_is_found_by_what_it_was() -> None:
    files = drafted({LESSON: ("minutes: 5", "minutes: 5\nid: to-read\nformerly: [reading]")})
    assert (LESSON, "exact") == (told(locate(files, WHERE))[0], locate(files, WHERE).found)


def test_what_is_asked_and_what_marks_it_is_found_by_the_desks_own_ids() -> None:
    entry = index(small(), "minimal")["items"]["check"]
    found = [
        locate(drafted(), {"course": "minimal", "item": "check", "block": one["id"]})
        for one in activity_blocks(read(small(), Digest(entry["object"])))
        if one["kind"] in ("question", "choice", "explanation")
    ]
    assert {"exact"} == {spot.found for spot in found}
    assert len(found) == len({spot.place for spot in found}) > 2


@pytest.mark.parametrize("text", ["See [Reading](01-reading.md#what-a-text-is).", "![Lines](images/lines.svg)"])
def test_a_text_that_leads_elsewhere_once_compiled_is_found_by_its_id(text: str) -> None:
    change = {QUIZ: ("Where does a text begin?", f"'{text}'")}
    made = compiled(edited({QUIZ: replaced(*change[QUIZ])}, VALID))
    blocks = activity_blocks(read(made, Digest(index(made, "minimal")["items"]["check"]["object"])))
    asked = next(one["id"] for one in blocks if one["kind"] == "question")

    assert (QUIZ, line_of("text: Where does", QUIZ), "exact") == told(
        locate(drafted(change), {"course": "minimal", "item": "check", "block": asked})
    )


def test_a_link_that_leads_nowhere_yet_is_no_trouble() -> None:
    change = {QUIZ: ("Where does a text begin?", "'[Gone](gone.md)'")}

    assert "item" == locate(drafted(change), {"course": "minimal", "item": "check", "block": "x", "quote": "nothing"}).found


def test_a_note_for_the_tutor_is_found_by_the_desks_own_id() -> None:
    root = read(small(), manifest(small())["private"], PRIVATE)
    kept = read(small(), read(small(), root[COACH], COACH)["items"]["minimal/reading"], COACH)
    (block,) = coach_blocks(Private(coach=kept), "en")

    assert (LESSON, line_of("::: coach"), "exact") == told(locate(drafted(), {**WHERE, "block": block["id"], "quote": ""}))


def test_a_note_for_the_tutor_that_has_as_many_letters_is_another() -> None:
    first, second = (
        coach_blocks(Private(coach={"notes": [{"when": [], "html": f"<p>{word}</p>"}]}), "en") for word in ("a", "b")
    )

    assert first[0]["id"] != second[0]["id"]
    twins = coach_blocks(Private(coach={"notes": [{"when": [], "html": "<p>a</p>"}] * 2}), "en")
    assert 2 == len({one["id"] for one in twins})


def test_a_file_with_a_mistake_hides_no_other() -> None:
    files = drafted({QUIZ: ("title:", "titel:")})
    assert "exact" == locate(files, WHERE).found
    assert "gone" == locate(files, {"course": "minimal", "item": "check"}).found


def test_hostile_quotations_take_no_time() -> None:
    words = "word " * 9_000
    files = drafted({LESSON: ("Begin at the beginning.", words)})
    assert locate(files, {**WHERE, "block": "x", "quote": "word other " * 5_000}).place

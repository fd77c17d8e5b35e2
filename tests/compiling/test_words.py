"""How many words an item has, for whoever reviews a release; of two counts alone nothing is told to learners."""

from __future__ import annotations

import json

import pytest

from authoring.trees import with_files
from compiling.test_translations import translated
from courses import compiled, index, manifest, read, release
from coursewright.compiling.release import ObjectWriter, Release
from coursewright.serving.items.variants import choose
from people_of_releases import before_format_5
from releases_as_sides import changed
from small_course import LESSON, VALID, small

COURSE = "minimal"
PRACTICE = "courses/minimal/second/02-draft.practice.yaml"


def words(made: Release) -> dict[str, int]:
    return {name: item["words"] for name, item in index(made, COURSE)["items"].items()}


def test_every_item_tells_its_words() -> None:
    """Of the lesson: what the default model and the default role read, without what is for others or for the tutor."""
    found = words(small())

    assert {"before": 24, "reading": 37, "check": 11, "draft": 7, "editor": 16, "after": 13} == {
        name: found[name] for name in ("before", "reading", "check", "draft", "editor", "after")
    }
    assert set(index(small(), COURSE)["items"]) == set(found)


def test_of_a_shipped_lesson_it_is_what_is_served_to_a_learner_of_whom_nothing_is_said() -> None:
    course = index(release())
    lessons = {name: item for name, item in course["items"].items() if item["kind"] == "lesson"}
    for item in lessons.values():
        served = read(release(), choose(course, item, {}).outcome["json"])
        assert sum(len(block["text"].split()) for block in served["blocks"]) == item["words"] > 100

    assert len(lessons) > 5


@pytest.mark.parametrize(
    ("path", "old", "new", "more"),
    [
        (LESSON, "Your model answers at once.", "Your model answers at once, all the same.", 3),
        (LESSON, "Your model reasons before it answers.", "Your model reasons.", 0),
        (LESSON, "Ask what the learner read last.", "Ask.", 0),
        (PRACTICE, "brief: Write *three* lines.", "brief: Write *three short* lines.", 1),
        (PRACTICE, "criterion: There are three lines", "criterion: There are three lines, and no more", 0),
        ("courses/minimal/first/03-check.quiz.yaml", "explanation: That is where it ends.", "explanation: No.", 0),
    ],
    ids=["the default model's", "another model's", "the tutor's", "a prompt", "a rubric", "an explanation"],
)
def test_only_what_is_read_counts(path: str, old: str, new: str, more: int) -> None:
    text = (VALID / path).read_text()
    assert old in text
    after = compiled(with_files({path: text.replace(old, new)}))

    assert more == sum(words(after).values()) - sum(words(small()).values())


def test_a_translation_tells_none_and_no_outcome_does() -> None:
    made = compiled(translated())
    texts = [text for item in index(made)["items"].values() for text in item.get("locales", {}).values()]

    assert 1 == len(texts)
    for value in (*texts, *(json.loads(data) for data in made.objects.values() if data.startswith(b"{"))):
        assert "words" not in value


def test_another_count_alone_means_nothing_to_a_learner() -> None:
    made = index(small(), COURSE)
    writer = ObjectWriter(dict(small().objects))
    for item in made["items"].values():
        item["words"] += 100
    body = {**manifest(small()), "courses": {COURSE: writer.put(made)}}
    after = Release(writer.put(body), small().private_root, writer.objects, small().edition)

    assert after.manifest != small().manifest
    assert () == changed(small(), after).courses


def test_from_format_4_to_this_one_nothing_changes_for_a_learner() -> None:
    before = before_format_5(small())

    assert 4 == manifest(before)["format"]
    assert ((), ()) == (changed(before, small()).courses, changed(before, small()).reasons)

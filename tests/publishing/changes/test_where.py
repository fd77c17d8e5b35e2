"""A learner is told where a lesson or an activity says something else, by headings and parts, and never more than is so."""

from __future__ import annotations

from typing import Any

import pytest

from coursewright.publishing.changes.activity_texts import part_changed
from coursewright.publishing.changes.sections import CHANGED, where_changed

Blocks = list[dict[str, Any]]


def blocks(text: str) -> Blocks:
    """Blocks of a lesson: `# A` is a heading, every other line a paragraph; each named by what it says, as the compiler does."""
    made: Blocks = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if line.startswith("# "):
            made.append({"kind": "heading", "level": 2, "id": line, "text": line[2:], "html": f"<h2>{line[2:]}</h2>"})
        else:
            made.append({"kind": "paragraph", "id": line, "text": line, "html": f"<p>{line}</p>"})
    return made


LESSON = "It begins. \n # Tokens \n Words are cut. \n # Windows \n They hold much. \n # Sources \n A page."
HEADINGS = ("Tokens", "Windows", "Sources")
ONE = {
    "one section": (LESSON.replace("Words are cut", "Words are kept"), "What it says under “Tokens” was changed."),
    "the beginning": (LESSON.replace("It begins", "It ends"), "What it says at the beginning was changed."),
    "both": (
        LESSON.replace("It begins", "It ends").replace("A page", "A book"),
        "What it says at the beginning and under “Sources” was changed.",
    ),
    "wording elsewhere": (
        LESSON.replace("Words are cut", "words are cut!").replace("A page", "A book"),
        "What it says under “Sources” was changed.",
    ),
    "a new part": (LESSON + "\n # Costs \n It is cheap.", "“Costs” is a new part of it."),
    "two parts gone": ("It begins. \n # Sources \n A page.", "“Tokens” and “Windows” are no longer parts of it."),
    "another heading": (LESSON.replace("# Windows", "# Memory"), "The part “Windows” is called “Memory” now."),
    "three other headings": (
        LESSON.replace("# Tokens", "# One").replace("# Windows", "# Two").replace("# Sources", "# Three"),
        " ".join(f"The part “{old}” is called “{new}” now." for old, new in zip(HEADINGS, ["One", "Two", "Three"], strict=True)),
    ),
    "another heading and text": (
        LESSON.replace("# Windows \n They hold", "# Memory \n It holds"),
        "“Memory” is a new part of it. “Windows” is no longer part of it.",
    ),
    "another order": (
        "It begins. \n # Windows \n They hold much. \n # Tokens \n Words are cut. \n # Sources \n A page.",
        "Its parts come in another order.",
    ),
    "a heading twice": (
        LESSON + "\n # Tokens \n More of it.",
        "“Tokens” is a new part of it.",
    ),
    "all of it": ("It ends. \n # Tokens \n None. \n # Windows \n None. \n # Sources \n None.", CHANGED),
}


@pytest.mark.parametrize("case", ONE)
def test_where_a_lesson_of_one_version_says_something_else(case: str) -> None:
    now, says = ONE[case]

    assert where_changed([(blocks(LESSON), blocks(now))], english=True, is_all=True) == says


def test_what_is_told_of_versions_is_an_example_where_others_differ_as_well() -> None:
    first = (blocks(LESSON), blocks(LESSON.replace("cut", "kept")))
    last = (blocks(LESSON), blocks(LESSON.replace("A page", "A book") + "\n # Costs \n It is cheap."))

    all_of_them = where_changed([first, last], english=True, is_all=True)
    some = where_changed([first, last], english=True, is_all=False)

    assert all_of_them == "What it says under “Tokens”, “Sources” and “Costs” was changed."
    assert some == "What it says was changed, for example under “Tokens”, “Sources” and “Costs”."
    assert where_changed([first], english=True, is_all=False) == "What it says was changed, for example under “Tokens”."


def test_of_many_parts_that_are_called_otherwise_their_number_is_told() -> None:
    parts = [[f"# {name} {n} \n What part {n} says." for n in range(2_000)] for name in ("Old", "New")]
    told = where_changed([(blocks("\n".join(parts[0])), blocks("\n".join(parts[1])))], english=True, is_all=True)

    assert told == "2000 parts of it are called otherwise now."


def test_a_lesson_without_headings_has_no_places() -> None:
    assert where_changed([(blocks("It begins."), blocks("It ends."))], english=True, is_all=True) == CHANGED


ROLEPLAY: dict[str, Any] = {
    "kind": "roleplay",
    "title": "The eager colleague",
    "summary": "Somebody wants too much.",
    "learner": "a developer",
    "opening": "Can we ship it?",
    "scene": {"html": "<p>It is Friday.</p>"},
    "questions": [],
}
SURVEY: dict[str, Any] = {
    "kind": "survey",
    "title": "After the course",
    "when": "after",
    "intro": {"html": "<p>Five questions.</p>"},
    "questions": [
        {"id": "useful", "kind": "scale", "text": "Was it useful?", "low": "no", "high": "yes"},
        {"id": "why", "kind": "text", "text": "Why?"},
    ],
}
PARTS: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "the scene": (ROLEPLAY, {"scene": {"html": "<p>It is Monday.</p>"}}, "The scene of the conversation was changed."),
    "title and opening": (
        ROLEPLAY,
        {"title": "The keen customer", "opening": "May I have it?"},
        "It was called “The eager colleague” before. How the conversation begins was changed.",
    ),
    "wording": (
        ROLEPLAY,
        {"scene": {"html": "<p>It is friday!</p>"}, "learner": "an author"},
        "Who you are in the conversation was changed.",
    ),
    "a question's ends": (
        SURVEY,
        {"questions": [{**SURVEY["questions"][0], "high": "very much"}, SURVEY["questions"][1]]},
        "A question asks something else.",
    ),
    "a question more, and the order": (
        SURVEY,
        {"questions": [*reversed(SURVEY["questions"]), {"id": "more", "kind": "text", "text": "What else?"}]},
        "A question was added. The questions come in another order.",
    ),
}


@pytest.mark.parametrize("case", PARTS)
def test_which_part_of_an_activity_says_something_else(case: str) -> None:
    before, changed, says = PARTS[case]

    assert part_changed(before, {**before, **changed}, english=True) == says

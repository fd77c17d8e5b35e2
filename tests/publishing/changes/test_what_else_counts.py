"""What counts as changed besides the words of lessons and what assessments ask: edits of sources, with the class each has."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from courses import compiled, manifest, replaced
from coursewright.authoring.source_tree import SourceTree
from coursewright.authoring.sources.folder import read_folder
from coursewright.compiling.digest import digest_of
from coursewright.compiling.release import Release
from coursewright.publishing.changes.catalogue_changes import catalogue_reasons, name_reasons
from releases_as_sides import changed, reasons
from small_course import LESSON, VALID

COURSE, CREDENTIAL, PROGRAM = "courses/minimal/course.yaml", "credentials/minimal.yaml", "programs/minimal.yaml"
CURRICULUM = "curriculum.yaml"
GERMAN = LESSON.replace(".md", ".de.md")
_READ = "  - id: read\n    text: Read a text\n    weight: 60\n"
_PEOPLE = "      general: Anybody\n      developer: Somebody who writes programs\n"
_SELLER = "      seller: Somebody who sells\n"

COUNTS: dict[str, tuple[str, Callable[[str], str], str, str]] = {
    "other models of a lesson": (LESSON, replaced("[swift, ", "["), "content", "It is about other models now."),
    "an objective of safety": (
        COURSE,
        replaced("weight: 60", "weight: 60\n    safety: true"),
        "structural",
        "It is about safety now.",
    ),
    "an order of objectives": (
        COURSE,
        lambda text: text.replace(_READ, "").replace("modules:", f"{_READ}modules:"),
        "content",
        "The objectives are listed in another order.",
    ),
    "another level": (COURSE, replaced("foundation", "expert"), "structural", "It is on another level now."),
    "fewer readers": (
        COURSE,
        replaced("public", "invited"),
        "structural",
        "Only those who are invited may read it now.",
    ),
    "other readers": (COURSE, replaced("reads", "writes"), "content", "What the course says of itself was changed."),
    "modules in another order": (
        COURSE,
        replaced("[first, second]", "[second, first]"),
        "structural",
        "A module is in another place.",
    ),
    "fewer months": (
        CREDENTIAL,
        replaced("12", "6"),
        "structural",
        "What the credential “Minimal certificate” asks for was changed.",
    ),
    "fewer surveys": (
        CREDENTIAL,
        replaced("[minimal/before, minimal/after]", "[minimal/before]"),
        "structural",
        "What the credential “Minimal certificate” asks for was changed.",
    ),
    "another promise": (
        CREDENTIAL,
        replaced("and write", "or write"),
        "content",
        "What the credential “Minimal certificate” says of itself was changed.",
    ),
    "another program": (
        PROGRAM,
        replaced("One course", "Each course"),
        "content",
        "What the program “Minimal program” says of itself was changed.",
    ),
    "a program punctuated": (
        PROGRAM,
        replaced("One course and its credential.", "One course, and its credential!"),
        "editorial",
        "The wording of the program “Minimal program” was mended.",
    ),
    "a value more": (
        CURRICULUM,
        replaced(_PEOPLE, _PEOPLE + _SELLER),
        "content",
        "What there is to choose from under “Role” was changed.",
    ),
    "a value punctuated": (
        CURRICULUM,
        replaced("Anybody", "Anybody!"),
        "editorial",
        "The wording of “Role” was mended.",
    ),
    "another publisher": (
        CURRICULUM,
        replaced("The tests", "Others"),
        "content",
        "The curriculum, or who publishes it, is called otherwise now.",
    ),
    "a publisher punctuated": (
        CURRICULUM,
        replaced("The tests", "The Tests"),
        "editorial",
        "How the curriculum is called was mended in its wording.",
    ),
    "one language more": (CURRICULUM, replaced("[en]", "[en, de]"), "content", "There are other languages to choose from."),
}
"""By name: which file is changed, how, and the class and the sentence that come of it."""


@pytest.mark.parametrize("case", COUNTS)
def test_what_is_changed_in_the_sources_has_its_class(case: str) -> None:
    path, change, cls, says = COUNTS[case]
    found = changed(_made(), _made(path, change))

    assert cls == found.cls
    assert {(cls, says)} == {(one.cls, one.says) for one in reasons(found)}


@pytest.mark.parametrize(
    ("before", "after", "cls"), [("Text.", "", "content"), ("Text.", "Wort.", "content"), ("Text.", "Text!", "editorial")]
)
def test_a_translation_counts_by_itself(before: str, after: str, cls: str) -> None:
    found = changed(_translated(before), _translated(after))

    assert [("reading", cls, "translation")] == [(item.id, one.cls, one.code) for item in found.items() for one in item.reasons]


def test_the_order_of_what_there_is_to_choose_from_is_no_change() -> None:
    turned = replaced(_PEOPLE, "".join(reversed(_PEOPLE.splitlines(keepends=True))))

    assert changed(_made(), _made(CURRICULUM, turned)).cls is None


@cache
def _made(path: str = "", change: Callable[[str], str] | None = None) -> Release:
    files = dict(read_folder(VALID).files)
    if change:
        text = files[path].decode()
        assert change(text) != text
        files[path] = change(text).encode()
    return compiled(SourceTree(files))


def _translated(said: str) -> Release:
    """The small curriculum with one lesson in German, which says this; without, where it says nothing."""
    files = dict(read_folder(VALID).files)
    files[CURRICULUM] = files[CURRICULUM].replace(b"[en]", b"[en, de]")
    if said:
        head = f"---\ntitle: Lesen\nsummary: Ein Text.\ntranslates: {digest_of(files[LESSON])}\n---\n"
        files[GERMAN] = f"{head}{said}\n\n## Was ein Text ist {{#what-a-text-is}}\n".encode()
    return compiled(SourceTree(files))


def test_what_one_compiler_alone_tells_is_no_change() -> None:
    body = manifest(_made())
    told = _made().json(body["catalogue"])

    assert [] == [*catalogue_reasons({}, told, english=True), *catalogue_reasons(told, {}, english=True)]
    assert [] == [*name_reasons({}, body, english=True), *name_reasons(body, {}, english=True)]


def test_a_way_to_tell_learners_apart_comes_and_goes() -> None:
    told = _made().json(manifest(_made())["catalogue"])
    fewer = {**told, "dimensions": [one for one in told["dimensions"] if one["id"] != "industry"]}
    came, went = catalogue_reasons(fewer, told, english=True), catalogue_reasons(told, fewer, english=True)

    assert ["“Industry” is a new way to tell learners apart."] == [one.says for one in came]
    assert ["“Industry” tells learners apart no more."] == [one.says for one in went]

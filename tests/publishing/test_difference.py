"""What differs between two releases: item by item, by fingerprints, and no index is read that is the same on both sides."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from courses import ARCHIVE, COURSE, STAMP, added, compiled, edited, index, manifest, release, replaced
from coursewright.authoring.source_tree import SourceTree
from coursewright.authoring.sources.folder import read_folder
from coursewright.compiling.release import Release
from coursewright.publishing.changes.difference import CourseDifference, Difference, ItemDifference, difference
from coursewright.publishing.depositing.deposit import deposit
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.storing.store import object_key
from small_course import VALID, reworded, small

ASKING, USING = f"{COURSE}/asking-well", f"{COURSE}/using-answers"
LESSON = f"{ASKING}/03-prompting-that-works.md"


_MINIMAL = "courses/minimal"


class CountingStore(FolderStore):
    """Notes what is read."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.read: list[str] = []

    def get(self, key: str) -> bytes:
        self.read.append(key)
        return super().get(key)


def _between(folder: Path, old: Release, new: Release) -> tuple[Difference, list[str]]:
    """The difference, and the keys that were read to find it."""
    store = CountingStore(folder)
    for made in (old, new):
        deposit(made, store, STAMP, {})
    store.read.clear()
    return difference(store, old.manifest, store, new.manifest), store.read


def _items(found: Difference) -> dict[str, ItemDifference]:
    return {item.id: item for course in found.courses for item in course.items}


def test_a_release_does_not_differ_from_itself_and_nothing_is_read(tmp_path: Path) -> None:
    found, read = _between(tmp_path / "store", release(), release())

    assert (found, read) == (Difference(), [])


@pytest.mark.parametrize(
    ("path", "change", "item", "parts"),
    [
        (LESSON, added("One more sentence."), "prompting-that-works", ("text",)),
        (LESSON, replaced("minutes: ", "minutes: 1"), "prompting-that-works", ("minutes",)),
        (
            f"{USING}/07-using-answers-check.quiz.yaml",
            replaced("pass_mark: 7", "pass_mark: 6"),
            "using-answers-check",
            ("frame",),
        ),
        (f"{USING}/08-final-exam.exam.yaml", replaced("attempts: 3", "attempts: 4"), "final-exam", ("frame",)),
    ],
)
def test_what_of_an_item_changed_is_said(
    tmp_path: Path, path: str, change: Callable[[str], str], item: str, parts: tuple[str, ...]
) -> None:
    found, _ = _between(tmp_path / "store", release(), compiled(edited({path: change})))

    assert {name: one.changed for name, one in _items(found).items()} == {item: parts}
    assert found.counts() == {"added": 0, "removed": 0, "moved": 0, "changed": 1}


def test_a_claim_that_says_something_else_changes_every_item_that_states_it(tmp_path: Path) -> None:
    change = {"claims/english-token-rule-of-thumb.yaml": replaced("about 75 words", "about 50 words")}
    found, _ = _between(tmp_path / "store", release(), compiled(edited(change)))

    assert found.changed == ("claims",)
    assert {item.changed for item in _items(found).values()} == {("claims",)}
    assert "tokens-and-context" in _items(found)


@pytest.mark.parametrize(
    ("path", "change", "shared"),
    [
        ("programs/ai-foundations.yaml", replaced("title: ", "title: x"), ("programs",)),
        ("editions/2026-Q4.yaml", replaced("note: |\n", "note: |\n  First of all.\n\n"), ("editions",)),
        (f"{USING}/07-using-answers-check.quiz.yaml", replaced("explanation: ", "explanation: x"), ("keys",)),
    ],
)
def test_what_all_courses_share_is_only_said_to_have_changed(
    tmp_path: Path, path: str, change: Callable[[str], str], shared: tuple[str, ...]
) -> None:
    found, _ = _between(tmp_path / "store", release(), compiled(edited({path: change})))

    assert (found.changed, _items(found)) == (shared, {})


def test_a_renamed_lesson_is_added_with_what_it_was_formerly(tmp_path: Path) -> None:
    items = _items(_between(tmp_path / "store", release(ARCHIVE), release())[0])

    assert items["choosing-a-model"] == ItemDifference(
        "choosing-a-model", "lesson", items["choosing-a-model"].title, "added", formerly=("reasoning-models",)
    )
    assert items["reasoning-models"].change == "removed"


@pytest.mark.parametrize(
    ("old", "new", "moved"),
    [
        ("second/01-rewriting.md", "first/04-rewriting.md", {"rewriting": (True, ())}),
        ("second/01-rewriting.md", "second/09-rewriting.md", {"rewriting": (True, ())}),
        ("second/03-editor.roleplay.yaml", "first/04-editor.roleplay.yaml", {"editor": (True, ("frame",))}),
    ],
    ids=["a lesson to another module", "behind those it stood before", "an activity, whose frame holds its module"],
)
def test_what_moved_has_moved_and_what_it_passed_has_not(
    tmp_path: Path, old: str, new: str, moved: dict[str, tuple[bool, tuple[str, ...]]]
) -> None:
    items = _items(_between(tmp_path / "store", small(), _moved(old, new))[0])

    assert moved == {name: (item.moved, item.changed) for name, item in items.items()}


def test_only_indexes_that_differ_are_read(tmp_path: Path) -> None:
    """Two courses, one of which changed: both manifests and its two indexes, and nothing else."""
    old, new = _two_courses(""), _two_courses("One more sentence.")
    found, read = _between(tmp_path / "store", old, new)
    expected = [old.manifest, new.manifest, manifest(old)["courses"]["minimal"], manifest(new)["courses"]["minimal"]]

    assert [course.id for course in found.courses] == ["minimal"]
    assert sorted(object_key("objects", digest) for digest in expected) == sorted(read)


def test_courses_that_come_and_go_are_said_with_all_their_items(tmp_path: Path) -> None:
    more = _between(tmp_path / "one", small(), _two_courses(""))[0]
    fewer = _between(tmp_path / "two", _two_courses(""), small())[0]

    assert [(course.id, course.change, len(course.items)) for course in more.courses] == [("second", "added", 9)]
    assert [(course.id, course.change, len(course.items)) for course in fewer.courses] == [("second", "removed", 9)]
    assert fewer.counts()["removed"] == 9


def test_a_course_that_was_only_compiled_anew_says_so(tmp_path: Path) -> None:
    """Another form of the same content: the index has other bytes, and no fingerprint differs."""
    found, _ = _between(tmp_path / "store", small(), reworded("another form", seen=False))

    assert found.courses == (CourseDifference("minimal", index(small(), "minimal")["title"], "kept"),)


def _moved(old: str, new: str) -> Release:
    """The small curriculum with one file in another place."""
    files = dict(read_folder(VALID).files)
    files[f"{_MINIMAL}/{new}"] = files.pop(f"{_MINIMAL}/{old}")
    return compiled(SourceTree(files))


def _two_courses(more: str) -> Release:
    """The small curriculum with its course twice; with a sentence more in the first."""
    files = dict(read_folder(VALID).files)
    files |= {path.replace(_MINIMAL, "courses/second"): data for path, data in files.items() if path.startswith(_MINIMAL)}
    files[f"{_MINIMAL}/first/02-writing.md"] += f"\n{more}\n".encode()
    return compiled(SourceTree(files))

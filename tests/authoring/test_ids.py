"""`coursewright ids`: what became of every identifier, and the word that was missing."""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from authoring.trees import HERE, VALID, files_of, tree_of
from courses import ROOT
from coursewright.authoring.baseline import LOOKING_BACK
from coursewright.authoring.check import check
from coursewright.authoring.draft import Draft
from coursewright.authoring.drafting import draft
from coursewright.authoring.ids.id_changes import Became, compare
from coursewright.authoring.ids.id_heirs import words
from coursewright.authoring.ids.id_mending import with_words
from coursewright.authoring.ids.id_rules import WHEN
from coursewright.authoring.ids.identifiers import baseline_of

Done = subprocess.CompletedProcess[str]
Files = dict[str, bytes]
COURSE = "courses/minimal"
LISTING = f"{COURSE}/course.yaml"
READING = f"{COURSE}/first/01-reading.md"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(HERE.parents[1] / "functions"), "PYTHONUTF8": "1"}


def _changed(changes: Mapping[str, tuple[str, str] | str | None], files: Files | None = None) -> Files:
    """The valid tree with files moved (a new path), edited (old text, new text) or removed (None)."""
    made = dict(files if files is not None else files_of(VALID))
    for path, change in changes.items():
        data = made.pop(path)
        if isinstance(change, str):
            made[change] = data
        elif change is not None:
            assert change[0] in data.decode(), f"{change[0]!r} is not in {path}"
            made[path] = data.decode().replace(*change).encode()
    return made


def _draft(files: Files) -> Draft:
    return draft(tree_of(files))


def _became(after: Files, before: Files | None = None) -> dict[str, list[str]]:
    (course,) = compare(_draft(before if before is not None else files_of(VALID)), _draft(after))
    return {
        became.value: [f"{c.kind} {c.id}" + (f" → {', '.join(c.heirs)}" if c.heirs != (c.id,) and c.heirs else "") for c in found]
        for became in Became
        if became is not Became.STAYED and (found := course.those(became))
    }


def _mended(after: Files, before: Files | None = None) -> Files:
    (course,) = compare(_draft(before if before is not None else files_of(VALID)), _draft(after))
    return {**after, **with_words(after, course.course, words(course))}


def _looking_back(after: Files, before: Files | None = None) -> list[str]:
    baseline = baseline_of(_draft(before if before is not None else files_of(VALID)), "before")
    return [f"{f.code}: {f.message}" for f in check(tree_of(after), baseline=baseline).findings if f.code in LOOKING_BACK]


RENAMES: dict[str, tuple[Mapping[str, tuple[str, str] | str | None], str]] = {
    "lesson": ({READING: f"{COURSE}/first/01-how-to-read.md"}, "item reading → how-to-read"),
    "quiz": ({f"{COURSE}/first/03-check.quiz.yaml": f"{COURSE}/second/07-what-you-know.quiz.yaml"}, "item check → what-you-know"),
    "survey": ({f"{COURSE}/first/00-before.survey.yaml": f"{COURSE}/first/00-hello.survey.yaml"}, "item before → hello"),
    "objective": ({LISTING: ("id: write\n", "id: write-text\n")}, "objective write → write-text"),
    "question": (
        {f"{COURSE}/second/04-final.exam.yaml": ("id: when-to-stop", "id: stop-when")},
        "question when-to-stop → stop-when",
    ),
}


def test_what_stays_where_it_is_stays() -> None:
    assert {} == _became(files_of(VALID))


def test_what_changes_its_file_or_module_has_moved() -> None:
    after = _changed(
        {READING: f"{COURSE}/second/09-reading.md", f"{COURSE}/first/02-writing.md": f"{COURSE}/first/05-writing.md"}
    )

    assert {"moved": ["item reading", "item writing"]} == _became(after)


@pytest.mark.parametrize("what", RENAMES)
def test_what_is_renamed_without_a_word_has_vanished_until_it_is_mended(what: str) -> None:
    changes, said = RENAMES[what]
    after = _changed(changes)
    kind, old, _, new = said.split()

    found = _became(after)
    assert ([f"{kind} {old}"], [f"{kind} {new}"]) == (found["vanished"], found["new"])
    assert [] != _looking_back(after)

    mended = _mended(after)

    assert {"renamed": [said]} == _became(mended)
    assert [] == _looking_back(mended)
    assert 1 == sum(data.decode().count(f"formerly: [{old}]") for data in mended.values())
    assert 1 == sum(mended[path] != data for path, data in after.items())


def test_a_module_whose_folder_is_renamed_is_mended() -> None:
    files = _changed({LISTING: ("[first, second]", "[begin, second]")})
    after = {path.replace("/first/", "/begin/"): data for path, data in files.items()}
    mended = _mended(after)

    assert ["module first"] == _became(after)["vanished"]
    assert ["module first → begin"] == _became(mended)["renamed"]
    assert b"formerly: [first]" in mended[f"{COURSE}/begin/module.yaml"]
    assert [] == _looking_back(mended)


def test_what_has_no_likely_heir_is_retired_with_a_reason_to_write() -> None:
    after = _changed({READING: None, f"{COURSE}/first/00-before.survey.yaml": None})
    mended = _mended(after)

    assert {"vanished": ["item before", "item reading"]} == _became(after)
    assert ["item before", "item reading"] == _became(mended)["retired"]
    assert [] == _looking_back(mended)
    assert (
        mended[LISTING]
        .decode()
        .endswith(
            '  - id: before\n    kind: activity\n    reason: "TODO: say why it went."\n'
            '  - id: reading\n    kind: lesson\n    reason: "TODO: say why it went."\n'
        )
    )


def test_what_is_much_like_something_that_was_there_is_retired_with_it_as_heir() -> None:
    twin = f"{COURSE}/first/06-reading-again.md"
    before = {**files_of(VALID), twin: files_of(VALID)[READING]}
    mended = _mended(_changed({twin: None}, before), before)

    assert {"retired": ["item reading-again → reading"]} == _became(mended, before)
    assert b"  - id: reading-again\n    kind: lesson\n    heir: reading\n" in mended[LISTING]
    assert [] == _looking_back(mended, before)


def test_a_quiz_is_no_heir_of_a_lesson() -> None:
    after = _changed({READING: None})
    after[f"{COURSE}/first/07-reading-text.quiz.yaml"] = (
        after[f"{COURSE}/first/03-check.quiz.yaml"].replace(b"Check", b"Reading").replace(b"where-to-begin", b"where-now")
    )

    assert ["item reading"] == _became(_mended(after))["retired"]


def test_what_was_merged_and_split_is_told_from_what_was_renamed() -> None:
    merged = _changed({f"{COURSE}/first/02-writing.md": None, READING: ("minutes: 5\n", "minutes: 5\nformerly: [writing]\n")})
    retired = '  - {id: rewriting, kind: lesson, heir: %s, reason: "It was split."}\n'
    split = _changed({f"{COURSE}/second/01-rewriting.md": None})
    split[LISTING] += ((retired % "reading") + (retired % "writing")).encode()

    assert {"merged": ["item writing → reading"]} == _became(merged)
    assert {"split": ["item rewriting → reading, writing"]} == _became(split)


def test_one_id_that_changed_its_kind_is_told_and_not_mended() -> None:
    exam = f"{COURSE}/second/04-final.exam.yaml"
    after = _changed({exam: ("draw: 1\nattempts: 2\n", "formative: false\n")})
    after[exam.replace(".exam.", ".quiz.")] = after.pop(exam)

    assert ["item final"] == _became(after)["changed kind"]
    assert after == _mended(after)


def test_what_was_said_before_is_said_again() -> None:
    before = _changed({READING: ("minutes: 5\n", "minutes: 5\nformerly: [lines]\n")})
    forgotten = _changed(
        {LISTING: ("  - id: opening\n    kind: lesson\n    heir: reading\n    reason: It was split in two.\n", "")}
    )
    forgotten[LISTING] = forgotten[LISTING].replace(b"retired:\n", b"")
    mended = _mended(forgotten, before)

    assert {"unsaid": ["item lines", "item opening"]} == _became(forgotten, before)
    assert [] == _looking_back(mended, before)
    assert b"formerly: [lines]" in mended[READING]
    assert before[LISTING] == mended[LISTING]


def test_a_name_before_the_name_that_vanished_goes_to_the_same_heir() -> None:
    before = _changed({READING: ("minutes: 5\n", "minutes: 5\nformerly: [lines]\n")})
    after = _changed({READING: f"{COURSE}/first/01-how-to-read.md"})
    mended = _mended(after, before)

    assert b"formerly: [reading, lines]" in mended[f"{COURSE}/first/01-how-to-read.md"]
    assert [] == _looking_back(mended, before)


def test_a_retired_identifier_in_use_again_is_left_to_the_author() -> None:
    after = _changed({LISTING: ("id: opening", "id: closing"), READING: f"{COURSE}/first/01-opening.md"})

    assert ["item opening"] == _became(after)["unsaid"]
    assert ["item opening"] == _became(_mended(after))["unsaid"]


@pytest.mark.parametrize("file", ["crlf", "bom", "listed"])
def test_mending_keeps_how_a_file_is_written(file: str) -> None:
    new = f"{COURSE}/first/01-how-to-read.md"
    after = _changed({READING: new})
    written = {
        "crlf": after[new].replace(b"\n", b"\r\n"),
        "bom": b"\xef\xbb\xbf" + after[new],
        "listed": after[new].replace(b"minutes: 5\n", b"minutes: 5\nformerly:  # for ever\n    - lines  # the first\n"),
    }[file]
    mended = _mended({**after, new: written})[new]

    added = {"crlf": b"formerly: [reading]\r\n", "bom": b"formerly: [reading]\n", "listed": b"    - reading\n"}[file]
    assert written == mended.replace(added, b"", 1)
    assert added in mended


def test_a_course_that_comes_or_goes_is_told_as_one() -> None:
    twice = {**files_of(VALID), **{path.replace("minimal", "second", 1): data for path, data in files_of(VALID).items()}}
    one, two = _draft(files_of(VALID)), _draft(twice)

    assert [("second", ["course second"])] == [
        (course.course, [f"{c.kind} {c.id}" for c in course.those(Became.VANISHED)])
        for course in compare(two, one)
        if course.those(Became.VANISHED)
    ]
    assert [Became.NEW] == [change.became for change in compare(one, two)[1].changes]
    assert () == words(compare(two, one)[1])


def _ids(*arguments: str, cwd: Path, answer: str = "") -> Done:
    return subprocess.run(
        [sys.executable, "-m", "coursewright", "ids", *arguments],
        capture_output=True, text=True, check=False, cwd=cwd, env=ENVIRONMENT, timeout=60, input=answer,
    )  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with what learners have, and a copy in which a lesson was renamed."""
    shutil.copytree(VALID, tmp_path / "before")
    shutil.copytree(VALID, tmp_path / "content")
    (tmp_path / "content" / READING).rename(tmp_path / "content" / f"{COURSE}/first/01-how-to-read.md")
    return tmp_path


def test_without_a_folder_to_compare_with_the_rules_are_shown(desk: Path) -> None:
    done = _ids(cwd=desk)

    assert 0 == done.returncode
    assert [] == [row for row in WHEN for cell in row if cell not in done.stdout]


def test_the_guide_for_authors_holds_the_same_rules() -> None:
    guide = (ROOT / "docs" / "authoring.md").read_text()

    assert [] == [row for row in WHEN if f"| {' | '.join(row)} |" not in guide]


def test_nothing_vanished_is_said_in_one_line(desk: Path) -> None:
    done = _ids("--since", "before", "--content", "before", cwd=desk)

    assert 0 == done.returncode
    assert re.fullmatch(r"minimal\n  stayed: [0-9]+\n✓ Every identifier is accounted for.\n", done.stdout)


def test_what_vanished_is_said_with_its_likely_heir(desk: Path) -> None:
    done = _ids("--since", "before", cwd=desk)

    assert 1 == done.returncode
    assert "  vanished: lesson reading\n      = Perhaps `formerly: [reading]` on how-to-read.\n" in done.stdout
    assert "✗ 1 not accounted for." in done.stdout


def test_mending_shows_what_it_would_write_and_writes_it_only_when_told(desk: Path) -> None:
    before = files_of(desk)
    shown = _ids("--since", "before", "--mend", cwd=desk, answer="y\n")

    assert 1 == shown.returncode
    assert "+formerly: [reading]\n" in shown.stdout
    assert "coursewright: nothing was written; --yes writes without asking\n" == shown.stderr
    assert before == files_of(desk)

    done = _ids("--since", "before", "--mend", "--yes", cwd=desk)

    assert (0, shown.stdout) == (done.returncode, done.stdout)
    assert "✓ Every identifier is accounted for." in _ids("--since", "before", cwd=desk).stdout
    assert "Nothing here can be mended by itself." in _ids("--since", "before", "--mend", "--yes", cwd=desk).stdout


@pytest.mark.parametrize("answer", ["y", "n"])
def test_on_a_terminal_it_asks(answer: str, desk: Path) -> None:
    inside, outside = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "coursewright", "ids", "--since", "before", "--mend"],
        cwd=desk, env=ENVIRONMENT, stdin=outside, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        os.write(inside, f"{answer}\n".encode())
        out, err = process.communicate(timeout=60)
    os.close(inside)
    os.close(outside)

    assert b"Write these changes?" in out + err
    assert (answer == "y") == (b"formerly: [reading]" in (desk / "content" / f"{COURSE}/first/01-how-to-read.md").read_bytes())
    assert (0 if answer == "y" else 1) == process.returncode


@pytest.mark.parametrize("where", ["before", "content"])
def test_a_tree_that_cannot_be_read_is_compared_with_nothing(where: str, desk: Path) -> None:
    (desk / where / f"{COURSE}/first/02-writing.md").write_text("---\ntitle: [\n---\n")

    done = _ids("--since", "before", cwd=desk)

    assert (1, "") == (done.returncode, done.stdout)
    assert f"{COURSE}/first/02-writing.md of " in done.stderr
    assert "its identifiers are unknown" in done.stderr


@pytest.mark.parametrize(("arguments", "status"), [(["--mend"], 2), (["--since", "nowhere"], 1), (["--nonsense"], 2)])
def test_misuse_and_refusals_are_one_sentence(arguments: list[str], status: int, desk: Path) -> None:
    done = _ids(*arguments, cwd=desk)

    assert (status, "") == (done.returncode, done.stdout)
    assert "Traceback" not in done.stderr


def test_a_layout_that_is_not_understood_is_named_and_left_alone(desk: Path) -> None:
    new = desk / "content" / f"{COURSE}/first/01-how-to-read.md"
    new.write_text(re.sub(r"minutes: 5\n", "minutes: 5\nformerly:\n  -\n    lines\n", new.read_text()))
    before = files_of(desk)

    done = _ids("--since", "before", "--mend", "--yes", cwd=desk)

    assert 1 == done.returncode
    assert "write it yourself: `formerly: [reading]` on how-to-read" in done.stderr
    assert before == files_of(desk)

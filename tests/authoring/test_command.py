"""`coursewright check` as its users run it."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.text import Text

from authoring.trees import HERE, INVALID, VALID, files_of, with_files
from coursewright.authoring.check import check
from coursewright.authoring.reports.text import as_text
from coursewright.authoring.rules import rules

GOLDEN = HERE / "golden" / "check.txt"
MESSY = ("broken-link", "missing-image", "undeclared-condition", "unsafe-markup")
Done = subprocess.CompletedProcess[str]


def _coursewright(*arguments: str, cwd: Path) -> Done:
    environment = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "COLUMNS", "TTY_COMPATIBLE")}
    return subprocess.run(
        [sys.executable, "-m", "coursewright", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env={**environment, "PYTHONPATH": str(HERE.parents[1] / "functions"), "PYTHONUTF8": "1"},
        timeout=60,
    )


def _spoilt(folder: Path) -> Path:
    """A copy of the valid tree with several problems in several files."""
    shutil.copytree(VALID, folder)
    for path, data in {
        "people.yaml": "people:\n  - id: author\n    name: 日本語 and more\n    nmae: The author\n  - id: reviewer\n",
        "claims/deep-1-reasons.yaml": "statement: A\tB: C\n",
        "notes.txt": "",
        "courses/minimal/second/05-case.md": (
            "---\ntitle: The case\nsummary: 日本語の要約\nminutes: 1\nclaims: [deep-1-reasons, deep-2-reasons]\n---\n"
            "日本語 and [a link](nowhere.md), then\t<b>\n\n"
            f"{'A very long line. ' * 20}[A link](#nowhere) in it. {'And on it goes. ' * 10}\n\n"
            "::: when role=developr\nText.\n:::\n"
        ),
    }.items():
        (folder / path).write_text(data)
    return folder


def _lines(changes: dict[str, bytes | str | None]) -> list[str]:
    return [line.plain for line in as_text(check(with_files(changes)))]


@pytest.mark.golden
def test_findings_are_shown_with_a_caret_under_the_place(tmp_path: Path, golden: Callable[[Path, str], None]) -> None:
    _spoilt(tmp_path / "content")

    done = _coursewright("check", cwd=tmp_path)

    assert (1, "") == (done.returncode, done.stderr)
    golden(GOLDEN, done.stdout)


def test_clean_content_is_said_to_be_clean(tmp_path: Path) -> None:
    shutil.copytree(VALID, tmp_path / "content")

    done = _coursewright("check", cwd=tmp_path)

    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.startswith("✓ No findings: 1 course, 3 lessons, 6 activities, 1 claim, 3 models; ")
    assert f"{len(rules())} of {len(rules())} rules found nothing" in done.stdout
    assert done.stdout.endswith(", as of 2026-10-01.\n")


def test_warnings_are_findings_too(tmp_path: Path) -> None:
    shutil.copytree(VALID, tmp_path / "content")
    (tmp_path / "content" / "notes.txt").touch()

    done = _coursewright("check", cwd=tmp_path / "content" / "claims")

    assert 1 == done.returncode
    assert "✗ 1 warning in" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--nonsense"],
        ["check", "--as-of", "yesterday"],
        ["check", "surplus"],
        ["check", "--content"],
        ["nonsense"],
    ],
)
def test_misuse_is_told_from_findings_by_its_exit_code(arguments: list[str], tmp_path: Path) -> None:
    done = _coursewright(*arguments, cwd=tmp_path)

    assert (2, "") == (done.returncode, done.stdout)
    assert "Error: " in done.stderr
    assert "Traceback" not in done.stderr


def test_a_bundle_has_no_commits_to_choose_from(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "b.tar.gz", "w:gz") as archive:
        archive.add(VALID, "content")

    assert 0 == _coursewright("check", "--content", "b.tar.gz", cwd=tmp_path).returncode
    assert 2 == _coursewright("check", "--content", "b.tar.gz", "--commit", "HEAD", cwd=tmp_path).returncode


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "no curriculum.yaml in"),
        (["--content", "nowhere"], "nowhere is not a folder"),
        (["--content", "."], "holds no curriculum.yaml, so it is not a curriculum; name its folder with --content"),
        (["--content", "text.tar.gz"], "the bundle cannot be read as .tar.gz"),
        (["--content", ".", "--commit", "HEAD"], "git"),
    ],
)
def test_where_there_is_no_curriculum_one_sentence_says_so(arguments: list[str], sentence: str, tmp_path: Path) -> None:
    (tmp_path / "text.tar.gz").write_text("text")

    done = _coursewright("check", *arguments, cwd=tmp_path)

    assert (1, "") == (done.returncode, done.stdout)
    assert done.stderr.startswith("coursewright: ")
    assert sentence in done.stderr
    assert 1 == done.stderr.count("\n")


def test_another_day_can_be_asked_for(tmp_path: Path) -> None:
    assert "as of 2027-02-03." in _coursewright("check", "--content", str(VALID), "--as-of", "2027-02-03", cwd=tmp_path).stdout


def test_a_pipe_gets_no_colours_and_a_terminal_does(tmp_path: Path) -> None:
    _spoilt(tmp_path / "content")
    inside, outside = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(HERE.parents[1] / "functions"), "TERM": "xterm-256color"}
    environment.pop("NO_COLOR", None)
    with subprocess.Popen(
        [sys.executable, "-m", "coursewright", "check"], cwd=tmp_path, stdout=outside, env=environment
    ) as process:
        os.close(outside)
        shown = b""
        while chunk := _chunk(inside):
            shown += chunk
        process.wait(timeout=60)
    os.close(inside)

    assert b"\x1b[1;31merror\x1b[0m" in shown
    assert "\x1b" not in _coursewright("check", cwd=tmp_path).stdout


def _chunk(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # on Linux the end of a terminal
        return b""


@pytest.mark.parametrize("code", MESSY)
def test_the_caret_stands_under_the_place_in_every_case(code: str) -> None:
    shown = [line.plain for line in as_text(check(with_files(dict(files_of(INVALID / code)))))]

    for heading, source, caret in zip(shown, shown[1:], shown[2:], strict=False):
        if source[5:8] == " │ " and set(caret[8:].strip()) == {"^"}:
            assert int(heading.split(":")[2]) == caret.index("^") - 7


def test_what_an_author_wrote_cannot_move_the_cursor() -> None:
    shown = "\n".join(_lines({"people.yaml": 'people: []\n"a\\nb\\tc": 1\n', "programs/minimal.yaml": b"title: \x1b[2J\n"}))

    assert 'there is no field "a·b·c" here' in shown
    assert shown.replace("\n", "").isprintable()


def test_wide_characters_and_tabs_do_not_move_the_caret() -> None:
    lines = _lines({"people.yaml": "people:\n  - {id: author, name: 日本語, nmae: x}\n"})
    source, caret = lines[1:3]

    assert Text(source[: source.index("nmae")]).cell_len == caret.index("^")
    assert 4 == caret.count("^")


def test_a_long_line_is_shown_in_part_with_the_place_in_it() -> None:
    words = " ".join(["x" * 50] * 20)
    text = files_of(VALID)["courses/minimal/second/01-rewriting.md"].decode() + f"\n{words} [a](b.md) {words}"
    _, source, caret, *_ = _lines({"courses/minimal/second/01-rewriting.md": text})

    assert "b.md" == source[caret.index("^") : caret.rindex("^") + 1]
    assert len(source) < 170

"""The options of `coursewright check`, as a person types them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from authoring.trees import VALID

COURSEWRIGHT = Path(sys.executable).parent / "coursewright"
LESSON = "courses/minimal"


def _check(*arguments: str, cwd: Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(COURSEWRIGHT), "check", *arguments], capture_output=True, text=True, check=False, cwd=cwd, input=stdin, timeout=60
    )


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the valid tree as its content."""
    shutil.copytree(VALID, tmp_path / "content")
    return tmp_path


@pytest.fixture
def faulty(desk: Path) -> Path:
    """The same with a claim misspelt in one lesson and a stray file."""
    lesson = _lesson(desk)
    text = lesson.read_text()
    claim = next(path.stem for path in sorted((desk / "content/claims").iterdir()))
    assert claim in text
    lesson.write_text(text.replace(claim, f"{claim}s", 1))
    (desk / "content" / "notes.txt").write_text("x")
    return desk


def _lesson(desk: Path) -> Path:
    claim = next(path.stem for path in sorted((desk / "content/claims").iterdir()))
    return next(path for path in sorted((desk / "content").rglob("*.md")) if claim in path.read_text())


def test_a_clean_tree_exits_with_nought_in_every_form(desk: Path) -> None:
    for form in ("text", "json", "github", "sarif"):
        assert _check("--format", form, cwd=desk).returncode == 0


def test_json_on_the_terminal_is_json_and_nothing_else(faulty: Path) -> None:
    done = _check("--format", "json", cwd=faulty)

    assert ["unknown-claim", "unknown-file"] == sorted(
        {f["code"] for f in json.loads(done.stdout)["findings"]} & {"unknown-claim", "unknown-file"}
    )
    assert done.returncode == 1


def test_one_file_is_reported_alone_by_the_path_an_editor_has(faulty: Path) -> None:
    lesson = _lesson(faulty)
    about_it = _check(str(lesson), cwd=faulty)
    about_another = _check("content/people.yaml", cwd=faulty)

    assert "unknown-claim" in about_it.stdout
    assert "unknown-file" not in about_it.stdout
    assert (1, 0) == (about_it.returncode, about_another.returncode)


def test_a_file_named_alone_and_one_named_with_options_are_told_of_in_the_same_words(faulty: Path) -> None:
    for path in (str(_lesson(faulty)), "content/people.yaml", "content"):
        alone, with_options = _check(path, cwd=faulty), _check(path, "--format", "text", cwd=faulty)

        assert (with_options.returncode, with_options.stdout) == (alone.returncode, alone.stdout)


def test_a_file_named_alone_loads_neither_what_reads_options_nor_what_paints(faulty: Path) -> None:
    code = f"""
import sys
from coursewright.__main__ import main
sys.argv = ["coursewright", "check", {str(_lesson(faulty))!r}]
try:
    main()
finally:
    print([name for name in ("typer", "rich.console", "rich.text") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=faulty, timeout=60)

    assert "unknown-claim" in done.stdout
    assert ["[]", 1] == [done.stdout.splitlines()[-1], done.returncode]


def test_who_committed_is_asked_where_the_people_are_named(desk: Path) -> None:
    git = ("git", "-c", "user.name=X", "-c", "user.email=nobody@example.org", "-c", "init.defaultBranch=main")
    for arguments in (("init", "-q"), ("add", "."), ("commit", "-qm", "content")):
        subprocess.run([*git, *arguments], cwd=desk, check=True)

    assert "unmapped-author" in _check(cwd=desk).stdout
    assert "unmapped-author" in _check("content/people.yaml", cwd=desk).stdout
    assert "unmapped-author" not in _check(str(_lesson(desk)), cwd=desk).stdout


def test_a_folder_and_the_content_itself_can_be_named(faulty: Path) -> None:
    assert "unknown-file" in _check("content", cwd=faulty).stdout
    assert "unknown-file" in _check(".", cwd=faulty).stdout
    assert "unknown-file" not in _check("content/courses", cwd=faulty).stdout


@pytest.mark.parametrize("options", [(), ("--format", "text")], ids=["alone", "with options"])
def test_a_file_that_is_no_part_of_the_content_is_misuse(desk: Path, options: tuple[str, ...]) -> None:
    (desk / "README.md").write_text("x")
    (desk / "docs").mkdir()
    (desk / "content" / ".hidden.md").write_text("x")
    for path in ("README.md", "docs", "content/.hidden.md"):
        done = _check(path, str(_lesson(desk)), *options, cwd=desk)

        assert (2, "") == (done.returncode, done.stdout)
        assert f"{path} is no part of the content in content\n" in done.stderr


def test_a_hook_passes_over_what_is_no_part_of_the_content(faulty: Path) -> None:
    (faulty / "README.md").write_text("x")
    alone = _check("--skip-others", "README.md", cwd=faulty)
    with_a_lesson = _check("--skip-others", "README.md", str(_lesson(faulty)), cwd=faulty)

    assert (0, "", "") == (alone.returncode, alone.stdout, alone.stderr)
    assert (_check(str(_lesson(faulty)), cwd=faulty).stdout, 1) == (with_a_lesson.stdout, with_a_lesson.returncode)


def test_the_summary_says_what_was_looked_at(desk: Path) -> None:
    lesson = _lesson(desk)

    assert _check(str(lesson), cwd=desk).stdout.startswith(f"✓ No findings in {lesson.name}; ")
    assert _check("content/people.yaml", "content/courses", cwd=desk).stdout.startswith(
        "✓ No findings in courses/, people.yaml; "
    )
    assert _check("content", cwd=desk).stdout.startswith("✓ No findings: 1 course, ")
    lesson.write_text("---\n")
    assert f" in {lesson.name}; " in _check(str(lesson), cwd=desk).stdout.splitlines()[-1]


def test_a_path_that_does_not_exist_is_misuse(desk: Path) -> None:
    done = _check("content/nowhere.md", cwd=desk)

    assert done.returncode == 2
    assert "does not exist" in done.stderr


def test_a_fix_is_shown_as_a_diff_and_not_written_without_a_yes(faulty: Path) -> None:
    before = _lesson_with_fault(faulty).read_bytes()
    done = _check("--fix", cwd=faulty, stdin="")

    assert "+++ content/" in done.stdout
    assert "--yes writes without asking" in done.stderr
    assert (1, before) == (done.returncode, _lesson_with_fault(faulty).read_bytes())


def test_with_yes_it_is_written_and_what_is_left_is_reported(faulty: Path) -> None:
    done = _check("--fix", "--yes", cwd=faulty)

    assert "mended 1 file" in done.stderr
    assert "unknown-claim" not in _check(cwd=faulty).stdout
    assert "unknown-file" in done.stdout


def _lesson_with_fault(desk: Path) -> Path:
    claim = next(path.stem for path in sorted((desk / "content/claims").iterdir()))
    return next(path for path in sorted((desk / "content").rglob("*.md")) if claim in path.read_text())


def test_a_code_is_explained_in_the_terminal(tmp_path: Path) -> None:
    done = _check("--explain", "broken-link", cwd=tmp_path)

    assert done.returncode == 0
    assert "must name a lesson or an activity" in done.stdout


def test_a_value_that_is_none_of_an_options_is_refused_in_words(tmp_path: Path) -> None:
    done = _check("--format", "banana", cwd=tmp_path)

    assert "Invalid value for '--format': 'banana' is not one of 'text', " in done.stderr
    assert 2 == done.returncode


def test_an_unknown_code_is_misuse_with_a_guess(tmp_path: Path) -> None:
    done = _check("--explain", "broken-lnk", cwd=tmp_path)

    assert done.returncode == 2
    assert "broken-link" in done.stderr


def test_since_a_folder_looks_back(desk: Path) -> None:
    shutil.copytree(desk / "content", desk / "before")
    gone = next(path for path in sorted((desk / "content").rglob("*.survey.yaml")))
    gone.unlink()
    done = _check("content", "--since", "before", cwd=desk)

    assert "vanished-id" in done.stdout


def test_since_something_unknown_is_one_sentence(desk: Path) -> None:
    done = _check("--since", "stable", cwd=desk)

    assert done.returncode == 1
    assert "there is no release, edition or channel 'stable'" in done.stderr
    assert "Traceback" not in done.stderr


def test_as_of_is_said_in_the_summary(desk: Path) -> None:
    assert "as of 2031-01-01" in _check("--as-of", "2031-01-01", cwd=desk).stdout
    assert _check("--as-of", "yesterday", cwd=desk).returncode == 2


def test_hints_count_only_if_asked_to(desk: Path) -> None:
    lesson = _lesson(desk)
    lesson.write_text(f"{lesson.read_text()}\n```try\nAsk something.\n```\n")
    plain, strict = _check(cwd=desk), _check("--strict", cwd=desk)

    assert "hint: " in plain.stdout
    assert (0, 1) == (plain.returncode, strict.returncode)


@pytest.mark.timeout(90)
def test_watching_checks_again_what_changed(desk: Path) -> None:
    with subprocess.Popen([str(COURSEWRIGHT), "check", "--watch"], stdout=subprocess.PIPE, text=True, cwd=desk) as watching:
        assert watching.stdout is not None
        try:
            said = iter(watching.stdout)
            assert "No findings" in next(line for line in said if line.strip())
            assert "Watching" in next(said)
            # the watcher may not have begun when it says so: a second file follows
            threading.Timer(2, (desk / "content" / "late.txt").write_text, ("x",)).start()
            (desk / "content" / "soon.txt").write_text("x")
            found = next(line for line in said if "unknown-file" in line)
        finally:
            watching.terminate()

    assert "no part of the curriculum is read from a file of this name" in found

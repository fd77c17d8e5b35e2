"""The README tells the truth: every command and every target is in it, and what it shows exists."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from courses import ARCHIVE, ROOT, release
from coursewright.commands.command_line import GROUPS, VERBS

README = (ROOT / "README.md").read_text()


def _targets() -> list[str]:
    return re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_every_command_is_in_the_readme() -> None:
    assert len(VERBS) >= 6
    assert [] == [verb for verb in (*VERBS, *GROUPS) if not re.search(rf"coursewright {verb}\b", README)]


def test_what_make_run_is_shown_to_print_has_the_true_numbers() -> None:
    before, now = set(release(ARCHIVE).objects), set(release().objects)

    assert f"✓ deposited 2026-Q3-rc.1: {len(before)} of {len(before)} objects were new, manifest …\n" in README
    assert f"✓ deposited 2026-Q4-rc.1: {len(now - before)} of {len(now)} objects were new, manifest …\n" in README


@pytest.mark.parametrize("target", _targets())
def test_every_make_target_is_in_the_readme(target: str) -> None:
    assert f"`make {target}`" in README


def test_plain_make_lists_every_target() -> None:
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert _targets() == re.findall(r"make ([a-z-]+) ", listed)


def test_every_file_the_documents_link_to_exists() -> None:
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        linked = re.findall(r"\]\(((?!https?:|#)[^)#\s]+)", re.sub(r"```.*?```|`[^`]*`", "", page.read_text(), flags=re.DOTALL))

        assert [] == [name for name in linked if not (page.parent / name).exists()]


def test_every_pin_is_said_once_and_exactly() -> None:
    pins = re.findall(r"^([a-z0-9-]+)(\S*)", (ROOT / "functions/requirements.txt").read_text(), re.MULTILINE)

    assert [] == [name for name, pin in pins if not re.fullmatch(r"==[0-9.]+(\.post[0-9]+)?", pin)]
    assert len({name for name, _ in pins}) == len(pins)


def test_no_tracked_file_holds_a_path_of_somebodys_machine() -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    homes = re.compile(r"/(?:home|Users|(?=root/))[a-z/]+/|[A-Z]:\\Users\\")
    found = [
        name for name in tracked if name and (ROOT / name).is_file() and homes.search((ROOT / name).read_text(errors="replace"))
    ]

    assert [name for name in found if name != "tests/repository/test_readme.py"] == []


def test_the_version_is_said_by_the_command() -> None:
    from coursewright import __version__  # noqa: PLC0415 - beside what it is compared with

    done = subprocess.run([sys.executable, "-m", "coursewright", "--version"], capture_output=True, text=True, check=True)

    assert done.stdout == f"coursewright {__version__}\n"

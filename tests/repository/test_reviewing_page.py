"""docs/reviewing.md tells the truth: what it shows to type works, in the order it shows, and prints what it shows."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from courses import ROOT
from coursewright.commands.document_schemas import REVIEWING
from coursewright.reviewing.gates.table import GATES
from reviewed import furnished
from small_course import VALID

PAGE = (ROOT / "docs" / "reviewing.md").read_text()
COURSEWRIGHT = Path(sys.executable).parent / "coursewright"
REFUSED = "cannot approve"


def _shown() -> dict[str, list[str]]:
    """What the page says to type, with the lines that it says are printed."""
    told: dict[str, list[str]] = {}
    for line in "".join(re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)).splitlines():
        if line.startswith("$ "):
            told[line[2:]] = []
        elif line:
            told[list(told)[-1]].append(line)
    return told


def _plain(line: str) -> str:
    """A line without its day and digests, nor what gates say, which depends on the day."""
    gate = re.match(r"  [✓✗~] (\w+)  ", line)
    return gate[1] if gate else re.sub(r"\d{4}-\d{2}-\d{2}|\b[0-9a-f]{12,}\b|\w+ --why '…'", "…", line).strip()


def test_every_command_of_the_page_prints_what_the_page_shows(tmp_path: Path) -> None:
    furnished(tmp_path / ".coursewright")
    shutil.copytree(VALID, tmp_path / "content")
    shown = _shown()
    reviews = shown.pop("coursewright reviews")
    for line, wanted in shown.items():
        done = _typed(tmp_path, line)
        printed = [_plain(one) for one in (done.stdout + done.stderr).splitlines()]

        assert done.returncode == any(REFUSED in one for one in wanted), f"{line}: {done.stderr}"
        assert [] == [one for one in map(_plain, wanted) if one not in printed], line
        if "--reply" in line:
            told = [_plain(one) for one in _typed(tmp_path, "coursewright reviews").stdout.splitlines()]
            assert [_plain(one) for one in reviews] == told[:-1]
    assert len(shown) > 8


def test_the_page_names_every_verb_and_every_gate() -> None:
    for verb in ({*REVIEWING} - {"diff-item"}) | {"promote", "schedule", "rollback", "withdraw"}:
        assert f"coursewright {verb}" in PAGE
    assert {*GATES, "approvals"} == set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE))


def _typed(folder: Path, line: str) -> subprocess.CompletedProcess[str]:
    command, *arguments = shlex.split(line)
    assert command == "coursewright"
    return subprocess.run([COURSEWRIGHT, *arguments], cwd=folder, capture_output=True, text=True, check=False)

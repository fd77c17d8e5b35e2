"""docs/releasing.md tells the truth: what it says to type works, in the order it says, and it speaks of every record there is."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from courses import ARCHIVE, CONTENT, ROOT
from coursewright.commands.document_schemas import RELEASING, STAGES, document_schema_files
from repositories import commit, git

PAGE = (ROOT / "docs" / "releasing.md").read_text()
COURSEWRIGHT = Path(sys.executable).parent / "coursewright"


def _lines(marked: str = "shell") -> list[str]:
    """What the page says to type. Blocks marked sh need a deployment; test_deployed.py and test_scheduling.py try their verbs."""
    blocks = re.findall(rf"```{marked}\n(.*?)```", PAGE, re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def test_every_command_of_the_page_works_in_its_order(tmp_path: Path) -> None:
    shutil.copytree(CONTENT, tmp_path / "content")
    shutil.copytree(ARCHIVE, tmp_path / "archive" / ARCHIVE.name)
    git(tmp_path, "init", "-q", "-b", "main")  # what is pushed is a commit
    commit(tmp_path)
    said = {}
    for line in _lines():
        command, *arguments = shlex.split(line)
        done = subprocess.run([COURSEWRIGHT, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False)

        assert (command, done.returncode) == ("coursewright", 0), f"{line}: {done.stderr}"
        said[line] = done.stdout
    rollback = next(line for line in said if line.startswith("coursewright rollback"))
    assert "✓ rolled back stable: 2026-Q4 → 2026-Q3, " in said[rollback]


def test_the_page_has_every_command_that_has_a_document() -> None:
    assert set(RELEASING) == {shlex.split(line)[1] for line in (*_lines(), *_lines("sh"))}


def test_the_page_names_every_log() -> None:
    logs = (ROOT / "functions" / "coursewright" / "publishing" / "records" / "logs.py").read_text()
    prefixes = set(re.findall(r'f"([a-z]+)/\{', logs))

    assert prefixes == {"candidates", "releases", "editions", "channels", "heads", "expunged"}
    assert [] == [prefix for prefix in prefixes if f"| `{prefix}/" not in PAGE]


def test_the_schemas_of_what_is_printed_are_current() -> None:
    files = [path for stage in STAGES for path in (ROOT / "schemas" / stage).iterdir()]

    assert document_schema_files() == {f"{path.parent.name}/{path.name}": path.read_text() for path in files}, (
        "run `make schemas`"
    )

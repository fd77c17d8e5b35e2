"""When files of a content folder were last committed, by git."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from coursewright.authoring.sources.commit import PLAIN_LOG, find_commit, run_git
from coursewright.errors import SourceError

_DAY = "day "


def last_edits(folder: Path, below: str, revision: str = "HEAD") -> dict[str, date]:
    """For each file below a folder of the content, the day of the newest commit that changed it; nothing without git.

    Paths are from the content folder; days are those of who committed. Of a history that is not all at hand (a shallow clone),
    a file's oldest commit there counts.
    """
    try:
        commit = find_commit(folder, revision)
        prefix = f"{commit.folder}/" if commit.folder else ""
        said = run_git(
            commit.repository, "-c", "core.quotePath=false", "log", *PLAIN_LOG, f"--format={_DAY}%cs", "--name-only",
            "--no-renames", "--end-of-options", commit.commit_id, "--", f"{prefix}{below}",
        )  # fmt: skip
    except SourceError:
        return {}
    found: dict[str, date] = {}
    day = date.min
    for line in said.splitlines():
        if line.startswith(_DAY):
            day = date.fromisoformat(line.removeprefix(_DAY))
        elif line.startswith(prefix):
            found.setdefault(line.removeprefix(prefix), day)
    return found

"""A quarter's work in tests: a content folder in a repository of its own, commands run in it, and what they say."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from authoring.trees import VALID, files_of
from coursewright.commands.renewing.edition import group
from repositories import commit, repository

OPENED = "2026-11-25"
NAME = "2027-Q1"
EDITION = f"editions/{NAME}.yaml"
CLAIM = "claims/deep-1-reasons.yaml"
REVIEW = f"claim-review:{CLAIM}"
DEFAULT = "ending-model:curriculum.yaml"
NOTE = f"todo-left:{EDITION}"
LEDGER = "unread-ledger:ledger/overlay.yaml"
LESSON = "courses/minimal/first/02-writing.md"


@dataclass(frozen=True)
class Said:
    """What a command said, and how it ended; `refusal` is the sentence it refused with."""

    code: int
    text: str
    refusal: str = ""

    def json(self) -> Any:  # noqa: ANN401 - JSON
        return json.loads(self.text)


@dataclass(frozen=True)
class Desk:
    """A folder that holds a repository with a content in it."""

    root: Path

    @property
    def content(self) -> Path:
        return self.root / "content"

    def run(self, *arguments: str, on: str = OPENED) -> Said:
        """`coursewright edition …` on a day, in this process; what it says on standard error comes last."""
        done = CliRunner().invoke(group, [*arguments, "--content", str(self.content), "--as-of", on])
        failed = done.exception if not isinstance(done.exception, SystemExit) else None
        return Said(done.exit_code, done.stdout, str(failed or ""))

    def status(self, on: str) -> Any:  # noqa: ANN401 - JSON
        said = self.run("status", "--json", on=on)
        assert (0, "") == (said.code, said.refusal)
        return said.json()

    def edit(self, path: str, old: str, new: str) -> None:
        file = self.content / path
        text = file.read_text()
        assert old in text, f"{path} does not hold {old!r}"
        file.write_text(text.replace(old, new))

    def commit(self, on: str) -> None:
        commit(self.root, on=on)

    def files(self) -> dict[str, bytes]:
        return files_of(self.content)


def desk_with(root: Path, files: Mapping[str, bytes] | None = None) -> Desk:
    """A desk whose content, the valid tree if none is given, is committed by somebody it knows."""
    content = dict(files_of(VALID) if files is None else files)
    content["people.yaml"] = re.sub(rb"git: \[.*?\]", b"git: [test@example.org]", content["people.yaml"], count=1)
    repository(root, {f"content/{path}": data for path, data in content.items()})
    return Desk(root)


def burn_down(status: Mapping[str, Any]) -> list[tuple[str, int, int, int]]:
    """The points as day, open, acknowledged, done."""
    return [
        (point["day"], *(point["counts"][state] for state in ("open", "acknowledged", "done"))) for point in status["burn_down"]
    ]


def items(status: Mapping[str, Any]) -> dict[str, str]:
    """The state of each item, by its id."""
    return {item["id"]: item["state"] for owner in status["owners"] for item in owner["items"]}


def review(desk: Desk) -> None:
    """The claim is read again."""
    desk.edit(CLAIM, "read: 2026-10-01", "read: 2026-11-27")
    desk.edit(CLAIM, "review_by: 2027-01-01", "review_by: 2027-03-01")


def live_with_default(desk: Desk, on: str = "2026-11-30") -> None:
    """What depends on the default model is acknowledged."""
    said = desk.run("acknowledge", DEFAULT, "--reason", "Learners are told.", "--until", "2027-03-31", on=on)
    assert (0, "") == (said.code, said.refusal)


def finish(desk: Desk) -> None:
    """Everything that the edition asks for is done, or acknowledged."""
    review(desk)
    live_with_default(desk)
    desk.edit("ledger/overlay.yaml", "read: 2026-10-01", "read: 2026-12-03")
    desk.edit(EDITION, "TODO: say what is new in this edition, for learners.", "Nothing is new.")

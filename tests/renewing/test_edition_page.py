"""docs/authoring.md tells the truth about editions: what it says to type works in its order, and it names every kind of work."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from authoring.trees import files_of
from courses import CONTENT, ROOT
from coursewright.authoring.findings.acknowledgeable import WORK
from coursewright.commands.document_schemas import RENEWING
from quarters import OPENED, desk_with

SECTION = (ROOT / "docs" / "authoring.md").read_text().partition("## An edition, from opening to closing")[2]


def _lines() -> list[list[str]]:
    blocks = re.findall(r"```shell\n(.*?)```", SECTION, re.DOTALL)
    return [shlex.split(line, comments=True) for block in blocks for line in block.splitlines()]


def test_every_command_of_the_section_works_in_its_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desk_with(tmp_path, files_of(CONTENT))
    monkeypatch.chdir(tmp_path)
    codes = {}
    for _, group, *arguments in _lines():
        assert "edition" == group
        said = desk.run(*arguments, on=OPENED)
        codes[arguments[0]] = (said.code, said.refusal)

    assert {"open": (0, ""), "status": (0, ""), "acknowledge": (0, ""), "close": (1, "")} == codes


def test_the_section_has_every_command_and_every_kind_of_work() -> None:
    assert {verb for verb in RENEWING if verb.startswith("edition-")} == {f"edition-{line[2]}" for line in _lines()}
    assert [] == [code for code in WORK if f"| `{code}` |" not in SECTION]

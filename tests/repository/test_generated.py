"""What is generated from shapes and rules and kept in the repository is current, so that editors and readers can rely on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from courses import ROOT
from coursewright.authoring import schemas
from coursewright.authoring.findings import finding_pages
from coursewright.authoring.findings.finding_pages import page_files
from coursewright.authoring.schemas import schema_files
from coursewright.commands.authoring.generating import write
from coursewright.serving.openapi.document import FOLDER as OPENAPI
from coursewright.serving.openapi.document import openapi_files


def _files(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_the_schemas_are_current() -> None:
    assert schema_files() == _files(ROOT / schemas.FOLDER), "run `make schemas`"


def test_the_openapi_document_is_current() -> None:
    assert openapi_files() == _files(ROOT / OPENAPI), "run `make schemas`"


def test_the_help_pages_are_current() -> None:
    assert page_files() == _files(ROOT / finding_pages.FOLDER), "run `make pages`"


def test_every_link_of_the_help_pages_leads_somewhere() -> None:
    pages = page_files()

    assert [] == [name for name in pages if name != "README.md" and f"]({name})" not in pages["README.md"]]
    assert [] == [name for name, text in pages.items() if name != "README.md" and "](README.md)" not in text]


@pytest.mark.parametrize(
    ("code", "severity"),
    [("unknown-field", "error"), ("unknown-file", "warning"), ("acknowledgement-idle", "hint"), ("broken-link", "error")],
)
def test_a_page_says_how_much_its_finding_matters(code: str, severity: str) -> None:
    assert f"\nSeverity: {severity}. " in page_files()[f"{code}.md"]


def test_writing_again_changes_nothing_and_takes_away_only_what_was_generated(tmp_path: Path) -> None:
    made = {"one.md": "made by us: one\n", "two.md": "made by us: two\n"}
    (tmp_path / "notes.md").write_text("by hand")

    assert 2 == write(tmp_path, made, "*.md", "made by us")
    assert 0 == write(tmp_path, made, "*.md", "made by us")
    assert 1 == write(tmp_path, {"one.md": made["one.md"]}, "*.md", "made by us")
    assert {"one.md": "made by us: one\n", "notes.md": "by hand"} == _files(tmp_path)

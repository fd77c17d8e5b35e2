"""What `coursewright edition` tells people and scripts: the same, in words, as Markdown and as JSON that fits its schema."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from authoring.trees import files_of
from courses import CONTENT, ROOT
from quarters import EDITION, NAME, Desk, Said, desk_with

CARRIED = "  carried over, to be decided anew by 2027-01-24: dead-model in courses/ai-foundations/using-answers/"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped content, its next edition opened; these tests change nothing of it."""
    desk = desk_with(tmp_path_factory.mktemp("told"), files_of(CONTENT))
    assert 0 == desk.run("open", NAME).code
    desk.commit(on="2026-11-25")
    return desk.root


@pytest.fixture
def desk(root: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """That content, with commands run beside it."""
    monkeypatch.chdir(root)
    return Desk(root)


def _fits(said: Said, verb: str) -> None:
    schema = json.loads((ROOT / "schemas" / "renewing" / f"edition-{verb}.schema.json").read_text())
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(said.json())


def test_each_document_fits_its_schema(desk: Desk, tmp_path: Path) -> None:
    copy = desk_with(tmp_path)
    entry = ("ending-model", "--reason", "Told.", "--until", "2027-03-31")

    _fits(desk.run("status", "--json"), "status")
    _fits(desk.run("close", "--json"), "close")
    _fits(copy.run("open", NAME, "--json"), "open")
    _fits(copy.run("acknowledge", *entry, "--json"), "acknowledge")
    _fits(copy.run("status", "--json"), "status")


def test_text_and_json_say_the_same(desk: Desk) -> None:
    text, told = desk.run("status", on="2026-12-12").text, desk.status("2026-12-12")
    due = sorted(item["due"] for owner in told["owners"] for item in owner["items"] if item["state"] == "open")
    counts = told["counts"]

    assert f"{counts['open']} open, {counts['acknowledged']} acknowledged, {counts['done']} done; 44 days until it begins" in text
    overdue, soon = sum(day < "2026-12-12" for day in due), sum("2026-12-12" <= day <= "2026-12-26" for day in due)
    assert f"Next: {overdue} overdue, {soon} due by 2026-12-26" in text
    assert re.findall(r"^  (\d{4}-\d\d-\d\d)", text, re.MULTILINE) == due[:10]
    assert f"… and {counts['open'] - 10} items more" in text


def test_what_is_overdue_says_so(desk: Desk) -> None:
    assert "  2026-12-07 overdue  " in desk.run("status", on="2026-12-08").text
    assert " overdue  " not in desk.run("status", on="2026-12-07").text


def test_an_issue_has_a_box_for_every_item_and_no_markup_of_authors(desk: Desk) -> None:
    issue = desk.run("status", "--format", "markdown").text
    ids = [item["id"] for owner in desk.status("2026-11-25")["owners"] for item in owner["items"]]

    assert issue.startswith(f"## {NAME}: what curriculum has to look at\n")
    assert sorted(ids) == sorted(re.findall(r"^- \[[ x]\] \*\*[0-9-]+\*\* `([^`]+)`", issue, re.MULTILINE))
    assert "  With it: `credential ai-foundations`, `objective ai-foundations/choose-a-model`, " in issue
    outside = re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", "", issue)
    assert not re.search(r"[<@]|\]\(|was to be reviewed", outside)


def test_an_owner_is_asked_for_alone(desk: Desk, tmp_path: Path) -> None:
    copy = desk_with(tmp_path, files_of(desk.content))
    lists = copy.content / "editions" / NAME
    text = (lists / "curriculum.worklist.yaml").read_text()
    first = text.index("  - id: unverified-claim")
    (lists / "curriculum.worklist.yaml").write_text(text[:first])
    (lists / "ada.worklist.yaml").write_text(text[: text.index("  - id:")] + text[first:])
    copy.edit("people.yaml", "people:\n", "people:\n  - {id: ada, name: Ada}\n")
    told = copy.run("status", "--owner", "ada", "--json").json()

    assert [("ada", {"unverified-claim"})] == [(one["owner"], {item["code"] for item in one["items"]}) for one in told["owners"]]
    assert "curriculum" not in copy.run("status", "--owner", "ada", "--format", "markdown").text


def test_the_drawing_is_written_where_it_was_asked_for(desk: Desk, tmp_path: Path) -> None:
    drawing = tmp_path / "burn-down.svg"

    assert 0 == desk.run("status", "--svg", str(drawing), on="2026-12-01").code
    assert drawing.read_text().startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert f"{NAME}: 33 open, 0 acknowledged, 0 done on 2026-12-01" in drawing.read_text()


def test_what_was_opened_is_told_with_what_became_of_the_rest(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, files_of(CONTENT))
    said = desk.run("open", NAME)

    assert [
        f"{NAME}: 2027-01-25 to 2027-04-25, 33 items to look at",
        "  curriculum: 33 items",
        f"{CARRIED}02-choosing-a-model.md",
        f"{CARRIED}07-using-answers-check.quiz.yaml",
        "  left behind, as nothing is found by it any more: ending-model in claims/gpt-4o-ends-2027-01-14.yaml",
        "  left behind, as nothing is found by it any more: ending-model in claims/o3-and-gpt-5-end-2026-12-11.yaml",
        "Next: commit this on a branch of its own; coursewright edition status 2027-Q1",
    ] == [line for line in said.text.splitlines() if not line.startswith("✓")]


def test_an_edition_from_before_there_were_worklists_has_a_state_and_a_history(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_with(tmp_path)
    desk.edit("courses/minimal/first/02-writing.md", "\n---\n", "\n---\nTODO: mend this.\n\n")
    monkeypatch.chdir(tmp_path)
    told = desk.status("2026-11-24")

    assert (None, "2026-Q4", ["2026-11-22", "2026-11-24"]) == (
        told["opened"],
        told["edition"],
        [point["day"] for point in told["burn_down"]],
    )
    assert {False} == {item["is_new"] for owner in told["owners"] for item in owner["items"]}
    assert EDITION not in desk.files()

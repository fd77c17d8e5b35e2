"""What reviewers said, back at authors' lines: as text, as annotations, in Markdown; and nothing in it is obeyed anywhere."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from courses import ROOT
from coursewright.commands.reviewing.review import review_command
from coursewright.commands.reviewing.reviews import Form, reviews_command
from coursewright.commands.reviewing.signing_off import approve_command, request_changes_command
from reviewed import BEN, CANDIDATE, CAT, block, furnished
from small_course import LESSON, VALID
from typed import Typed

HOSTILE = "Nice.\r\n::error file=x::y\n##[error]z\x1b]0;owned\x07 %0A::warning::w `</code>` <script>alert(1)</script> @team ![x](https://x.example)"


@pytest.fixture
def typed(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Typed:
    """The author's folder beside the stores, in which this process is."""
    shutil.copytree(VALID, tmp_path / "content")
    monkeypatch.chdir(tmp_path)
    return Typed(furnished(tmp_path / "stores").root, capsys)


@pytest.fixture
def reviews(typed: Typed) -> Callable[[Form], str]:
    return lambda form: typed(reviews_command, content=Path("content"), form=form)


def comment(typed: Typed, text: str, at: str | None = None, **options: Any) -> None:  # noqa: ANN401 - as typed
    typed(review_command, CANDIDATE, comment=text, at=at, by=BEN, **options)


def test_a_comment_is_at_its_line_in_the_authors_file(typed: Typed, reviews: Callable[[Form], str]) -> None:
    comment(typed, "Which page?", f"minimal/reading#{block('reading', 'note')}")
    comment(typed, "The first one.", reply=1)
    lines = (Path("content") / LESSON).read_text().splitlines()
    line = lines.index("::: note") + 1

    text = reviews(Form.TEXT)
    assert f"content/{LESSON}:{line}:1: ben@school.example comments" in text
    assert all(one in text for one in ("│ Which page?", "↳ ben@school.example: The first one.", "1 comment open"))
    (Path("content") / LESSON).write_text("\n".join(lines).replace("Read [the page", "Please read [the page"))
    assert "the text around it has changed since" in reviews(Form.TEXT)
    assert "“Read the page of models first.”" in reviews(Form.TEXT)


def test_github_is_told_where_and_how_much_it_matters(typed: Typed, reviews: Callable[[Form], str]) -> None:
    comment(typed, "Which page?", "minimal/reading")
    typed(request_changes_command, CANDIDATE, "Fewer marks.", by=CAT)

    whole, at = [line for line in reviews(Form.GITHUB).splitlines() if line.startswith("::")]
    assert whole == f"::warning title=cat@school.example asks for changes%3A {CANDIDATE}%2C note 2::Fewer marks."
    assert at.startswith(f"::notice file=content/{LESSON},line=2,endLine=2,title=ben@school.example comments")


def test_what_people_write_is_obeyed_by_nobody(typed: Typed, reviews: Callable[[Form], str]) -> None:
    comment(typed, HOSTILE, "minimal/reading")
    comment(typed, HOSTILE, reply=1)

    for form in (Form.TEXT, Form.GITHUB, Form.MARKDOWN):
        told = reviews(form)
        assert not {"\x1b", "\x07", "\r"} & set(told)
        commands = [line for line in told.splitlines() if line.lstrip().startswith("::")]
        assert len(commands) == (form is Form.GITHUB)
        assert form is Form.GITHUB or "##[" not in told
    assert "%250A::warning" in reviews(Form.GITHUB)
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(reviews(Form.MARKDOWN))
    assert not [one for one in ("<script", "<img", "<a ") if one in html]
    assert 1 == html.count("<pre>")


def test_what_is_ended_is_not_told_any_more(typed: Typed, reviews: Callable[[Form], str]) -> None:
    comment(typed, "One.")
    typed(request_changes_command, CANDIDATE, "Two.", by=CAT)
    typed(review_command, CANDIDATE, resolve=1, by=BEN)
    typed(approve_command, CANDIDATE, by=CAT)

    assert f"✓ Nothing is open at {CANDIDATE}." in reviews(Form.TEXT)
    assert "" == "".join(line for line in reviews(Form.GITHUB).splitlines() if line.startswith("::"))


def test_the_document_is_as_its_schema_says(typed: Typed) -> None:
    comment(typed, "Which page?", f"minimal/reading#{block('reading', 'note')}")
    comment(typed, "All of it.", "minimal")
    typed.screen.readouterr()
    typed(reviews_command, CANDIDATE, content=Path("content"), form=Form.TEXT)
    told = json.loads(typed(reviews_command, CANDIDATE, content=Path("content"), form=Form.JSON))
    schema = json.loads((ROOT / "schemas" / "reviewing" / "reviews.schema.json").read_text())

    Draft202012Validator(schema).validate(told)
    assert [("course", None), ("exact", "reading")] == [(one["found"], one["item"]) for one in told["open"]]

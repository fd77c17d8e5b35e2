"""`changes` and `certificate-effect` as they are used: in every form, on releases, editions and candidates, and asked wrongly."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
import typer
from jsonschema import Draft202012Validator
from rich.console import Console
from rich.text import Text

from courses import ROOT, added, compiled, replaced
from coursewright.authoring.source_tree import SourceTree
from coursewright.authoring.sources.folder import read_folder
from coursewright.commands.renewing.certificate_effect import Form as EffectForm
from coursewright.commands.renewing.certificate_effect import certificate_effect_command
from coursewright.commands.renewing.changes import Form, changes_command
from coursewright.commands.renewing.changes_text import folded
from coursewright.compiling.release import Release
from coursewright.errors import UnknownNameError
from desks import Desk
from small_course import LESSON, VALID
from typed import Typed

DAY = "2026-11-25"
WRITING = "courses/minimal/first/02-writing.md"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """An edition, extended by a word spelled otherwise; the next, with a sentence more in a lesson; a candidate that waits."""
    desk = Desk(tmp_path_factory.mktemp("story"))
    desk.publish(_small())
    desk.publish(_small(WRITING, replaced("A text is written", "The text is written")))
    desk.publish(_small(LESSON, added("One more sentence."), "2027-Q1"))
    desk.deposit(_small(LESSON, added("Two more sentences."), "2027-Q1"))
    return desk


def _small(path: str = LESSON, edit: Callable[[str], str] = str, edition: str | None = None) -> Release:
    """The smallest sound curriculum with one file edited, and for another edition than its own."""
    files = dict(read_folder(VALID).files)
    files[path] = edit(files[path].decode()).encode()
    if edition:
        files[f"editions/{edition}.yaml"] = files["editions/2026-Q4.yaml"]
    return compiled(SourceTree(files))


@pytest.fixture
def typed(desk: Desk, capsys: pytest.CaptureFixture[str]) -> Typed:
    return Typed(desk.root, capsys)


def _changes(typed: Typed, *names: str, **options: Any) -> str:  # noqa: ANN401 - as typed
    """Each option by its default, as Typer gives it."""
    given = {"course": None, "completed": None, "as_of": DAY, "form": Form.TEXT, **options}
    return typed(changes_command, *names, **given)


def _document(typed: Typed, *names: str, **options: Any) -> dict[str, Any]:  # noqa: ANN401 - as typed
    return _valid("changes", _changes(typed, *names, form=Form.JSON, **options))


def _valid(verb: str, printed: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(printed)
    schema = json.loads((ROOT / "schemas" / "renewing" / f"{verb}.schema.json").read_text())
    Draft202012Validator(schema).validate(told)
    return told


def test_every_form_says_the_same(typed: Typed) -> None:
    told = _document(typed, "2026-Q4", "2027-Q1")
    text, markdown = _changes(typed, "2026-Q4", "2027-Q1"), _changes(typed, "2026-Q4", "2027-Q1", form=Form.MARKDOWN)

    titles = [item["title"] for course in told["offered"]["courses"] for item in course["items"]]
    assert ["Reading", "Writing"] == titles
    assert ("content", {"editorial": 1, "content": 1}) == (
        told["class"],
        {cls: count for cls, count in told["counts"].items() if count},
    )
    assert [] == [title for title in titles if title not in text or title not in markdown]
    assert "2026-Q4.2 → 2027-Q1.1  content" == text.splitlines()[0]
    assert "# What is new in 2027-Q1.1" == markdown.splitlines()[0]


def test_what_does_not_fit_a_terminal_stands_under_its_line_further_in() -> None:
    line = Text("\n  ~ Reading", "yellow").append(
        "  lesson     content     What it says under “The window” was changed.", "default"
    )
    narrow, wide = (list(folded(line, Console(width=width, file=StringIO()))) for width in (40, 120))

    assert ["\n  ~ Reading  lesson     content   ", "      What it says under “The window” ", "      was changed."] == [
        one.plain for one in narrow
    ]
    assert [line.plain] == [one.plain for one in wide]


def test_what_the_edition_moved_already_is_told_apart(typed: Typed) -> None:
    told = _document(typed, "2026-Q4.1", "2027-Q1")

    assert ("editorial", "content") == (told["already"]["class"], told["offered"]["class"])
    assert {"release": "2026-Q4.1", "edition": "2026-Q4", "withdrawn": None} == told["since"]
    assert "What the edition changed already" in _changes(typed, "2026-Q4.1", "2027-Q1")


def test_a_release_and_where_its_edition_stands_have_nothing_to_move_to(typed: Typed) -> None:
    told = _document(typed, "2026-Q4.1", "2026-Q4")

    assert (True, "editorial", None) == (told["is_same"], told["already"]["class"], told["offered"]["class"])


def test_candidates_and_older_releases_can_be_asked_about(typed: Typed) -> None:
    assert "content" == _document(typed, "2027-Q1", "2027-Q1-rc.2")["class"]
    back = _document(typed, "2027-Q1", "2026-Q4")
    assert (True, None) == (back["is_back"], back["note"])


def test_a_learners_own_plan_counts_what_they_completed(typed: Typed) -> None:
    plan = _document(typed, "2026-Q4", "2027-Q1", completed="reading, minimal/writing,nonsense")

    (course,) = plan["carry_over"]
    assert ["reading", "writing"] == [item["id"] for item in course["kept"]]
    assert 0 == course["minutes"]["work"]
    assert ["nonsense"] == [one["id"] for one in plan["unknown"]]


def test_one_course_can_be_asked_about_and_one_that_nobody_has_is_refused(typed: Typed, desk: Desk) -> None:
    before = desk.files()

    assert ["minimal"] == [plan["course"] for plan in _document(typed, "2026-Q4", "2027-Q1", course="minimal")["carry_over"]]
    with pytest.raises(UnknownNameError, match=r"neither 2026-Q4\.2 nor 2027-Q1\.1 has the course 'maximal'; they have: minimal"):
        _changes(typed, "2026-Q4", "2027-Q1", course="maximal")
    with pytest.raises(UnknownNameError, match="did you mean 2027-Q1"):
        _changes(typed, "2026-Q4", "2027-Q9")
    with pytest.raises(typer.BadParameter, match="is no date"):
        _changes(typed, "2026-Q4", "2027-Q1", as_of="soon")
    assert before == desk.files()


def _effect(typed: Typed, credential: str = "minimal", **options: Any) -> str:  # noqa: ANN401 - as typed
    given = {"earned": "2026-Q4.1", "now": "stable", "earned_on": None, "as_of": DAY, "form": EffectForm.TEXT, **options}
    return typed(certificate_effect_command, credential, **given)


def test_a_certificates_effect_is_told_with_its_reasoning(typed: Typed) -> None:
    told = _valid("certificate-effect", _effect(typed, form=EffectForm.JSON, earned_on="2026-11-01"))
    shown = _effect(typed, earned_on="2026-11-01").splitlines()

    assert ({"least": "log", "most": "log"}, "2027-11-01", None) == (told["effect"], told["valid_until"], told["due"])
    assert ["Minimal certificate, earned on 2026-Q4.1, by 2027-Q1.1", "  current, with a change log"] == shown[:2]
    assert "         0 %  Read a text (weight 60)" in shown


def test_a_credential_that_was_not_awarded_is_refused(typed: Typed) -> None:
    with pytest.raises(UnknownNameError, match=r"2026-Q4\.1 awards no credential 'diploma'; it has: minimal"):
        _effect(typed, "diploma")
    with pytest.raises(typer.BadParameter, match="is no date"):
        _effect(typed, earned_on="2026-13-01")
    with pytest.raises(typer.BadParameter, match=r"2100-01-01 is after .*, the day of the question"):
        _effect(typed, earned_on="2100-01-01")
    with pytest.raises(typer.BadParameter, match=r"2027-Q1-rc\.2 is a candidate; a certificate is earned on a release"):
        _effect(typed, earned="2027-Q1-rc.2")

"""Reviewing from a terminal, beside the stores of a folder: what is told, what is noted, and what is refused to whom."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from coursewright.commands.publishing.releasing import promote_command
from coursewright.commands.reviewing.review import review_command
from coursewright.commands.reviewing.signing_off import approve_command, override_command, request_changes_command
from coursewright.errors import ReviewRefusedError, UnknownNameError
from coursewright.publishing.records.logs import channel_log
from coursewright.publishing.storing.stores import Stores
from coursewright.reviewing.review_log import Review, reviews_of
from reviewed import ANN, BEN, CANDIDATE, CAT, DAN, WAITING, block, furnished
from typed import Typed


@pytest.fixture
def stores(tmp_path: Path) -> Stores:
    return furnished(tmp_path)


@pytest.fixture
def typed(stores: Stores, capsys: pytest.CaptureFixture[str]) -> Typed:
    return Typed(stores.root, capsys)


def said(stores: Stores) -> list[Review]:
    return reviews_of(stores.candidates, CANDIDATE)


def test_two_people_bring_a_candidate_out(typed: Typed, stores: Stores) -> None:
    assert "✗ authors" in typed(review_command)
    typed(review_command, CANDIDATE, comment="Why so many marks?", at="minimal/reading", by=BEN)
    typed(request_changes_command, CANDIDATE, "Fewer marks.", by=CAT)
    told = typed(review_command, CANDIDATE)
    for line in ("1 editorial  beside 2026-Q4.1", "✗ objections", "#1 ben@school.example on minimal/reading", "Fewer marks."):
        assert line in told

    first = typed(override_command, CANDIDATE, "authors", "Ann is new.", by=BEN)
    second = typed(override_command, CANDIDATE, "authors", "I know Ann.", by=CAT)
    assert ("one more person says the same" in first, "the gate authors is overridden" in second) == (True, True)
    typed(review_command, CANDIDATE, resolve=1, by=CAT)
    assert "1 of 2 approvals count" in typed(approve_command, CANDIDATE, by=BEN, why="Read all of it.")
    last = typed(approve_command, CANDIDATE, by=CAT)

    assert "2 of 2 approvals count" in last
    assert "coursewright promote 2026-Q4-rc.2" in last
    assert "Open  nothing" in typed(review_command, CANDIDATE)
    typed(promote_command, CANDIDATE, by=BEN)
    head = channel_log(stores.released, "stable").head()
    assert head
    assert (WAITING.manifest, BEN) == (head["manifest"], head["by"])


@pytest.mark.parametrize(
    ("who", "why"),
    [
        (ANN, "they wrote or deposited part of it, so somebody else has to"),
        ("Ann@Home.example", "they wrote or deposited part of it"),
        ("nobody@school.example", "no people.yaml that decides knows them"),
        (DAN, "not among the reviewers whose approval counts"),
    ],
)
def test_an_approval_that_never_counts_is_refused_and_not_noted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], who: str, why: str
) -> None:
    stores = furnished(tmp_path, reviewers=["ann", "ben", "cat"])
    with pytest.raises(ReviewRefusedError, match=why):
        Typed(stores.root, capsys)(approve_command, CANDIDATE, by=who)
    assert [] == said(stores)


def test_an_approval_shows_and_records_what_was_approved(typed: Typed, stores: Stores) -> None:
    told = typed(approve_command, CANDIDATE, by=BEN)

    [note] = said(stores)
    assert WAITING.manifest in told
    assert "✓ findings" in told
    assert (WAITING.manifest, WAITING.private_root) == (note["manifest"], note["private"])
    assert note["gates"]["authors"] == {"state": "failed", "items": ["authors cannot be told"]}
    with pytest.raises(ReviewRefusedError, match="was to be approved"):
        typed(approve_command, CANDIDATE, manifest="0" * 64, by=CAT)


def test_an_override_is_of_all_that_fails_or_of_what_is_named(typed: Typed, stores: Stores) -> None:
    for gate, items, why in (
        ("ids", None, "does not fail"),
        ("nothing", None, "there is no gate"),
        ("approvals", None, "there is no gate 'approvals' to override"),
        ("authors", ["something else"], "does not fail for 'something else'"),
    ):
        with pytest.raises(ReviewRefusedError, match=why):
            typed(override_command, CANDIDATE, gate, "because", items=items, by=BEN)
    with pytest.raises(ReviewRefusedError, match="they wrote or deposited"):
        typed(override_command, CANDIDATE, "authors", "because", by=ANN)
    assert [] == said(stores)

    typed(override_command, CANDIDATE, "authors", "because", items=["authors cannot be told"], by=BEN)
    assert ["authors cannot be told"] == said(stores)[0]["items"]


def test_a_comment_is_about_a_place_that_is_there_and_quotes_it(typed: Typed, stores: Stores) -> None:
    for at, why in (
        ("maximal/reading", "did you mean minimal"),
        ("minimal/writting", "did you mean writing"),
        ("minimal/reading#000", "no block of minimal/reading"),
    ):
        with pytest.raises(ReviewRefusedError, match=why):
            typed(review_command, CANDIDATE, comment="hm", at=at, by=BEN)
    for options in ({"at": "minimal#b"}, {"at": "minimal/a/b"}, {"at": "#b"}):
        with pytest.raises(typer.BadParameter):
            typed(review_command, CANDIDATE, comment="hm", by=BEN, **options)
    assert [] == said(stores)

    typed(review_command, CANDIDATE, comment="hm", at=f"minimal/reading#{block('reading', 'note')}", by=BEN)
    assert "Read the page of models first." == said(stores)[0]["quote"]


def test_what_would_be_misuse_is_told_as_such(typed: Typed) -> None:
    for options in ({"at": "minimal"}, {"reply": 1}, {"resolve": 1, "comment": "x"}):
        with pytest.raises(typer.BadParameter):
            typed(review_command, CANDIDATE, **options)
    with pytest.raises(typer.BadParameter, match="of which candidate"):
        typed(review_command, None, comment="x")
    for name in ("2026-Q4-rc.9", "stable", "2026-Q4", "2026-Q4.1"):
        with pytest.raises(UnknownNameError):
            typed(approve_command, name, by=BEN)
    with pytest.raises(UnknownNameError, match="cannot be a channel"):
        typed(review_command, CANDIDATE, channel="../x")


def test_a_request_is_taken_back_by_who_made_it(typed: Typed) -> None:
    typed(request_changes_command, CANDIDATE, "Fewer marks.", by=CAT)
    with pytest.raises(ReviewRefusedError, match=r"only cat@school\.example can take that back"):
        typed(review_command, CANDIDATE, resolve=1, by=BEN)
    typed(review_command, CANDIDATE, resolve=1, by=CAT)
    assert "✓ objections" in typed(review_command, CANDIDATE)


def test_an_answer_to_an_answer_stays_in_its_conversation(typed: Typed) -> None:
    typed(review_command, CANDIDATE, comment="one", by=BEN)
    typed(review_command, CANDIDATE, comment="two", reply=1, by=CAT)
    typed(review_command, CANDIDATE, comment="three", reply=2, by=BEN)
    told = typed(review_command, CANDIDATE)
    assert "1 conversation" in told
    assert "three" in told


def test_what_people_write_cannot_speak_to_a_terminal_or_a_runner(typed: Typed) -> None:
    typed(review_command, CANDIDATE, comment="\x1b[31mred\u202e\n::error::x ##[error]y [bold]z[/bold]", by=BEN)
    told = typed(review_command, CANDIDATE)
    assert not {"\x1b", "\u202e"} & set(told)
    assert "│ ·[31mred·" in told
    assert "##[" not in told
    assert not [line for line in told.splitlines() if line.lstrip().startswith("::")]
    assert "[bold]z[/bold]" in told


def test_the_newest_candidate_is_meant_where_none_is_named_and_told(typed: Typed, stores: Stores) -> None:
    for name in (None, "2026-Q4"):
        assert "2026-Q4-rc.2 is the newest candidate of 2026-Q4" in typed(review_command, name)
    with pytest.raises(UnknownNameError, match="nothing was deposited for 2031-Q1"):
        typed(review_command, "2031-Q1")
    with pytest.raises(UnknownNameError, match="nothing was deposited yet"):
        Typed(stores.root / "empty", typed.screen)(review_command)


def test_what_holds_in_a_folder_is_told_as_the_environment_says(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "gates hold nothing back here" in typed(review_command, CANDIDATE)
    monkeypatch.setenv("COURSEWRIGHT_POLICY", "release")
    assert "coursewright promote" not in typed(review_command, CANDIDATE)


def test_documents_are_as_their_schemas_say(typed: Typed) -> None:
    looked = typed.json("review", review_command, CANDIDATE)
    noted = typed.json("review", review_command, CANDIDATE, comment="hm", at="minimal", by=BEN)["noted"]
    asked = typed.json("request-changes", request_changes_command, CANDIDATE, "Fewer.", by=CAT)
    passed = typed.json("override", override_command, CANDIDATE, "authors", "so", by=BEN)
    approved = typed.json("approve", approve_command, CANDIDATE, by=BEN)

    assert (None, False, 2, WAITING.manifest) == (looked["noted"], looked["is_open"], looked["needed"], looked["manifest"])
    assert ("comment", 1, "minimal") == (noted["act"], noted["number"], noted["course"])
    assert "request" == asked["noted"]["act"]
    assert [1] == [one["people_missing"] for one in passed["gates"] if one["gate"] == "authors"]
    assert [(BEN, None)] == [(one["by"], one["why_not"]) for one in approved["approvals"]]

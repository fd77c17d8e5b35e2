"""A laptop's own stores: what the gates say is told and recorded; they hold once the environment asks for that."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from coursewright.commands.publishing.releasing import deposit_command, promote_command
from coursewright.commands.reviewing.desk import promote_in
from coursewright.errors import ConfigurationError, GatesClosedError
from coursewright.publishing.depositing.deposit import Candidate, deposit
from coursewright.publishing.records.logs import channel_log
from coursewright.publishing.storing.stores import Stores, stores_at
from coursewright.reviewing.gatekeeping import POLICY
from gated import REVIEWERS, gated
from judged_candidates import BY, peopled
from people_of_releases import before_format_5
from small_course import VALID, small
from typed import Typed


@pytest.fixture
def stores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stores:
    monkeypatch.delenv(POLICY, raising=False)
    return stores_at(tmp_path)


@pytest.fixture
def typed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Typed:
    return Typed(tmp_path, capsys)


def _deposited(stores: Stores) -> Candidate:
    return deposit(before_format_5(small()), stores.candidates, BY, {"commit": "c" * 40})


def _asked(candidate: Candidate) -> dict[str, Any]:
    request = {"act": "promote", "candidate": str(candidate.name), "manifest": candidate.record["manifest"], "channel": "stable"}
    return {**request, "seen": 0, "by": BY.by, "why": "the quarter"}


def test_what_the_gates_say_is_one_line_and_holds_nothing_back(stores: Stores, typed: Typed) -> None:
    told = typed(promote_command, str(_deposited(stores).name), by=BY.by).splitlines()

    assert told[0].startswith("✓ promoted 2026-Q4.1")
    assert ["  Gates, which hold nothing back here: findings, authors, approvals would be closed."] == [
        line.removesuffix(" The review desk says why.") for line in told[1:]
    ]
    head = channel_log(stores.released, "stable").head()
    assert head is not None
    assert (False, "failed") == (head["review"]["holds"], head["review"]["gates"][-1]["state"])


@pytest.mark.parametrize(("policy", "verb"), [("none", "promote"), ("release", "review")])
def test_what_comes_after_a_deposit_is_review_where_gates_hold(
    typed: Typed, monkeypatch: pytest.MonkeyPatch, policy: str, verb: str
) -> None:
    monkeypatch.setenv(POLICY, policy)

    assert f"Next: coursewright {verb} 2026-Q4-rc.1" in " ".join(typed(deposit_command, VALID, by=BY.by).split())


def test_scripts_are_told_which_would_be_closed(stores: Stores, typed: Typed) -> None:
    name = str(_deposited(stores).name)
    told = [typed.json("promote", promote_command, name, by=BY.by) for _ in range(2)]

    assert [["findings", "authors", "approvals"], []] == [one["closed_gates"] for one in told]


def test_asked_to_hold_they_do(stores: Stores, typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(POLICY, "release")
    candidate, reviewed = deposit(peopled(), stores.candidates, BY, {}), gated(stores.candidates, stores.released)
    with pytest.raises(GatesClosedError, match="approvals: 0 of 2"):
        typed(promote_command, str(candidate.name), by=BY.by)
    assert channel_log(stores.released, "stable").head() is None
    reviewed.let_pass(candidate, *REVIEWERS)

    assert "✓ promoted 2026-Q4.1" in typed(promote_command, str(candidate.name), by=BY.by)


def test_the_desk_of_a_folder_does_as_the_command(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    candidate = _deposited(stores)
    monkeypatch.setenv(POLICY, "release")
    held = promote_in(stores)(_asked(candidate))
    monkeypatch.delenv(POLICY)
    done = promote_in(stores)(_asked(candidate))

    assert ("refused", ["findings", "authors", "approvals"]) == (held["outcome"], [one["gate"] for one in held["gates"]])
    assert ("done", False) == (done["outcome"], done["review"]["holds"])


def test_a_policy_that_is_none_promotes_nothing(stores: Stores, typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(POLICY, "lax")
    with pytest.raises(ConfigurationError, match="COURSEWRIGHT_POLICY is 'lax'; say release"):
        typed(promote_command, str(_deposited(stores).name), by=BY.by)
    with pytest.raises(ConfigurationError, match="say release"):
        promote_in(stores)
    assert channel_log(stores.released, "stable").head() is None

"""The promote function: each act with what its caller saw, each outcome told as it is, and nothing done twice."""

from __future__ import annotations

import importlib
import sys
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from courses import STAMP
from coursewright.errors import SigningRefusedError, StoreError, StoreRefusedError, UnfinishedActError, UnknownVerdictError
from coursewright.publishing.depositing.deposit import Candidate
from coursewright.publishing.keys.envelope import RECORD, sealed
from coursewright.publishing.keys.signing import new_signers
from coursewright.publishing.promoting.promoter import Promoter
from coursewright.publishing.records import log as logs
from coursewright.publishing.records.logs import channel_log, edition_log
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.storing.store import Store
from desks import Desk
from small_course import reworded, small


class Told:
    """Keeps what is announced."""

    def __init__(self) -> None:
        self.events: list[tuple[str, dict[str, Any]]] = []

    def announce(self, what: str, detail: Mapping[str, Any]) -> None:
        self.events.append((what, dict(detail)))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def told() -> Told:
    return Told()


def _promoter(desk: Desk, told: Told, released: Store | None = None) -> Promoter:
    return Promoter(desk.candidates, released or desk.released, lambda: STAMP.signers, told, lambda: STAMP.at, lambda _: None)


def _request(made: Candidate, seen: int, **more: object) -> dict[str, Any]:
    said = {"act": "promote", "candidate": str(made.name), "manifest": made.record["manifest"]}
    return {**said, "channel": "stable", "seen": seen, "by": "ana@example.org", "why": "the new quarter", **more}


def _numbers(desk: Desk) -> tuple[int, int]:
    """How many records the channel and the edition have."""
    heads = channel_log(desk.released, "stable").head(), edition_log(desk.released, "2026-Q4").head()
    return (heads[0].number if heads[0] else 0, heads[1].number if heads[1] else 0)


def test_what_was_seen_is_promoted_once_however_often_it_is_asked_for(desk: Desk, told: Told) -> None:
    request = _request(desk.deposit(small()), 0)
    first, second = (_promoter(desk, told).take(request) for _ in range(2))

    assert first == {
        "outcome": "done",
        "message": "stable is at 2026-Q4, release 2026-Q4.1",
        "release": "2026-Q4.1",
        "edition": "2026-Q4",
        "channel": "stable",
        "manifest": request["manifest"],
        "moved": True,
        "edition_record": 1,
        "channel_record": 1,
        "channel_edition": "2026-Q4",
    }
    assert second == {**first, "outcome": "unchanged", "moved": False}
    assert _numbers(desk) == (1, 1)
    what, detail = told.events[0]
    assert (what, detail["release"], detail["by"], detail["why"]) == (
        "release promoted", "2026-Q4.1", "ana@example.org", "the new quarter",
    )  # fmt: skip


def test_a_patch_of_an_edition_that_the_channel_has_left_is_told_as_one(desk: Desk, told: Told) -> None:
    desk.publish(small())
    desk.publish(small(edition="2027-Q1"))

    done = _promoter(desk, told).take(_request(desk.deposit(small("One.")), 2))

    assert ("done", "stable stays at 2027-Q1; 2026-Q4 is at release 2026-Q4.2") == (done["outcome"], done["message"])
    assert ("2026-Q4", "2027-Q1", True) == (done["edition"], done["channel_edition"], done["moved"])
    assert ("2026-Q4.2", 2) == (desk.edition()["release"], desk.channel().number)
    assert ["release promoted"] == [what for what, _ in told.events]


def test_a_promotion_that_died_before_it_could_tell_is_told_by_the_next(desk: Desk, told: Told) -> None:
    request = _request(desk.deposit(small()), 0)
    _promoter(desk, Told()).take(request)
    _promoter(desk, told).take(request)
    _promoter(desk, told).take({**request, "by": "somebody else"})

    assert [what for what, _ in told.events] == ["release promoted"]


@pytest.mark.parametrize("seen", [0, 2])
def test_a_channel_that_moved_since_it_was_seen_stays_where_it_is(desk: Desk, told: Told, seen: int) -> None:
    desk.publish(small())
    answer = _promoter(desk, told).take(_request(desk.deposit(reworded("later")), seen))

    assert answer["outcome"] == "refused"
    assert f"stable is at record 1 (promote to 2026-Q4 by {STAMP.by}), not {seen}" in answer["message"]
    assert _numbers(desk) == (1, 1)
    assert told.events == []


def test_a_release_promoted_with_the_record_that_was_seen_moves_on_from_it(desk: Desk, told: Told) -> None:
    desk.publish(small())
    answer = _promoter(desk, told).take(_request(desk.deposit(reworded("later")), 1))

    assert (answer["outcome"], answer["release"], answer["channel_record"]) == ("done", "2026-Q4.2", 2)


def test_another_manifest_than_was_seen_is_not_promoted(desk: Desk, told: Told) -> None:
    candidate = desk.deposit(small())
    answer = _promoter(desk, told).take(_request(candidate, 0, manifest="0" * 64))

    assert answer["outcome"] == "refused"
    assert "000000000000 was seen; look at it again" in answer["message"]
    assert _numbers(desk) == (0, 0)


@pytest.mark.parametrize("name", ["2026-Q4-rc.9", "2026-Q4.1", "nonsense"])
def test_a_candidate_that_is_not_there_is_refused_by_its_name(desk: Desk, told: Told, name: str) -> None:
    answer = _promoter(desk, told).take(_request(desk.deposit(small()), 0, candidate=name))

    assert answer["outcome"] == "refused"
    assert name in answer["message"]


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ({}, "act"),
        ({"act": "delete"}, "delete"),
        ({"act": "promote"}, "promote.candidate"),
        ({"act": "heads", "more": 1}, "heads.more"),
        ({"act": "rollback", "channel": "stable", "to": "2026-Q3", "seen": "3", "by": "ana"}, "rollback.seen"),
        ({"act": "rollback", "channel": "stable", "to": "2026-Q3", "seen": -1, "by": "ana"}, "rollback.seen"),
        ({"act": "withdraw", "release": "2026-Q4.1", "by": ""}, "withdraw.by"),
        ({"act": "settle", "pending": {"prefix": "candidates/2026-Q4", "number": 1, "data": ""}}, "settle.pending.prefix"),
        ({"act": "settle", "pending": {"prefix": "channels/stable", "number": 1, "data": "?"}}, "no base64"),
        ({"act": "settle", "pending": {"prefix": "channels/stable", "number": 1, "data": ""}}, "no signed record"),
    ],
)
def test_what_is_no_request_is_answered_with_what_is_wrong_with_it(
    desk: Desk, told: Told, payload: dict[str, Any], said: str
) -> None:
    answer = _promoter(desk, told).take(payload)

    assert answer["outcome"] == "invalid"
    assert said in answer["message"]


def test_a_channel_is_taken_back_from_the_record_that_was_seen_only(desk: Desk, told: Told) -> None:
    for edition in ("2026-Q4", "2027-Q1"):
        desk.publish(small(edition=edition))
    request = {"act": "rollback", "channel": "stable", "to": "2026-Q4", "by": "ana@example.org", "why": "too early"}

    assert _promoter(desk, told).take({**request, "seen": 9})["outcome"] == "refused"
    assert desk.channel("stable")["edition"] == "2027-Q1"
    answer = _promoter(desk, told).take({**request, "seen": 2})
    assert (answer["outcome"], answer["from"], answer["to"], answer["record"]) == ("done", "2027-Q1", "2026-Q4", 3)
    assert desk.channel("stable")["edition"] == "2026-Q4"
    assert [what for what, _ in told.events] == ["rolled back"]


def test_a_release_is_withdrawn_once_and_for_a_reason(desk: Desk, told: Told) -> None:
    desk.publish(small())
    request = {"act": "withdraw", "release": "2026-Q4.1", "by": "ana@example.org", "why": "a wrong figure"}

    assert _promoter(desk, told).take({**request, "why": " "})["outcome"] == "refused"
    assert _promoter(desk, told).take({**request, "release": "2026-Q4.7"})["outcome"] == "refused"
    assert [_promoter(desk, told).take(request)["outcome"] for _ in range(2)] == ["done", "unchanged"]
    assert desk.edition()["withdrawn"] == {"2026-Q4.1": "a wrong figure"}
    assert [what for what, _ in told.events] == ["withdrawn"]


def test_heads_that_are_due_are_issued_and_those_that_are_fresh_are_left(desk: Desk, told: Told) -> None:
    desk.publish(small())
    promoter = _promoter(desk, told)

    assert promoter.take({"act": "heads"}) == {"outcome": "unchanged", "message": "0 heads were issued", "issued": 0}
    later = replace(promoter, now=lambda: STAMP.at + timedelta(days=1))
    assert later.take({"act": "heads"})["issued"] == 2


class _Silent(FolderStore):
    """Takes what is put below a prefix, and does not say so."""

    def __init__(self, root: Path, prefix: str) -> None:
        super().__init__(root)
        self.prefix = prefix

    def put_if_absent(self, key: str, data: bytes) -> bool:
        if not key.startswith(self.prefix):
            return super().put_if_absent(key, data)
        super().put_if_absent(key, data)
        raise StoreError("no answer")


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "_PAUSES", (0.0, 0.0, 0.0))


@pytest.mark.usefixtures("_impatient")
def test_a_record_that_the_store_does_not_speak_of_is_settled_by_its_bytes(desk: Desk, told: Told) -> None:
    request = _request(desk.deposit(small()), 0)
    answer = _promoter(desk, told, _Silent(desk.released.root, "channels/")).take(request)
    assert answer["outcome"] == "unknown"

    settled = _promoter(desk, told).take({"act": "settle", "pending": answer["pending"]})
    assert (settled["outcome"], settled["record"]) == ("done", 1)
    assert _promoter(desk, told).take(request)["outcome"] == "unchanged"
    assert _numbers(desk) == (1, 1)


@pytest.mark.usefixtures("_impatient")
def test_what_came_by_a_schedule_and_is_not_known_is_tried_again_by_lambda(desk: Desk, told: Told) -> None:
    request = _request(desk.deposit(small()), 0, scheduled="2026-Q4-stable")
    with pytest.raises(UnknownVerdictError):
        _promoter(desk, told, _Silent(desk.released.root, "channels/")).take(request)

    assert _promoter(desk, told).take(request)["outcome"] == "unchanged"
    assert _numbers(desk) == (1, 1)


def test_a_scheduled_promotion_that_is_refused_is_told(desk: Desk, told: Told) -> None:
    desk.publish(small())
    later = _request(desk.deposit(reworded("later")), 0, scheduled="2026-Q4-stable")
    _promoter(desk, told).take(later)

    assert [(what, detail["schedule"], detail["outcome"]) for what, detail in told.events] == [
        ("scheduled promotion refused", "2026-Q4-stable", "refused")
    ]


def test_nobody_can_have_records_of_their_own_written_by_settling_them(desk: Desk, told: Told) -> None:
    desk.publish(small())
    forged = b'{"log": "channels/stable", "number": 2}'
    data = b64encode(sealed(RECORD, forged, [new_signers().records])).decode()
    answer = _promoter(desk, told).take({"act": "settle", "pending": {"prefix": "channels/stable", "number": 2, "data": data}})

    assert answer["outcome"] == "refused"
    assert "not signed by the key of this function" in answer["message"]
    assert _numbers(desk) == (1, 1)


def test_a_store_that_fails_is_raised_so_that_the_request_can_come_again(desk: Desk, told: Told) -> None:
    class Full(FolderStore):
        def put_if_absent(self, key: str, data: bytes) -> bool:
            raise StoreRefusedError(f"{key} cannot be written ({len(data)} bytes): the disk is full")

    with pytest.raises(StoreRefusedError, match="the disk is full"):
        _promoter(desk, told, Full(desk.released.root)).take(_request(desk.deposit(small()), 0))
    assert _numbers(desk) == (0, 0)


def test_the_log_holds_names_and_outcomes(desk: Desk, told: Told, capsys: pytest.CaptureFixture[str]) -> None:
    promoter = replace(_promoter(desk, told), log=Promoter.log)
    promoter.take(_request(desk.deposit(small()), 0))

    assert capsys.readouterr().out == (
        '{"promote": {"act": "promote", "outcome": "done", "message": "stable is at 2026-Q4, release 2026-Q4.1"}}\n'
    )


def test_the_entry_point_works_on_the_stores_that_its_environment_names(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    request = _request(desk.deposit(small()), 0)
    for name in ("candidates", "released", "keys"):
        monkeypatch.setenv(f"COURSEWRIGHT_{name.upper()}", str(tmp_path / name))
    monkeypatch.delitem(sys.modules, "promote", raising=False)
    handler = importlib.import_module("promote").handler

    assert [handler(request, None)["outcome"] for _ in range(2)] == ["done", "unchanged"]
    assert _numbers(desk) == (1, 1)


class _Disabled:
    """A key that signs no more."""

    key_id, public = STAMP.signers.heads.key_id, STAMP.signers.heads.public

    def sign(self, data: bytes) -> bytes:
        raise SigningRefusedError(f"alias/acme-heads: the key is disabled, and {len(data)} bytes are not signed")


@pytest.mark.parametrize("act", ["promote", "rollback", "withdraw"])
def test_an_act_that_happened_is_not_called_refused_where_its_heads_cannot_be_signed(desk: Desk, told: Told, act: str) -> None:
    requests: dict[str, dict[str, Any]] = {
        "rollback": {"act": "rollback", "channel": "stable", "to": "2026-Q4", "seen": 2, "by": "ana", "why": "too early"},
        "withdraw": {"act": "withdraw", "release": "2027-Q1.1", "by": "ana", "why": "a wrong figure"},
    }
    desk.publish(small())
    if act != "promote":
        desk.publish(small(edition="2027-Q1"))
    request = requests.get(act) or _request(desk.deposit(reworded("later")), 1)
    before = _numbers(desk), desk.channel("stable").number
    broken = replace(_promoter(desk, told), signers=lambda: replace(STAMP.signers, heads=_Disabled()))

    with pytest.raises(UnfinishedActError, match="the key is disabled"):
        broken.take(request)
    assert (_numbers(desk), desk.channel("stable").number) > before
    assert _promoter(desk, told).take(request)["outcome"] == "unchanged"

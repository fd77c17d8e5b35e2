"""What `verify` says of a store that is whole byte for byte: who signed, what agrees with what, and what expires."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from courses import STAMP
from coursewright.errors import UnknownNameError
from coursewright.publishing.keys.envelope import RECORD, sealed
from coursewright.publishing.keys.signing import new_signers
from coursewright.publishing.keys.trust_root import TrustRoot, trust_root_of
from coursewright.publishing.records.channels import channel_body
from coursewright.publishing.records.heads import issue_heads
from coursewright.publishing.records.log import Log, Record, Stamp
from coursewright.publishing.records.logs import channel_log, edition_log
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.verifying.logs_of_store import record_key
from coursewright.publishing.verifying.problems import Report, Severity
from coursewright.publishing.verifying.whole_store import WholeStore
from small_store import ROOT, SOON, copied, later, past, publish


def verified(store: FolderStore, root: TrustRoot = ROOT, *only: str) -> Report:
    return WholeStore(store, root, SOON).verify(only)


def _said(report: Report) -> str:
    return "\n".join(str(problem) for problem in report.problems)


def test_a_store_signed_by_others_is_believed_in_nothing() -> None:
    report = verified(FolderStore(past().whole), trust_root_of(new_signers()))
    heads_and_newest = {problem.where.rpartition("/")[0] for problem in report.errors}

    assert {"channels/stable", "editions/2026-Q4", "heads/channels/stable", "releases/2026-Q4"} <= heads_and_newest


def test_keys_can_be_changed_without_losing_the_past(tmp_path: Path) -> None:
    """A record that is believed vouches for the one before it, whoever signed that; a doubt is told all the same."""
    publish(tmp_path)
    anew = Stamp(STAMP.by, later(13).at, STAMP.why, replace(new_signers(), attestations=STAMP.signers.attestations))
    publish(tmp_path, stamp=anew, more="One more sentence.")
    report = verified(FolderStore(tmp_path / "released"), trust_root_of(anew.signers))

    assert [] == report.errors
    assert {Severity.WARNING} == {problem.severity for problem in report.problems}
    assert "but record 2 vouches for it" in _said(report)


def test_an_expired_trust_root_is_an_error_however_good_the_store_is() -> None:
    """Named alone, so what else is wrong would still be told; the moment it says is the first at which it is not believed."""
    at_last, too_late = (replace(ROOT, expires=SOON + timedelta(seconds=seconds)) for seconds in (1, 0))

    assert [] == verified(FolderStore(past().whole), at_last).problems
    assert [("the trust root", f"expired at {SOON.isoformat()}")] == [
        (problem.where, problem.what) for problem in verified(FolderStore(past().whole), too_late).errors
    ]


def test_an_expired_head_is_a_warning_that_says_what_to_do(tmp_path: Path) -> None:
    store = copied(past().whole, tmp_path / "released")
    report = WholeStore(store, ROOT, later(8 * 24).at).verify()

    assert [] == report.errors
    assert {"heads/channels/stable", "heads/channels/pilot", "heads/editions/2026-Q4", "heads/editions/2027-Q1"} == {
        problem.where.rpartition("/")[0] for problem in report.problems
    }
    issue_heads(store, later(8 * 24))
    assert [] == WholeStore(store, ROOT, later(8 * 24).at).verify().problems


def test_a_log_without_a_head_of_its_newest_record_is_an_error(tmp_path: Path) -> None:
    """A promotion that died before its last step leaves this; running it again issues the head."""
    store = copied(past().whole, tmp_path / "released")
    log = channel_log(store, "pilot")
    head, edition = log.head(), edition_log(store, "2026-Q4").head()
    assert head is not None
    assert edition is not None
    log.append(head, STAMP, channel_body("follow", "pilot", head, edition))

    assert "no head speaks of record 3 of channels/pilot" in _said(verified(store))


def _forged(store: FolderStore, log: Log, changes: Mapping[str, Any]) -> str:
    """The newest record of a log replaced by one that says something else, rightly signed; gives its key."""
    newest = log.head()
    assert newest is not None
    body = {name: value for name, value in {**newest.body, **changes}.items() if value != "left out"}
    key = record_key(log.prefix, newest.number)
    path = store.root / key
    path.chmod(0o644)
    path.write_bytes(sealed(RECORD, json.dumps(body).encode(), [STAMP.signers.records]))
    return key


def _newest(store: FolderStore, prefix: str) -> Record:
    found = Log(store, prefix).head()
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("prefix", "changes", "why"),
    [
        ("channels/stable", {"edition": "2026-Q9", "to": "2026-Q9"}, "editions/2026-Q9/9999999997.json: is missing"),
        ("channels/stable", {"manifest": "ab" * 32}, '"manifest" is'),
        ("channels/stable", {"release": "2026-Q4.1"}, "\"release\" is '2026-Q4.1', and should be '2026-Q4.2'"),
        ("channels/stable", {"withdrawn": "a lie"}, "\"withdrawn\" is 'a lie', and should be None"),
        ("channels/stable", {"channel": "pilot"}, "\"channel\" is 'pilot'"),
        ("channels/stable", {"from": "2026-Q4"}, "\"from\" is '2026-Q4', and should be '2027-Q1'"),
        ("channels/stable", {"to": "2027-Q1"}, "\"to\" is '2027-Q1'"),
        ("channels/stable", {"edition": "left out"}, "it does not say what a record of this log says"),
        ("editions/2026-Q4", {"edition": "2027-Q1"}, "\"edition\" is '2027-Q1'"),
        ("editions/2026-Q4", {"manifest": "ab" * 32}, '"manifest" is'),
        (
            "editions/2026-Q4",
            {"releases": {"2026-Q4.2": "ab" * 32}, "manifest": "ab" * 32},
            '"releases" lost or changed 2026-Q4.1',
        ),
        ("editions/2026-Q4", {"releases": "left out"}, "it does not say what a record of this log says"),
        ("editions/2026-Q4", {"withdrawn": []}, "it does not say what a record of this log says"),
        ("editions/2026-Q4", {"from": None}, '"from" is None'),
        ("releases/2026-Q4", {"edition": "2027-Q1"}, "\"edition\" is '2027-Q1'"),
        ("releases/2026-Q4", {"private": "ab" * 32}, '"private" is'),
        ("releases/2026-Q4", {"source": {"tree": "ab" * 32}}, '"tree" is'),
        ("releases/2026-Q4", {"source": "left out"}, "it does not say what a record of this log says"),
    ],
)
def test_rightly_signed_records_that_do_not_agree_are_named(
    tmp_path: Path, prefix: str, changes: Mapping[str, Any], why: str
) -> None:
    store = copied(past().whole, tmp_path / "released")
    _forged(store, Log(store, prefix), changes)

    assert why in _said(verified(store))


def test_a_release_that_lists_another_manifest_than_its_name_is_named(tmp_path: Path) -> None:
    store = copied(past().whole, tmp_path / "released")
    listed = dict(_newest(store, "editions/2026-Q4")["releases"])
    listed["2026-Q4.1"] = listed["2026-Q4.2"]
    key = _forged(store, edition_log(store, "2026-Q4"), {"releases": listed})

    assert f"{key}: it says that 2026-Q4.1 is manifest {listed['2026-Q4.2']}" in _said(verified(store))


@pytest.mark.parametrize(("only", "releases"), [("2026-Q4.1", 1), ("2026-Q4", 2), ("stable", 1), ("pilot", 1), ("2027-Q1", 1)])
def test_some_names_only_read_fewer_objects(only: str, releases: int) -> None:
    report = verified(FolderStore(past().whole), ROOT, only)

    assert ([], releases) == (report.problems, report.counts["releases"])


def test_a_name_that_is_not_there_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="no release, edition or channel '2031-Q1' here"):
        verified(FolderStore(past().whole), ROOT, "2031-Q1")

"""What a deposit leaves for those who decide: what checking found, who wrote what is new, and what changes for learners."""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from courses import STAMP
from coursewright.authoring.sources.folder import read_folder
from coursewright.authoring.sources.proof import HISTORY
from coursewright.commands.publishing.releasing import deposit_content
from coursewright.publishing.changes.record import changes_key, get_changes
from coursewright.publishing.depositing import changes_at_deposit
from coursewright.publishing.depositing.checked_note import checked_key, read_checked
from coursewright.publishing.depositing.deposit import Candidate, find_candidate
from coursewright.publishing.promoting.promotion import promote
from coursewright.publishing.records.names import parse_candidate
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.storing.stores import Stores
from coursewright.reviewing.gates import findings
from coursewright.reviewing.gates.case import Case
from repositories import bundled, commit, git, packed, repository, unpacked
from reviewers import reviewer
from small_course import LESSON, VALID, punctuated
from uploads import Desk, event_of

EDITION = "editions/2026-Q4.yaml"
_TODO = b"\nTODO: say more.\n"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The smallest sound curriculum in a repository, with two things left to do, one of them acknowledged."""
    files = {f"content/{path}": data for path, data in read_folder(VALID).files.items()}
    other = next(path for path in files if path.endswith(".md") and path != f"content/{LESSON}" and "/first/" in path)
    for path in (f"content/{LESSON}", other):
        files[path] += _TODO
    entry = f"acknowledged:\n  - {{code: todo-left, path: {other.removeprefix('content/')}, reason: Soon., until: 2027-01-01}}\n"
    files[f"content/{EDITION}"] += entry.encode()
    return repository(tmp_path / "r", files) / "content"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "stores")


def _publish(desk: Desk, data: bytes, attempt: str = "one") -> Candidate:
    (report,) = desk.publisher.take(event_of(desk.upload(data, attempt)))
    assert report.state == "deposited", report.problem
    found = find_candidate(desk.publisher.candidates, parse_candidate(str(report.candidate)))
    assert found
    return found


def _promote(desk: Desk, candidate: Candidate) -> None:
    promote(candidate, desk.publisher.candidates, desk.publisher.released, "stable", STAMP)


def _reworded(content: Path, more: str, who: str) -> str:
    (content / LESSON).write_bytes(punctuated(read_folder(VALID).files[LESSON], more) + _TODO)
    git(content, "add", "-A")
    git(content, "commit", "-q", "--author", f"Somebody <{who}>", "-m", "a change")
    return git(content, "rev-parse", "HEAD")


def test_what_checking_found_goes_the_whole_way_from_the_writer_to_gate_and_page(desk: Desk, content: Path) -> None:
    candidate = _publish(desk, bundled(content))
    note = read_checked(desk.publisher.candidates, candidate.record["manifest"])
    assert note is not None
    todo = [one for one in note["findings"] if one["code"] == "todo-left"]
    assert sorted((one["place"]["path"] == LESSON, one["acknowledged"]) for one in todo) == [(False, True), (True, False)]
    assert {"code", "severity", "message", "hint", "place", "acknowledged"} == set(todo[0])
    assert {"path", "line", "column"} == set(todo[0]["place"])

    page = reviewer(desk.publisher.candidates, desk.publisher.released).get(f"/review/{candidate.name}/findings")
    assert page.status == 200
    assert "not recorded" not in page.text
    mine = next(one for one in todo if not one["acknowledged"])
    assert f"{LESSON}:{mine['place']['line']}" in page.text
    assert mine["hint"] in page.words.replace("\xa0", " ")

    wrong = {**mine, "severity": "error"}
    spoilt = FolderStore(desk.root / "other")
    spoilt.put_if_absent(checked_key(candidate.record["manifest"]), json.dumps({**note, "findings": [wrong]}).encode())
    case = Case(candidate, spoilt, desk.publisher.released, "stable", STAMP.at)
    case.__dict__["own"] = None  # its objects are elsewhere
    assert list(findings._standing(case)) == [f"todo-left in {LESSON}: {mine['message']}"]


def test_the_first_note_stays_and_is_there_before_the_name(tmp_path: Path, content: Path) -> None:
    stores = Stores(tmp_path / "s")
    candidate, release = deposit_content(content, None, stores, "ann@school.example", "")
    key = checked_key(release.manifest)
    first = stores.candidates.get(key)
    record = next((tmp_path / "s" / "candidates" / "candidates").rglob("*.json"))
    assert (tmp_path / "s" / "candidates" / key).stat().st_mtime_ns < record.stat().st_mtime_ns

    again, _ = deposit_content(content, None, stores, "ann@school.example", "")
    assert (again.name, stores.candidates.get(key)) == (candidate.name, first)


def test_authors_are_counted_since_what_was_promoted_and_stay_with_the_candidate(desk: Desk, content: Path) -> None:
    first = _publish(desk, bundled(content))
    assert (["test@example.org"], []) == tuple(first.record["source"][name] for name in ("authors", "since"))
    _promote(desk, first)
    promoted = git(content, "rev-parse", "HEAD")
    _reworded(content, "one", "Bo@School.example")
    second = _publish(desk, bundled(content))

    assert (["bo@school.example"], [promoted]) == tuple(second.record["source"][name] for name in ("authors", "since"))
    _promote(desk, second)
    held = [path.read_bytes() for path in (desk.root / "released").rglob("*") if path.is_file()]
    assert held
    for data in held:
        assert b"bo@school.example" not in _plain(data)
        assert b'"authors"' not in _plain(data)


def _plain(data: bytes) -> bytes:
    """An envelope's payload, or the bytes as they are."""
    try:
        body = json.loads(data)
        return b64decode(body["payload"]) if isinstance(body, dict) and "payload" in body else data
    except ValueError:
        return data


def test_authors_that_become_known_make_another_name_and_no_others_do(desk: Desk, content: Path) -> None:
    whole = bundled(content)
    bare = packed({path: data for path, data in unpacked(whole).items() if path != HISTORY})
    first, second, third, fourth = (
        _publish(desk, data, attempt) for data, attempt in ((bare, "a"), (whole, "a"), (bare, "b"), (whole, "b"))
    )

    assert (first.record["source"]["authors"], first.record["source"]["since"]) == (None, None)
    assert first.record["manifest"] == second.record["manifest"]
    assert [str(one.name) for one in (first, second)] == ["2026-Q4-rc.1", "2026-Q4-rc.2"]
    assert second.record["source"]["authors"] == ["test@example.org"]
    assert str(fourth.name) == "2026-Q4-rc.2"
    assert str(third.name) in {"2026-Q4-rc.1", "2026-Q4-rc.2"}


def test_a_history_that_proves_nothing_is_refused_with_a_reason(desk: Desk, content: Path) -> None:
    other = _reworded(content, "one", "bo@school.example")
    held = unpacked(bundled(content))
    git(content, "commit", "-q", "--amend", "-m", "another")
    spoilt = packed({**held, HISTORY: unpacked(bundled(content))[HISTORY]})
    (report,) = desk.publisher.take(event_of(desk.upload(spoilt)))

    assert report.state == "refused"
    assert f"the bundle is of {other[:12]}" in str(report.problem)


def test_a_folder_tells_its_authors_only_where_a_commit_holds_it(tmp_path: Path, content: Path) -> None:
    stores = Stores(tmp_path / "s")

    def source() -> dict[str, Any]:
        return dict(deposit_content(content, None, stores, "ann@school.example", "")[0].record["source"])

    assert source()["authors"] == ["test@example.org"]
    (content / LESSON).write_bytes(punctuated(read_folder(VALID).files[LESSON], "uncommitted"))
    assert (source()["commit"], source()["authors"]) == (None, None)
    commit(content)
    assert source()["authors"] == ["test@example.org"]


def test_what_changes_for_learners_is_kept_and_a_failure_keeps_no_candidate_back(
    desk: Desk, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _publish(desk, bundled(content))
    assert [] == desk.publisher.candidates.keys("changes/")
    _promote(desk, first)
    _reworded(content, "one", "bo@school.example")
    second = _publish(desk, bundled(content))
    old, new = first.record["manifest"], second.record["manifest"]
    assert [changes_key(old, new)] == desk.publisher.candidates.keys("changes/")
    assert get_changes(desk.publisher.candidates, old, new)

    def fail(*_: object) -> None:
        raise KeyError("fingerprints")

    logged: list[dict[str, Any]] = []
    monkeypatch.setattr(changes_at_deposit, "changes_between", fail)
    _reworded(content, "two", "bo@school.example")
    (report,) = desk.but(log=logged.append).take(event_of(desk.upload(bundled(content))))
    assert report.state == "deposited"
    assert f"What changes for those who have {old[:12]} was not worked out: KeyError" in str(logged)

"""An upload becomes one candidate, however often it is told of, and its reports tell the truth."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from coursewright.errors import StoreError, StoreRefusedError
from coursewright.publishing.depositing.deposit import find_candidate
from coursewright.publishing.depositing.reports import PublishReport
from coursewright.publishing.records.names import parse_candidate
from coursewright.publishing.storing.folder_store import FolderStore
from uploads import NOON, Desk, digest, event_of, key_of, sound_bundle

SOUND = sound_bundle()
ERROR = sound_bundle("courses/minimal/course.yaml", b"title: A secret of the content\n")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def _states(desk: Desk) -> list[tuple[int, str, bool]]:
    return [(report["number"], report["state"], report["final"]) for report in desk.reports()]


def test_a_sound_bundle_becomes_a_candidate_that_says_where_it_came_from(desk: Desk) -> None:
    (report,) = desk.publisher.take(event_of(desk.upload(SOUND)))
    name = parse_candidate("2026-Q4-rc.1")
    candidate = find_candidate(desk.publisher.candidates, name)

    assert [(1, "received", False), (2, "deposited", True)] == _states(desk)
    assert report.model_dump(mode="json") == desk.reports()[-1]
    assert candidate is not None
    assert (report.manifest, report.tree, report.commit, report.folder) == (
        candidate.record["manifest"],
        *(candidate.record["source"][name] for name in ("tree", "commit", "folder")),
    )
    assert ("2026-Q4-rc.1", "2026-Q4", True, "github-courses", digest(SOUND), "one", None) == (
        report.candidate,
        report.edition,
        report.is_new,
        report.by,
        report.bundle,
        report.attempt,
        report.problem,
    )
    assert report.written == report.objects
    assert "https://preview.example/review/2026-Q4-rc.1" == report.preview
    assert "github-courses" == candidate.record["by"]


def test_it_is_told_to_others_once_and_only_if_it_is_new(desk: Desk) -> None:
    for attempt in ("one", "two"):
        desk.publisher.take(event_of(desk.upload(SOUND, attempt)))

    ((what, detail),) = desk.told.said
    assert "candidate deposited" == what
    assert ("2026-Q4-rc.1", 1, "github-courses", NOON.isoformat()) == tuple(
        detail[name] for name in ("candidate", "record", "by", "at")
    )
    assert [True, False] == [report["is_new"] for report in desk.reports() if report["final"]]


def test_a_second_delivery_adds_nothing(desk: Desk) -> None:
    event = event_of(desk.upload(SOUND))
    first, before, reports = desk.publisher.take(event), desk.held(), desk.reports()

    assert first == desk.publisher.take(event)
    assert (before, reports, 1) == (desk.held(), desk.reports(), len(desk.told.said))


def test_two_deliveries_at_once_make_one_candidate_and_one_final_report(desk: Desk) -> None:
    event, failures = event_of(desk.upload(SOUND)), []
    together = threading.Barrier(4)

    class Waiting(FolderStore):
        """All have looked whether it is a candidate already, before any makes it one."""

        waited = threading.local()

        def put_if_absent(self, key: str, data: bytes) -> bool:
            if not hasattr(self.waited, "done"):
                self.waited.done = True
                together.wait(20)
            return super().put_if_absent(key, data)

    publisher = desk.but(candidates=Waiting(desk.root / "candidates"))

    def work() -> None:
        try:
            publisher.take(event)
        except Exception as error:  # noqa: BLE001 - told below
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [] == failures
    assert [(1, "received", False), (2, "deposited", True)] == _states(desk)
    assert 1 == len(desk.publisher.candidates.keys("candidates/2026-Q4/"))


class Stumbling(FolderStore):
    """Fails at its n-th put, before or after it took effect."""

    def __init__(self, root: Path, at: int, *, after: bool) -> None:
        super().__init__(root)
        self.left, self.after = at, after

    def put_if_absent(self, key: str, data: bytes) -> bool:
        self.left -= 1
        if self.left:
            return super().put_if_absent(key, data)
        if self.after:
            super().put_if_absent(key, data)
            raise StoreError(f"whether {key} is there is not certain")
        raise StoreRefusedError(f"{key} cannot be written")


@pytest.mark.parametrize("after", [False, True])
def test_after_a_failure_anywhere_the_next_delivery_ends_it(tmp_path: Path, after: bool) -> None:
    whole = Desk(tmp_path / "whole")
    counting = Stumbling(tmp_path / "whole" / "candidates", 0, after=False)
    whole.but(candidates=counting).take(event_of(whole.upload(SOUND)))
    puts = -counting.left
    for at in sorted({1, 2, puts // 2, puts - 2, puts - 1, puts}):
        desk = Desk(tmp_path / str(at))
        event = event_of(desk.upload(SOUND))
        store = Stumbling(tmp_path / str(at) / "candidates", at, after=after)
        try:
            desk.but(candidates=store).take(event)
        except StoreError:
            assert [(1, "received", False), (2, "failed", False)] == _states(desk)
            desk.publisher.take(event)
        last = desk.reports()[-1]

        assert ("deposited", True, "2026-Q4-rc.1", True) == tuple(
            last[name] for name in ("state", "final", "candidate", "is_new")
        )
        assert 1 == len(desk.publisher.candidates.keys("candidates/2026-Q4/")), at
        assert {"candidate deposited"} == {what for what, _ in desk.told.said}


@pytest.mark.parametrize("at", [1, 2])
def test_where_a_report_cannot_be_put_the_delivery_fails_and_the_next_ends_it(desk: Desk, at: int) -> None:
    event = event_of(desk.upload(SOUND))

    full = Stumbling(desk.root / "incoming", at, after=False)
    with pytest.raises(StoreRefusedError):
        desk.but(incoming=full).take(event)
    desk.publisher.take(event)

    assert ("deposited", True) == _states(desk)[-1][1:]
    assert desk.reports()[-1]["is_new"], "made by this upload, though by a delivery that could not say so"
    assert 1 == len(desk.publisher.candidates.keys("candidates/2026-Q4/"))


def test_findings_are_reported_and_nothing_else_is_stored(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    (report,) = desk.publisher.take(event_of(desk.upload(ERROR)))

    assert ("refused", True, None) == (report.state, report.final, report.candidate)
    assert any(finding.severity == "error" for finding in report.findings)
    assert report.findings[0].place.path.startswith(f"{report.commit[:12] if report.commit else ''}:content/")
    assert {} == desk.held()
    assert not (desk.root / "released").exists()
    assert "secret" not in capsys.readouterr().out


def test_several_records_each_get_their_report_also_beside_one_that_fails(desk: Desk) -> None:
    keys = [desk.upload(ERROR), "incoming/../x", desk.upload(SOUND), desk.upload(b"no gzip")]
    reports = desk.publisher.take(event_of(*keys))

    assert ["refused", "deposited", "refused"] == [report.state for report in reports]


def test_a_bundle_that_is_gone_is_refused_for_ever(desk: Desk) -> None:
    (report,) = desk.publisher.take(event_of(key_of(SOUND)))

    assert ("refused", "the bundle is not there any more; push it again") == (report.state, report.problem)


def test_a_defect_is_reported_without_its_inside_and_raised(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:  # noqa: ANN401 - whatever it is given
        raise RuntimeError("an inside")

    monkeypatch.setattr("coursewright.publishing.depositing.publish.compile_release", broken)
    with pytest.raises(RuntimeError):
        desk.publisher.take(event_of(desk.upload(SOUND)))
    last = PublishReport.model_validate(desk.reports()[-1])

    assert ("failed", False, "something is wrong here (RuntimeError). It will be tried again") == (
        last.state,
        last.final,
        last.problem,
    )
    assert {} == desk.held()

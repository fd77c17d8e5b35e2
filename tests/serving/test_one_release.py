"""One answer is made from one release, however fast channels and editions move under its readers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from courses import ROOT
from desks import Desk
from small_course import small


def _said(release: str) -> str:
    return f"This was written for {release}."


@contextmanager
def _readers(desk: Desk, names: list[str]) -> Iterator[list[dict[str, Any]]]:
    """Readers that read while the body of the `with` moves things; what they saw is there afterwards."""
    stop, summaries = desk.root / "stop", list[dict[str, Any]]()
    path = os.pathsep.join((str(ROOT / "functions"), str(ROOT / "tests")))
    command = [sys.executable, str(ROOT / "tests" / "reader_process.py"), str(desk.released.root)]
    readers = [
        subprocess.Popen([*command, name, str(stop)], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path})
        for name in names
    ]
    try:
        for reader in readers:
            assert reader.stdout
            assert "reading\n" == reader.stdout.readline()
        yield summaries
    finally:
        stop.touch()
        for reader in readers:
            printed, _ = reader.communicate(timeout=60)
            summaries.append(json.loads(printed.splitlines()[-1]))
            assert reader.returncode == 0


@pytest.mark.timeout(240)
def test_no_answer_mixes_two_releases_while_a_channel_moves_200_times_under_8_readers(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.publish(small(_said("2026-Q4.1")))
    newer = desk.deposit(small(_said("2027-Q1.1"), "2027-Q1"))
    with _readers(desk, ["stable"] * 8) as summaries:
        for _ in range(100):
            desk.promote(newer, again=True)
            desk.roll_back()

    assert desk.channel().number == 201
    assert [] == [problem for summary in summaries for problem in summary["mixed"]]
    seen = [set(summary["seen"]) for summary in summaries]
    assert all(releases <= {"2026-Q4.1", "2027-Q1.1"} for releases in seen)
    assert {"2026-Q4.1", "2027-Q1.1"} in seen, "nobody saw both: nothing was tried"
    print(f"{sum(sum(s['seen'].values()) for s in summaries)} lessons read by 8 readers during 200 moves, 0 mixed")  # noqa: T201


@pytest.mark.timeout(240)
def test_a_reader_pinned_to_an_edition_sees_one_outline_and_its_lessons_however_often_it_is_extended(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.publish(small(_said("2026-Q4.1")))
    with _readers(desk, ["2026-Q4", "2026-Q4", "2026-Q4.1"]) as summaries:
        for number in range(2, 22):
            desk.extend(_said(f"2026-Q4.{number}"))
        desk.withdraw("2026-Q4.21")

    assert [] == [problem for summary in summaries for problem in summary["mixed"]]
    assert [1, 1, 1] == [summary["outlines"] for summary in summaries]
    assert {"2026-Q4.1"} == set(summaries[2]["seen"])
    assert len(summaries[0]["seen"]) > 1, "the edition did not move under the reader: nothing was tried"

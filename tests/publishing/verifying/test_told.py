"""What an answer tells beside stored JSON is verified as well: no digest covers it, and apps go by it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from attacks import honest, said, verified
from courses import STAMP
from coursewright.publishing.promoting.withdrawal import withdraw
from coursewright.publishing.records.log import Stamp
from coursewright.publishing.records.names import Numbered
from mirror import Change, Mirror
from small_store import copied, past

LESSON = "/v1/2026-Q4.2/courses/minimal/lessons/writing?locale=en"


def _telling(**fields: object) -> Change:
    return lambda data: json.dumps({**json.loads(data), **fields}).encode()


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        (LESSON, {"withdrawn": "it is wrong"}),
        (LESSON, {"pin": "/v1/2026-Q4/courses/minimal/lessons/other"}),
        (LESSON, {"edition": "2027-Q1"}),
        (LESSON, {"variant": {"locale": "de"}}),
        (LESSON, {"defaulted": ["locale"]}),
        ("/v1/2026-Q4.2/courses/minimal", {"pin": "https://elsewhere.example.org"}),
        ("/v1/2026-Q4.2/courses", {"withdrawn": "it is wrong"}),
        ("/v1/2026-Q4.2/programs", {"edition": "2026-Q3"}),
        ("/v1/2026-Q4.2/attestation", {"pin": ""}),
        ("/v1/2026-Q4", {"tree": "0" * 64}),
        ("/v1/2026-Q4", {"format": 99}),
        ("/v1/2026-Q4", {"commit": "d" * 40}),
        ("/v1/2026-Q4", {"commit": None}),
        ("/v1/2026-Q4", {"title": "Another"}),
        ("/v1/2026-Q4", {"edition": "2027-Q1"}),
    ],
)
def test_a_false_word_beside_stored_content_is_an_error(path: str, fields: dict[str, Any]) -> None:
    mirror = Mirror(honest().store, {path: _telling(**fields)})
    report = verified(mirror, at="2026-Q4")

    assert path in mirror.asked
    assert [path] == [problem.where for problem in report.errors]
    assert f'"{next(iter(fields))}" is ' in said(report)


def test_a_withdrawal_that_an_answer_leaves_out_is_an_error(tmp_path: Path) -> None:
    store = copied(past().whole, tmp_path / "released")
    withdraw(store, Numbered("2026-Q4", 2), Stamp(STAMP.by, STAMP.at, "a wrong figure", STAMP.signers))
    path = "/v1/2026-Q4.2/programs"
    silent = Mirror(store, {path: _telling(withdrawn=None)})

    assert [] == verified(Mirror(store), at="2026-Q4.2").problems
    assert [path] == [problem.where for problem in verified(silent, at="2026-Q4.2").errors]

"""While the first record of an edition or a channel is being written, readers have what they had, the overview included."""

from __future__ import annotations

from pathlib import Path

import pytest

from served import api_over
from small_store import copied, past

ADDRESSES = (
    "/v1", "/v1/releases.atom", "/v1/stable", "/v1/2026-Q4", "/v1/2026-Q4.1", "/v1/2026-Q4/changes?as_of=2026-11-25",
    "/v1/2026-Q4/courses/minimal/status?as_of=2026-11-25",
)  # fmt: skip


@pytest.mark.parametrize("place", ["editions/2027-Q2", "channels/pilot-two"])
def test_a_folder_without_a_record_yet_changes_no_answer(tmp_path: Path, place: str) -> None:
    store = copied(past().whole, tmp_path / "released")
    before = [api_over(store).get(address) for address in ADDRESSES]
    (store.root / place).mkdir()
    (store.root / place / ".0123456789abcdef").write_bytes(b"what dies here leaves this behind")

    assert {200} == {answer.status for answer in before}
    assert before == [api_over(store).get(address) for address in ADDRESSES]


def test_what_is_no_name_in_a_store_is_nothing_to_readers(tmp_path: Path) -> None:
    store = copied(past().whole, tmp_path / "released")
    before = api_over(store).get("/v1")
    for place in ("editions/notes", "channels/Old"):
        (store.root / place).mkdir()
        (store.root / place / "9999999998.json").write_bytes(b"left by somebody")

    assert before == api_over(store).get("/v1")

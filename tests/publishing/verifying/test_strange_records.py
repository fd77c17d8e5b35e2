"""Rightly signed records and heads that say strange things: never a traceback, and an error wherever it matters."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from attacks import verified
from courses import STAMP
from coursewright.compiling.digest import digest_of
from coursewright.publishing.keys.envelope import HEAD, RECORD, sealed
from coursewright.publishing.records.log import Log
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.verifying.logs_of_store import record_key
from coursewright.publishing.verifying.problems import Report
from coursewright.publishing.verifying.whole_store import WholeStore
from mirror import Mirror
from small_store import ROOT, SOON, copied, past

STRANGE: tuple[Any, ...] = (None, True, -1, 10**30, "", "../../x", [1], {"x": 1})
LOGS = ("channels/stable", "editions/2026-Q4")
FREE = {"by", "at", "why", "token", "act", "approvals", "gates", "policy"}
"""Fields that may say anything: they are for people, or for other parts of the path."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> FolderStore:
    made = copied(past().whole, tmp_path_factory.mktemp("strange") / "released")
    for path in made.root.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return made


def _bodies(body: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for field, said in body.items():
        yield field, {name: value for name, value in body.items() if name != field}
        yield from ((field, {**body, field: value}) for value in STRANGE if value != said)


def _path(store: FolderStore, prefix: str) -> Path:
    newest = Log(store, prefix).head()
    assert newest is not None
    return store.root / record_key(prefix, newest.number)


def _both(store: FolderStore, prefix: str) -> tuple[Report, Report]:
    """All logs, with few objects."""
    return WholeStore(store, ROOT, SOON).verify(["2026-Q4.1"]), verified(Mirror(store), at=prefix.rpartition("/")[2])


@pytest.mark.parametrize("prefix", LOGS)
def test_a_strange_record_is_an_error_inside_and_outside(store: FolderStore, prefix: str) -> None:
    """The record is signed as it should be, and so is a head that speaks of it."""
    path, head_path = _path(store, prefix), _path(store, f"heads/{prefix}")
    kept = path.read_bytes(), head_path.read_bytes()
    body, head = Log(store, prefix).head(), Log(store, f"heads/{prefix}").head()
    assert body is not None
    assert head is not None
    for field, strange in _bodies(dict(body.body)):
        data = sealed(RECORD, json.dumps(strange).encode(), [STAMP.signers.records])
        path.write_bytes(data)
        speaking = {**head.body, "digest": digest_of(data)}
        head_path.write_bytes(sealed(HEAD, json.dumps(speaking).encode(), [STAMP.signers.heads]))
        inside, outside = _both(store, prefix)

        assert inside.errors or field in FREE, (field, strange.get(field, "left out"))
        assert outside.errors or field in {*FREE, "from", "to", "previous", "releases", "withdrawn", "decision"}, field
    path.write_bytes(kept[0])
    head_path.write_bytes(kept[1])
    assert ([], []) == tuple(report.problems for report in _both(store, prefix))


@pytest.mark.parametrize("prefix", LOGS)
def test_a_strange_head_is_an_error_inside_and_outside(store: FolderStore, prefix: str) -> None:
    path, head = _path(store, f"heads/{prefix}"), Log(store, f"heads/{prefix}").head()
    kept = path.read_bytes()
    assert head is not None
    for field, strange in _bodies(dict(head.body)):
        path.write_bytes(sealed(HEAD, json.dumps(strange).encode(), [STAMP.signers.heads]))
        inside, outside = _both(store, prefix)

        assert inside.problems or field in FREE, field
        assert outside.errors or field in {*FREE, "previous"}, field
    path.write_bytes(kept)

"""The real content API is one that `verify --from` believes, by its handler and by the local server."""

from __future__ import annotations

import json
import subprocess
import threading
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

import pytest

from attacks import verified
from courses import STAMP
from coursewright.errors import NoAnswerError
from coursewright.publishing.promoting.withdrawal import withdraw
from coursewright.publishing.records.log import Stamp
from coursewright.publishing.records.names import Numbered
from coursewright.publishing.storing.stores import Stores
from mirror import Mirror
from served import COURSEWRIGHT, Api, api_over, port_of
from small_store import copied, past, publish


class _Handler:
    """The content API's handler, as a `Source`; it takes one call at a time."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.asked: list[str] = []
        self._lock = threading.Lock()

    def get(self, path: str, at_most: int) -> bytes:
        self.asked.append(path)
        with self._lock:
            answer = self.api.get(path)
        if answer.status != HTTPStatus.OK:
            raise NoAnswerError(f"answers {answer.status}", answer.status)
        assert len(answer.body) <= at_most
        return answer.body


def test_both_shipped_editions_are_believed(api: Api) -> None:
    source = _Handler(api)
    report = verified(source)

    assert [] == report.problems
    assert [] == report.not_visible
    assert 2 == report.counts["releases"]


def test_the_mirror_of_the_attacks_answers_as_the_api_does(api: Api) -> None:
    """What a verifier relies on is said twice, here and in the tests' mirror; a difference would make the attacks meaningless."""
    source, mirror = _Handler(api), Mirror(api.released)
    verified(source)
    verified(mirror)

    assert {path for path in mirror.asked if "cursor" not in path} == set(source.asked)
    for path in source.asked:
        ours, theirs = mirror.answer(path), api.get(path).body

        assert path == "/v1" or _relied(ours) == _relied(theirs), path


def _relied(data: bytes) -> object:
    """What a verifier relies on: raw bytes, or what is stored of an answer that was composed; the rest is the API's business."""
    if not data.startswith(b'{"release"'):
        return data
    kept = {"release", "manifest", "course", "lesson", "activity", "programs", "ledger", "claim", "attestations", "dimensions"}
    kept |= {"edition", "pin", "withdrawn", "variant", "defaulted", "title", "publisher", "tree", "format", "commit"}
    return {name: value for name, value in json.loads(data).items() if name in kept}


def test_a_withdrawn_release_is_believed_and_said_to_be_withdrawn(tmp_path: Path) -> None:
    store = copied(past().whole, tmp_path / "released")
    withdraw(store, Numbered("2026-Q4", 2), Stamp(STAMP.by, STAMP.at, "a wrong figure", STAMP.signers))
    source = _Handler(api_over(store))

    assert [] == verified(source).problems
    assert [] == verified(source, at="2026-Q4.2").problems
    assert "a wrong figure" == json.loads(source.get("/v1/2026-Q4.2", 1_000_000))["withdrawn"]


@pytest.fixture
def laptop(tmp_path: Path) -> Path:
    """Stores of today with keys of their own, and the trust root in a file."""
    stores = Stores(tmp_path / ".coursewright")
    publish(stores.root, stamp=Stamp("tester", datetime.now(UTC), "a test", stores.signers()))
    subprocess.run([str(COURSEWRIGHT), "trust-root", "--out", "root.json"], cwd=tmp_path, check=True, capture_output=True)
    return tmp_path


def test_the_local_server_is_believed_over_http(laptop: Path) -> None:
    command = [str(COURSEWRIGHT), "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=laptop) as server:
        try:
            address = f"http://127.0.0.1:{port_of(server)}"
            command = [str(COURSEWRIGHT), "verify", "--from", address, "--root", "root.json", "--json"]
            done = subprocess.run(command, cwd=laptop, capture_output=True, text=True, check=False)
        finally:
            server.terminate()

    assert (0, [], True) == (done.returncode, json.loads(done.stdout)["problems"], json.loads(done.stdout)["verified"])

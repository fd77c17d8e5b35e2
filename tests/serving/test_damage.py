"""A damaged or missing object is an honest problem for that object only, and a store that is away is said to be away.

An object has a compressed form beside it, which proves nothing: either of the two is enough to answer with, whatever happened to
the other.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from courses import index, release
from coursewright.compiling.digest import Digest
from coursewright.compiling.spaces import OBJECTS
from coursewright.errors import StoreError
from coursewright.publishing.compressed import compressed_key
from coursewright.publishing.folder_store import FolderStore
from coursewright.publishing.store import object_key
from served import Api, api_over, publish_both

BASE = "/v1/2026-Q4/courses/ai-foundations"


FINAL = f"{BASE}/activities/final-exam"
Harm = Callable[[Path], object]


def _flip(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:9] + bytes((data[9] ^ 1,)) + data[10:])


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _harmed(root: Path, harm: Harm, *keys: Callable[[Digest], str]) -> Api:
    """A cold API over a store in which some forms of the final exam were harmed."""
    released = publish_both(root)
    digest = Digest(index(release())["items"]["final-exam"]["object"])
    for key in keys:
        path = root / "released" / key(digest)
        path.chmod(0o644)
        harm(path)
    return api_over(released)


def _plain_key(digest: Digest) -> str:
    return object_key(OBJECTS, digest)


@pytest.mark.parametrize("harm", [_flip, _truncate, _empty])
def test_one_damaged_activity_is_refused_and_the_rest_is_served(tmp_path: Path, harm: Harm) -> None:
    api = _harmed(tmp_path, harm, _plain_key, compressed_key)
    answer = api.get(FINAL)

    assert (502, "urn:coursewright:problem:damaged-object", "no-store") == (
        answer.status,
        answer.json()["type"],
        answer.headers["cache-control"],
    )
    assert str(tmp_path) not in answer.body.decode()
    assert api.get(f"{BASE}/lessons/tokens-and-context").status == 200


def test_a_missing_object_is_said_to_be_missing(tmp_path: Path) -> None:
    answer = _harmed(tmp_path, Path.unlink, _plain_key, compressed_key).get(FINAL)

    assert (502, "urn:coursewright:problem:missing-object") == (answer.status, answer.json()["type"])


@pytest.mark.parametrize("harm", [_flip, _truncate, _empty, Path.unlink])
@pytest.mark.parametrize("key", [_plain_key, compressed_key])
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_either_form_is_enough_to_answer_with(
    tmp_path: Path, api: Api, harm: Harm, key: Callable[[Digest], str], coding: str
) -> None:
    answer = _harmed(tmp_path, harm, key).get(FINAL, accept_encoding=coding)

    assert (200, api.get(FINAL).body) == (answer.status, answer.decoded)


class _Away(FolderStore):
    def get(self, key: str) -> bytes:
        raise StoreError(f"{key}: no route to /srv/secret/place")

    def keys(self, prefix: str, limit: int | None = None) -> list[str]:
        raise StoreError(f"{prefix} {limit}: no route to /srv/secret/place")


def test_a_store_that_is_away_is_a_problem_without_its_insides(tmp_path: Path) -> None:
    answer = api_over(_Away(tmp_path)).get(f"{BASE}/lessons/tokens-and-context")

    assert (503, "urn:coursewright:problem:store-unavailable") == (answer.status, answer.json()["type"])
    assert b"secret" not in answer.body
    assert "5" == answer.headers["retry-after"]


def test_what_was_read_before_is_served_although_its_object_is_gone(tmp_path: Path) -> None:
    api = api_over(publish_both(tmp_path))
    before = api.get(FINAL)
    shutil.rmtree(tmp_path / "released" / "objects")
    shutil.rmtree(tmp_path / "released" / "gzip")

    assert (200, before.body) == (api.get(FINAL).status, api.get(FINAL).body)
    assert 502 == api.get(f"{BASE}/lessons/tokens-and-context").status

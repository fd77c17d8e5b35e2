"""A damaged or missing object is an honest problem for that object only, and a store that is away is said to be away."""

from __future__ import annotations

from pathlib import Path

from courses import index, release
from coursewright.compiling.digest import Digest
from coursewright.compiling.spaces import OBJECTS
from coursewright.errors import StoreError
from coursewright.publishing.folder_store import FolderStore
from coursewright.publishing.store import object_key
from served import api_over, publish_both

BASE = "/v1/2026-Q4/courses/ai-foundations"


def _path(root: Path, digest: str) -> Path:
    path = root / "released" / object_key(OBJECTS, Digest(digest))
    path.chmod(0o644)
    return path


def test_one_damaged_lesson_is_refused_and_the_rest_is_served(tmp_path: Path) -> None:
    released = publish_both(tmp_path)
    activity = index(release())["items"]["final-exam"]["object"]
    path = _path(tmp_path, activity)
    path.write_bytes(path.read_bytes().replace(b"exam", b"ex4m", 1))
    api = api_over(released)
    answer = api.get(f"{BASE}/activities/final-exam")

    assert (502, "urn:coursewright:problem:damaged-object", "no-store") == (
        answer.status,
        answer.json()["type"],
        answer.headers["cache-control"],
    )
    assert str(tmp_path) not in answer.body.decode()
    assert api.get(f"{BASE}/lessons/tokens-and-context").status == 200


def test_a_missing_object_is_said_to_be_missing(tmp_path: Path) -> None:
    released = publish_both(tmp_path)
    _path(tmp_path, index(release())["items"]["final-exam"]["object"]).unlink()
    answer = api_over(released).get(f"{BASE}/activities/final-exam")

    assert (502, "urn:coursewright:problem:missing-object") == (answer.status, answer.json()["type"])


class _Away(FolderStore):
    def get(self, key: str) -> bytes:
        raise StoreError(f"{key}: no route to /srv/secret/place")

    def keys(self, prefix: str, limit: int | None = None) -> list[str]:
        raise StoreError(f"{prefix} {limit}: no route to /srv/secret/place")


def test_a_store_that_is_away_is_a_problem_without_its_insides(tmp_path: Path) -> None:
    answer = api_over(_Away(tmp_path)).get(f"{BASE}/lessons/tokens-and-context")

    assert (503, "urn:coursewright:problem:store-unavailable") == (answer.status, answer.json()["type"])
    assert b"secret" not in answer.body

"""Harm any one object of a release, and the content API serves the rest: an address answers as before, or says why not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coursewright.compiling.spaces import SPACES
from coursewright.publishing.storing.folder_store import FolderStore
from served import Answer, api_over
from small_course import small
from small_store import publish

BASE = "/v1/2026-Q4/courses/minimal"
PROBLEMS = {"urn:coursewright:problem:damaged-object", "urn:coursewright:problem:missing-object"}
MADE = small()
OBJECTS = sorted(place for place in MADE.objects if place[0] in SPACES)
"""Every object by (space, digest)."""


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _swap(path: Path) -> None:
    """Another object's bytes, which are sound themselves."""
    path.write_bytes(MADE.objects[OBJECTS[0]] if not path.name.startswith(OBJECTS[0][1]) else MADE.objects[OBJECTS[1]])


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("anywhere")
    publish(folder)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    yield folder / "released"
    shutil.rmtree(folder)


def _addresses() -> dict[str, set[str]]:
    """Every address of the small release, each with the digests of what it takes to answer it.

    The catalogue says who may read which course, and so who may be shown claims and programs.
    """
    manifest = json.loads(MADE.objects["objects", MADE.manifest])
    course = manifest["courses"]["minimal"]
    index = json.loads(MADE.objects["objects", course])
    first = {MADE.manifest}
    found: dict[str, set[str]] = {BASE: {*first, course}}
    for name, item in index["items"].items():
        if "object" in item:
            found[f"{BASE}/activities/{name}"] = {*first, course, item["object"]}
        for digest, file in item["assets"].items():
            found[f"/v1/assets/{digest}/{file}"] = {digest}
    claims = json.loads(MADE.objects["objects", manifest["claims"]])["claims"]
    for name, digest in claims.items():
        found[f"/v1/2026-Q4/claims/{name}"] = {*first, manifest["claims"], manifest["catalogue"], digest}
    found["/v1/2026-Q4/models"] = {*first, manifest["models"]}
    found["/v1/2026-Q4/programs"] = {*first, manifest["programs"], manifest["catalogue"]}
    for model in ("deep-1", "swift-1", "swift-2"):
        for role in ("developer", "general"):
            for lesson in ("reading", "writing", "rewriting"):
                item = index["items"][lesson]
                for suffix in ("", ".md"):
                    found[f"{BASE}/lessons/{lesson}{suffix}?model={model}&role={role}"] = {
                        *first,
                        course,
                        *_outcomes(item, suffix),
                    }
    return found


def _outcomes(item: dict[str, list[dict[str, str]]], suffix: str) -> set[str]:
    """Any outcome of the lesson: which one it is, the test of the decision table says."""
    return {outcome["markdown" if suffix else "json"] for outcome in item["outcomes"]}


def _answers(root: Path) -> dict[str, Answer]:
    api = api_over(FolderStore(root))
    return {address: api.get(address) for address in _addresses()}


def _harmed(root: Path, digest: str, harm: Callable[[Path], None]) -> dict[str, Answer]:
    """Every answer of a cold API while every form of one object is harmed."""
    paths = [path for path in root.glob(f"*/{digest[:2]}/{digest}*") if path.is_file()]
    kept = {path: path.read_bytes() for path in paths}
    for path in paths:
        harm(path)
    answers = _answers(root)
    for path, data in kept.items():
        path.write_bytes(data)
    return answers


@pytest.mark.parametrize("harm", [_flip, _truncate, _swap, Path.unlink], ids=["flip", "truncate", "swap", "delete"])
def test_every_address_answers_as_before_or_says_why_not(root: Path, harm: Callable[[Path], None]) -> None:
    needs, before = _addresses(), _answers(root)
    refused: set[str] = set()
    for _space, digest in OBJECTS:
        for address, answer in _harmed(root, digest, harm).items():
            if (answer.status, answer.body) == (200, before[address].body):
                continue
            refused.add(digest)

            assert digest in needs[address], f"{address} does not need {digest}"
            assert answer.status in {404, 502}, address
            assert answer.json()["type"] in PROBLEMS | {"urn:coursewright:problem:not-found"}
            assert "no-store" == answer.headers["cache-control"]
    public = {digest for space, digest in OBJECTS if space in ("objects", "assets")}

    assert all(answer.status == 200 for answer in before.values())
    assert refused <= public, "what is private is never read"
    assert len(refused) > len(public) // 2, "the control: harm does show"


def test_one_harmed_outcome_leaves_the_other_outcomes_of_its_lesson(root: Path) -> None:
    manifest = json.loads(MADE.objects["objects", MADE.manifest])
    index = json.loads(MADE.objects["objects", manifest["courses"]["minimal"]])
    outcomes = [outcome["json"] for outcome in index["items"]["reading"]["outcomes"]]
    before = {address for address in _addresses() if "/lessons/reading?" in address}
    for digest in outcomes:
        refused = {address for address, answer in _harmed(root, digest, _flip).items() if answer.status != 200}

        assert refused < before
        assert refused

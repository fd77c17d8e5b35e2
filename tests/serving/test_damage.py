"""A damaged or missing object is an honest problem for that object only, and a store that is away is said to be away.

An object has a compressed form beside it, which proves nothing: either of the two is enough to answer with, whatever happened to
the other.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from counting_store import CountingStore
from courses import index, release
from coursewright.compiling.digest import Digest
from coursewright.compiling.spaces import OBJECTS
from coursewright.publishing.storing.compressed import compressed_key
from coursewright.publishing.storing.store import object_key
from library import promoted
from served import Api, api_over

BASE = "/v1/2026-Q4/courses/ai-foundations"
FINAL = f"{BASE}/activities/final-exam"
Harm = Callable[[bytes], bytes | None]


def _flip(data: bytes) -> bytes:
    return data[:9] + bytes((data[9] ^ 1,)) + data[10:]


def _truncate(data: bytes) -> bytes:
    return data[:-5]


def _empty(_data: bytes) -> bytes:
    return b""


def _lose(_data: bytes) -> None:
    return None


@pytest.fixture(scope="module")
def whole() -> CountingStore:
    return promoted(release())


def _harmed(whole: CountingStore, harm: Harm, *keys: Callable[[Digest], str]) -> Api:
    """A cold API over a copy of a store in which some forms of the final exam were harmed."""
    store = CountingStore(whole.kept)
    digest = Digest(index(release())["items"]["final-exam"]["object"])
    for key in keys:
        harmed = harm(store.kept.pop(key(digest)))
        if harmed is not None:
            store.kept[key(digest)] = harmed
    return api_over(store)


def _plain_key(digest: Digest) -> str:
    return object_key(OBJECTS, digest)


@pytest.mark.parametrize("harm", [_flip, _truncate, _empty])
def test_one_damaged_activity_is_refused_and_the_rest_is_served(whole: CountingStore, harm: Harm) -> None:
    api = _harmed(whole, harm, _plain_key, compressed_key)
    answer = api.get(FINAL)

    assert (502, "urn:coursewright:problem:damaged-object", "no-store") == (
        answer.status,
        answer.json()["type"],
        answer.headers["cache-control"],
    )
    assert b"objects/" not in answer.body
    assert api.get(f"{BASE}/lessons/tokens-and-context").status == 200


def test_a_missing_object_is_said_to_be_missing(whole: CountingStore) -> None:
    answer = _harmed(whole, _lose, _plain_key, compressed_key).get(FINAL)

    assert (502, "urn:coursewright:problem:missing-object") == (answer.status, answer.json()["type"])


@pytest.mark.parametrize("harm", [_flip, _truncate, _empty, _lose])
@pytest.mark.parametrize("key", [_plain_key, compressed_key])
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_either_form_is_enough_to_answer_with(
    whole: CountingStore, api: Api, harm: Harm, key: Callable[[Digest], str], coding: str
) -> None:
    answer = _harmed(whole, harm, key).get(FINAL, accept_encoding=coding)

    assert (200, api.get(FINAL).body) == (answer.status, answer.decoded)


def test_a_store_that_is_away_is_a_problem_without_its_insides() -> None:
    store = CountingStore()
    store.is_away = True
    answer = api_over(store).get(f"{BASE}/lessons/tokens-and-context")

    assert (503, "urn:coursewright:problem:store-unavailable") == (answer.status, answer.json()["type"])
    assert b"secret" not in answer.body
    assert "5" == answer.headers["retry-after"]


def test_what_was_read_before_is_served_although_its_object_is_gone(whole: CountingStore) -> None:
    store = CountingStore(whole.kept)
    api = api_over(store)
    before = api.get(FINAL)
    for key in [key for key in store.kept if key.startswith(("objects/", "gzip/"))]:
        del store.kept[key]

    assert (200, before.body) == (api.get(FINAL).status, api.get(FINAL).body)
    assert 502 == api.get(f"{BASE}/lessons/tokens-and-context").status


@pytest.mark.parametrize("harm", [_truncate, _empty, lambda _data: b'{"x":1}'], ids=["truncate", "empty", "other"])
def test_an_attestation_that_is_no_envelope_is_a_problem_and_not_half_a_document(whole: CountingStore, harm: Harm) -> None:
    store = CountingStore(whole.kept)
    key = next(key for key in store.kept if key.startswith("attestations/"))
    store.kept[key] = harm(store.kept[key]) or b""
    answer = api_over(store).get("/v1/2026-Q4/attestation")

    assert (502, "urn:coursewright:problem:damaged-object") == (answer.status, answer.json()["type"])

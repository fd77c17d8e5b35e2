"""What verifiers need, byte for byte: anybody can take the digests again."""

from __future__ import annotations

import json

import pytest

from courses import ARCHIVE, release
from coursewright.compiling.digest import digest_of
from coursewright.publishing.depositing.attestations import attestations_of
from coursewright.publishing.keys.envelope import opened
from coursewright.publishing.records.log import Log
from coursewright.publishing.records.logs import channel_log, edition_log, heads_of
from library import promoted
from served import Api, api_over

IMMUTABLE = "public, max-age=31536000, immutable"


def test_a_manifest_is_the_bytes_its_release_is_named_by(api: Api) -> None:
    answer = api.get("/v1/2026-Q4.1/manifest")

    assert api.get("/v1/2026-Q4.1").json()["manifest"] == digest_of(answer.body) == release().manifest
    assert (IMMUTABLE, "public, max-age=5") == tuple(
        api.get(f"/v1/{at}/manifest").headers["cache-control"] for at in ("2026-Q4.1", "stable")
    )


def test_attestations_are_the_envelopes_as_stored(api: Api) -> None:
    answer = api.get("/v1/2026-Q4.1/attestation")
    stored = [data for _, data in attestations_of(api.released, release().manifest)]

    assert [json.loads(data) for data in stored] == answer.json()["attestations"]
    assert all(data in answer.body for data in stored)
    assert ("2026-Q4.1", 1) == (answer.json()["release"], len(stored))


@pytest.mark.parametrize("where", ["channels/stable", "editions/2026-Q4"])
def test_records_and_heads_are_the_bytes_as_stored(api: Api, where: str) -> None:
    log = Log(api.released, where)
    newest = log.head()
    head = heads_of(log).head()
    assert newest
    assert head
    for number in range(1, newest.number + 1):
        answer = api.get(f"/v1/{where}/records/{number}")
        record = log.get(number)
        assert record
        assert (record.data, f'"{record.digest}"', IMMUTABLE) == (
            answer.body,
            answer.headers["etag"],
            answer.headers["cache-control"],
        )
    answer = api.get(f"/v1/{where}/head")

    assert head.data == answer.body
    assert newest.digest == json.loads(opened(answer.body).payload)["digest"]
    assert ("public, max-age=5" if "channels" in where else "public, max-age=60") == answer.headers["cache-control"]


def test_what_is_not_there_yet_is_not_remembered() -> None:
    store = promoted(release(ARCHIVE))
    api = api_over(store)
    before = api.get("/v1/channels/stable/records/2")
    promoted(release(), store=store)
    after = api.get("/v1/channels/stable/records/2")

    assert (404, "no-store", 200) == (before.status, before.headers["cache-control"], after.status)


@pytest.mark.parametrize(
    "address",
    [
        "/v1/channels/stable/records/0",
        "/v1/channels/stable/records/01",
        "/v1/channels/stable/records/-1",
        "/v1/channels/stable/records/one",
        "/v1/channels/stable/records/99999999999",
        "/v1/channels/beta/records/1",
        "/v1/channels/beta/head",
        "/v1/channels/2026-Q4/records/1",
        "/v1/channels/..%2F..%2Fkeys/records/1",
        "/v1/channels/Stable/head",
        "/v1/editions/stable/records/1",
        "/v1/editions/2025-Q1/head",
        "/v1/editions/2026-Q4.1/head",
        "/v1/channels",
        "/v1/editions",
        "/v1/assets",
        "/v1/channels/courses",
    ],
)
def test_no_other_name_leads_anywhere(api: Api, address: str) -> None:
    answer = api.get(address)

    assert (404, "urn:coursewright:problem:not-found", "no-store") == (
        answer.status,
        answer.json()["type"],
        answer.headers["cache-control"],
    )


def test_a_channel_and_an_edition_have_each_record_of_their_own_log(api: Api) -> None:
    assert channel_log(api.released, "stable").head() != edition_log(api.released, "2026-Q4").head()

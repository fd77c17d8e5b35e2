"""The gate that stands between boto3 and AWS: it records, refuses as AWS refuses, and hides what is absent as AWS does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.session import Session

from buckets_in_memory import BucketsInMemory
from coursewright.errors import MissingObjectError, StoreError, StoreRefusedError
from coursewright.publishing.storing.s3_store import S3Store
from iam_gate import Gate, unused
from iam_policies import NotUnderstoodError, Request, statements_of
from iam_requests import Account

BUCKET = "arn:aws:s3:::a-bucket"
READ = {"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": [f"{BUCKET}/objects/*", f"{BUCKET}/logs/*"]}
LIST = {
    "Sid": "List",
    "Effect": "Allow",
    "Action": "s3:ListBucket",
    "Resource": BUCKET,
    "Condition": {"StringLike": {"s3:prefix": "logs/*"}},
}
SIGN = {"Effect": "Allow", "Action": "kms:Sign", "Resource": "arn:aws:kms:eu-central-1:123456789012:key/one"}
TELL = {
    "Effect": "Allow",
    "Action": "events:PutEvents",
    "Resource": "arn:aws:events:eu-central-1:123456789012:event-bus/default",
    "Condition": {"StringEquals": {"events:source": "coursewright"}},
}


def gate(*said: Mapping[str, Any], held: Mapping[str, bytes] | None = None) -> Gate:
    statements = statements_of({"Version": "2012-10-17", "Statement": list(said)}, "a role")
    return Gate(statements, Account(aliases={"alias/heads": "one"}), {"s3": BucketsInMemory({"a-bucket": held or {}})})


def client(before: Gate, service: str = "s3") -> Any:  # noqa: ANN401 - boto3 makes its clients at run time
    session = Session()
    before.stand_before(session)
    made = boto3.Session("testing", "testing", region_name="eu-central-1", botocore_session=session)
    return made.client(service)


def test_a_call_that_is_granted_is_made_and_recorded() -> None:
    standing = gate(READ, held={"objects/a": b"what is there"})

    assert b"what is there" == S3Store(client(standing), "a-bucket").get("objects/a")
    assert [("s3:GetObject", f"{BUCKET}/objects/a")] == [(one.action, one.resource) for one in standing.asked]
    assert [] == standing.refused


def test_a_call_that_is_not_granted_is_refused_and_changes_nothing() -> None:
    engine = BucketsInMemory({"a-bucket": {}})
    standing = gate(READ)
    standing.engines = {"s3": engine}

    with pytest.raises(StoreRefusedError, match="AccessDenied"):
        S3Store(client(standing), "a-bucket").put_if_absent("objects/a", b"")

    assert {"a-bucket": {}} == engine.held
    assert ["s3:PutObject"] == [one.action for one in standing.refused]


def test_an_absent_object_is_told_from_a_forbidden_one_only_where_its_log_may_be_listed() -> None:
    store = S3Store(client(gate(READ, LIST, held={"logs/1": b""})), "a-bucket")

    with pytest.raises(MissingObjectError):
        store.get("logs/2")
    with pytest.raises(StoreError) as absent:
        store.get("objects/b")
    assert not isinstance(absent.value, MissingObjectError)


def test_a_listing_is_judged_by_its_prefix() -> None:
    store = S3Store(client(gate(LIST, held={"logs/1": b"", "logs/a/2": b""})), "a-bucket")

    assert ["logs/1"] == store.keys("logs/", limit=1)
    assert ["a"] == store.folders("logs/")
    with pytest.raises(StoreError, match="AccessDenied"):
        store.keys("keys/")


def test_a_key_is_judged_as_the_one_its_alias_names() -> None:
    standing = gate(READ)

    with pytest.raises(ClientError, match="AccessDenied"):
        client(standing, "kms").sign(KeyId="alias/heads", Message=b"", MessageType="DIGEST", SigningAlgorithm="ECDSA_SHA_256")

    assert [SIGN["Resource"]] == [one.resource for one in standing.refused]
    assert all(gate(SIGN).allows(one) for one in standing.refused)


def test_an_event_is_judged_by_its_source() -> None:
    standing = gate(READ)
    entry = {"Source": "coursewright", "DetailType": "withdrawn", "Detail": "{}"}

    with pytest.raises(ClientError, match="AccessDenied"):
        client(standing, "events").put_events(Entries=[entry, {**entry, "Source": "another"}])

    assert [True, False] == [gate(TELL).allows(one) for one in standing.refused]


def test_a_call_that_the_table_does_not_have_is_an_error_and_no_pass() -> None:
    everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}

    with pytest.raises(NotUnderstoodError, match=r"s3\.ListBuckets"):
        client(gate(everything)).list_buckets()


def test_what_is_granted_and_never_asked_for_is_named() -> None:
    statements = gate(READ, LIST).statements
    read = Request("s3:GetObject", f"{BUCKET}/objects/a")

    assert [f"a role, Read: {BUCKET}/logs/*", "a role, List: all of it"] == unused(statements, [read])
    assert [] == unused(statements, [read, Request("s3:GetObject", f"{BUCKET}/logs/1"), _listing("logs/a/")])
    assert ["a role, List: all of it"] == unused(statements[1:], [_listing("keys/")])


def _listing(prefix: str) -> Request:
    return Request("s3:ListBucket", BUCKET, {"s3:prefix": (prefix,)})

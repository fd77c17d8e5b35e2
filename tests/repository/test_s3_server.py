"""The S3 server of the tests does what tests rely on: it enforces policies, and keeps what it took when it is killed."""

from __future__ import annotations

import pytest

from coursewright.errors import StoreError, StoreRefusedError
from s3_server import Identity, SeaweedFS

READER = Identity(
    "reader",
    policies={
        "reads": {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::released/*"]}],
        }
    },
)


def test_an_identity_may_do_what_its_policy_says_and_a_killed_server_has_what_it_took() -> None:
    with SeaweedFS([READER]) as server:
        store = server.store(server.bucket("released"))
        store.put_if_absent("a/b", b"bytes")
        theirs = server.store("released", READER)

        assert theirs.get("a/b") == b"bytes"
        with pytest.raises(StoreRefusedError, match="AccessDenied"):
            theirs.put_if_absent("a/c", b"")
        with pytest.raises(StoreError, match="AccessDenied"):
            theirs.keys("a/")

        server.kill()
        server.start()
        assert store.keys("a/") == ["a/b"]
        assert store.get("a/b") == b"bytes"

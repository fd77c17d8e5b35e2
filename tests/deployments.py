"""A deployment in memory: buckets and keys by moto, and a Lambda that runs the promote function's own code on them.

Requests and answers pass as JSON, as they do on AWS. moto takes every message as raw, which `as_kms_signs` puts right, and loses
writes of several threads, so the stores take one operation at a time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import boto3
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from moto import mock_aws
from moto.kms.utils import ECDSAPrivateKey

from coursewright.compiling.release import Release
from coursewright.publishing.depositing.deposit import Candidate, deposit
from coursewright.publishing.keys.keyring import signers_at
from coursewright.publishing.keys.signing import ROLES
from coursewright.publishing.promoting import promote_function
from coursewright.publishing.promoting.promoter import Promoter
from coursewright.publishing.records.log import Stamp
from coursewright.publishing.storing.s3_store import S3Store
from coursewright.publishing.storing.store_address import candidates_at, store_at
from coursewright.publishing.storing.stores import stores_at
from coursewright.reviewing.gatekeeping import gatekeeper_for

ADDRESS = "s3://acme"
REGION = "eu-central-1"
ALIAS_ARN = f"arn:aws:lambda:{REGION}:123456789012:function:acme-promote:live"
ROLE_ARN = "arn:aws:iam::123456789012:role/acme-scheduler"
QUEUE_ARN = f"arn:aws:sqs:{REGION}:123456789012:acme-dead-letters"


def as_kms_signs(key: ECDSAPrivateKey, message: bytes, _algorithm: str) -> bytes:
    """What KMS signs where the message is a digest; refused unless it has a digest's length."""
    return key.private_key.sign(message, ECDSA(Prehashed(SHA256())))


def new_key(client: Any, spec: str = "ECC_NIST_P256") -> str:  # noqa: ANN401 - boto3 makes its clients at run time
    """A key in KMS, of the kind that ours are."""
    key: str = client.create_key(KeySpec=spec, KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
    return key


@dataclass
class Lambda:
    """Answers `invoke` by the promote function's code; keeps what was asked, and can be told to fail instead.

    Without `has_gates` it promotes whatever is asked for: what most tests of a deployment are about comes after that.
    """

    has_gates: bool = False

    asked: list[dict[str, Any]] = field(default_factory=list)
    told: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    failing: list[Exception | dict[str, Any]] = field(default_factory=list)

    def invoke(self, *, FunctionName: str, Qualifier: str, Payload: bytes) -> dict[str, Any]:  # noqa: N803 - Lambda's names
        assert (FunctionName, Qualifier) == ("acme-promote", "live")
        if self.failing:
            failure = self.failing.pop(0)
            if isinstance(failure, Exception):
                raise failure
            return {"StatusCode": 200, **failure, "Payload": BytesIO(json.dumps(failure["Payload"]).encode())}
        return {"StatusCode": 200, "Payload": BytesIO(json.dumps(self.run(json.loads(Payload))).encode())}

    def run(self, request: dict[str, Any]) -> dict[str, Any]:
        """What the function answers."""
        self.asked.append(request)
        candidates, released = candidates_at("s3://acme-candidates"), store_at("s3://acme-released")
        promoter = Promoter(
            candidates,
            released,
            lambda: signers_at("kms://acme"),
            self,
            log=lambda _: None,
            gatekeeper=gatekeeper_for({}, candidates, released, is_shared=True) if self.has_gates else None,
        )
        return promoter.take(request)

    def announce(self, what: str, detail: Mapping[str, Any]) -> None:
        self.told.append((what, dict(detail)))


@contextmanager
def deployment(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lambda]:
    """The deployment acme, with nothing in it yet."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setattr(S3Store, "at_once", 1)
    monkeypatch.setattr(ECDSAPrivateKey, "sign", as_kms_signs)
    function = Lambda()
    monkeypatch.setattr(promote_function, "client_for", lambda *_, **__: function)
    with mock_aws():
        s3, kms, scheduler = (boto3.client(service, region_name=REGION) for service in ("s3", "kms", "scheduler"))
        for kind in ("candidates", "released"):
            s3.create_bucket(Bucket=f"acme-{kind}", CreateBucketConfiguration={"LocationConstraint": REGION})
        for role in ROLES:
            kms.create_alias(AliasName=f"alias/acme-{role}", TargetKeyId=new_key(kms))
        scheduler.create_schedule_group(Name="acme")
        scheduler.create_schedule(
            Name="daily-heads",
            GroupName="acme",
            ScheduleExpression="cron(17 3 * * ? *)",
            FlexibleTimeWindow={"Mode": "OFF"},
            Target={
                "Arn": ALIAS_ARN,
                "RoleArn": ROLE_ARN,
                "Input": '{"act":"heads"}',
                "RetryPolicy": {"MaximumRetryAttempts": 5, "MaximumEventAgeInSeconds": 21600},
                "DeadLetterConfig": {"Arn": QUEUE_ARN},
            },
        )
        yield function


def deposited(made: Release) -> Candidate:
    """A candidate of the deployment."""
    stores = stores_at(ADDRESS)
    stamp = Stamp("ana@example.org", datetime.now(UTC), "", stores.signers())
    return deposit(made, stores.candidates, stamp, {"commit": "c" * 40})

"""Stand-ins for what functions ask of AWS beside S3: KMS with real keys, the bus, topics, secrets, and boto3's session."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from io import BytesIO
from typing import Any

import boto3
from botocore.loaders import Loader
from botocore.session import Session
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from iam_gate import Answer, Gate, answer
from iam_requests import Account

_LOADER = Loader()


@cache
def _private(key: str) -> ec.EllipticCurvePrivateKey:
    """A key in KMS, by its id."""
    del key
    return ec.generate_private_key(ec.SECP256R1())


@dataclass
class Keys:
    """KMS, as far as signers use it."""

    account: Account
    are_disabled: bool = False

    def __call__(self, operation: str, parameters: Mapping[str, Any]) -> Answer:
        if self.are_disabled:
            return answer(HTTPStatus.BAD_REQUEST, error=("DisabledException", "the key is disabled"))
        name = str(parameters["KeyId"])
        key = self.account.aliases[name] if name.startswith("alias/") else name.rpartition("/")[2]
        arn = self.account.arn("kms", f"key/{key}")
        if operation == "GetPublicKey":
            public = _private(key).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
            return answer(HTTPStatus.OK, {"KeyId": arn, "PublicKey": public})
        assert ("Sign", "DIGEST") == (operation, parameters["MessageType"])
        signature = _private(key).sign(parameters["Message"], ec.ECDSA(Prehashed(SHA256())))
        return answer(HTTPStatus.OK, {"KeyId": arn, "Signature": signature})


@dataclass
class Bus:
    """The event bus: keeps what it is told."""

    told: list[str] = field(default_factory=list)

    def __call__(self, operation: str, parameters: Mapping[str, Any]) -> Answer:
        assert "PutEvents" == operation
        self.told += [entry["DetailType"] for entry in parameters["Entries"]]
        return answer(HTTPStatus.OK, {"FailedEntryCount": 0, "Entries": []})


@dataclass
class Topics:
    """SNS: keeps whom it is told of, and drops what comes again with the same id, as a FIFO topic does for five minutes."""

    told: list[tuple[str, str]] = field(default_factory=list)
    refuses: bool = False

    def __call__(self, operation: str, parameters: Mapping[str, Any]) -> Answer:
        assert ("Publish", True) == (operation, str(parameters["TopicArn"]).endswith(".fifo"))
        if self.refuses:
            return answer(HTTPStatus.INTERNAL_SERVER_ERROR, error=("InternalErrorException", "try later"))
        message = (parameters["MessageGroupId"], parameters["MessageDeduplicationId"])
        self.told += [] if message in self.told else [message]
        return answer(HTTPStatus.OK, {"MessageId": "one"})


class Secrets:
    """Secrets Manager: one that sessions are signed with, and every other is the same."""

    def __call__(self, operation: str, parameters: Mapping[str, Any]) -> Answer:
        assert "GetSecretValue" == operation
        secret = "s" * 64 if "session" in str(parameters["SecretId"]).lower() else "no-key"
        return answer(HTTPStatus.OK, {"ARN": parameters["SecretId"], "SecretString": secret})


@dataclass
class Functions:
    """Lambda: keeps what functions are asked for, and has it done."""

    asked: list[dict[str, Any]] = field(default_factory=list)

    def __call__(self, operation: str, parameters: Mapping[str, Any]) -> Answer:
        assert "Invoke" == operation
        self.asked.append(json.loads(parameters["Payload"]))
        return answer(HTTPStatus.OK, {"StatusCode": 200, "Payload": BytesIO(b'{"outcome": "done", "message": "done"}')})


@dataclass
class Scheduler:
    """EventBridge Scheduler: the schedule that the template makes, and what is added."""

    role: str
    held: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __call__(self, operation: str, parameters: Mapping[str, Any]) -> Answer:
        if operation == "ListSchedules":
            return answer(HTTPStatus.OK, {"Schedules": [{"Name": name} for name in ("daily-heads", *self.held)]})
        if operation == "CreateSchedule":
            self.held[parameters["Name"]] = dict(parameters)
            return answer(HTTPStatus.OK, {"ScheduleArn": "one"})
        assert "GetSchedule" == operation
        model = {"ScheduleExpression": "cron(17 3 * * ? *)", "Target": {"Arn": "one", "RoleArn": self.role, "Input": "{}"}}
        return answer(HTTPStatus.OK, self.held.get(parameters["Name"], model))


class Clients:
    """boto3's default session for one function: its clients are made once, and go through the function's gate."""

    def __init__(self, gate: Gate, credentials: Mapping[str, str], endpoint: str | None) -> None:
        self._endpoint = endpoint
        session = Session()
        session.register_component("data_loader", _LOADER)
        gate.stand_before(session)
        region = {"region_name": gate.account.region}
        self._session = boto3.Session(**region, **credentials, botocore_session=session)
        self._made: dict[str, Any] = {}

    def client(self, service: str, **known: Any) -> Any:  # noqa: ANN401 - boto3 makes its clients at run time
        """See `boto3.Session`."""
        if service not in self._made:
            more = {"endpoint_url": self._endpoint} if service == "s3" and self._endpoint else {}
            self._made[service] = self._session.client(service, **known, **more)
        return self._made[service]

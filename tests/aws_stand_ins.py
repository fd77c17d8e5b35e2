"""Stand-ins for what functions ask of AWS beside S3: KMS with real keys, the bus, topics, secrets, and boto3's session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
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
    """Secrets Manager: every secret is the same."""

    def __call__(self, operation: str, parameters: Mapping[str, Any]) -> Answer:
        assert "GetSecretValue" == operation
        return answer(HTTPStatus.OK, {"ARN": parameters["SecretId"], "SecretString": "no-key"})


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

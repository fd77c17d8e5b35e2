"""An S3 that answers as a test has written down, below boto3: what boto3 makes of an answer is part of what is tried."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from urllib3 import HTTPResponse

from coursewright.publishing.storing.s3_store import S3Store
from coursewright.publishing.storing.store_address import s3_client


@dataclass(frozen=True)
class Answer:
    """What S3 says once."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


Script = Answer | Exception


def error(status: int, code: str, message: str = "", **headers: str) -> Answer:
    """An error as S3 words it."""
    body = f"<Error><Code>{code}</Code><Message>{message}</Message></Error>".encode()
    return Answer(status, body, {name.replace("_", "-"): value for name, value in headers.items()})


def holding(data: bytes, *, arrives: bytes | None = None) -> Answer:
    """An object, or what arrives of it."""
    checksum = b64encode(hashlib.sha256(data).digest()).decode()
    return Answer(
        200, data if arrives is None else arrives, {"content-length": str(len(data)), "x-amz-checksum-sha256": checksum}
    )


def listing(*keys: str, more: str = "") -> Answer:
    """A page of a listing; `more` is the token of the next."""
    found = "".join(f"<Contents><Key>{key}</Key></Contents>" for key in keys) + f"<KeyCount>{len(keys)}</KeyCount>"
    token = f"<NextContinuationToken>{more}</NextContinuationToken>" if more else ""
    truncated = str(bool(more)).lower()
    body = f"<ListBucketResult>{found}<IsTruncated>{truncated}</IsTruncated>{token}</ListBucketResult>"
    return Answer(200, body.encode())


class ScriptedS3:
    """The answers in their order, the last for ever; what was asked, and how long was waited in between."""

    def __init__(self, *answers: Script) -> None:
        self.asked: list[AWSPreparedRequest] = []
        self.waited: list[float] = []
        self._answers = _then_for_ever(answers)
        client = s3_client(region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="testing")  # noqa: S106 - no secret
        client.meta.events.register("before-send.s3", self._answered)
        self.store = S3Store(client, "released", self.waited.append)

    def _answered(self, request: AWSPreparedRequest, **_: object) -> AWSResponse:
        if request.method == "HEAD":  # botocore asks for a bucket's region
            return self._answer(request, Answer(403))
        self.asked.append(request)
        answer = next(self._answers)
        if isinstance(answer, Exception):
            raise answer
        return self._answer(request, answer)

    def _answer(self, request: AWSPreparedRequest, answer: Answer) -> AWSResponse:
        raw = HTTPResponse(BytesIO(answer.body), preload_content=False, enforce_content_length=False)
        return AWSResponse(request.url, answer.status, _Headers(answer.headers), raw)


class _Headers(dict[str, str]):
    """Header names are lower-cased here, as botocore asks for them in many ways."""

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - as dict has it
        return super().get(name.lower(), default)


def _then_for_ever(answers: tuple[Script, ...]) -> Iterator[Script]:
    yield from answers
    while True:
        yield answers[-1]

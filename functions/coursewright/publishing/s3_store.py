"""A store in an S3 bucket: every put is conditional, so that what is there is left alone.

- `If-None-Match: *` makes a put a put-if-absent: 412 means that something is there. 409 (ConditionalRequestConflict) means that
  another put of the key was under way: the same bytes are put again, for otherwise "somebody has it" could be a lie.
- Who sent a put and got no answer does not know whether it took effect, so it puts the same bytes again; then 412 may mean its
  own: whoever must know reads back what is there (`Log` does).
- The SHA-256 of the bytes travels with them, and S3 refuses bytes of another one; what is read back is compared with it as well.
- A role that may not list a bucket is answered 403 for what is absent. Then the key is looked for in a listing of it alone, which
  roles are allowed where absence matters; only if that is refused too is the answer that reading is not allowed.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html and, beside it, checking-object-integrity.html.
"""

from __future__ import annotations

import hashlib
import random
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any, TypeVar

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    FlexibleChecksumError,
    HTTPClientError,
    IncompleteReadError,
    ResponseStreamingError,
)
from botocore.parsers import ResponseParserError

from coursewright.errors import MissingObjectError, StoreError, StoreRefusedError
from coursewright.publishing.store import refuse_unless_key

T = TypeVar("T")

_PAUSES = (0.05, 0.2, 0.8, 2.0)
"""Seconds between tries, each varied by half, so that those who were refused together do not come back together."""
_CUT = (HTTPClientError, ResponseStreamingError, IncompleteReadError, FlexibleChecksumError, ResponseParserError)
"""No answer, or not the whole of it."""
_AGAIN = frozenset({409, 429, 500, 502, 503, 504})


class S3Store:
    """A `Store` in a bucket. Client and bucket are the caller's; `at_once` is how many operations it takes at a time."""

    at_once = 16

    def __init__(self, client: Any, bucket: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        self.client = client
        self.bucket = bucket

    def get(self, key: str) -> bytes:
        refuse_unless_key(key)
        try:
            return self._tried(lambda: self._read(key))
        except ClientError as error:
            if _status(error) == HTTPStatus.FORBIDDEN and not self._is_listed(key):
                raise MissingObjectError(f"{key} is not in {self.bucket}") from error
            if _code(error) == "NoSuchKey":
                raise MissingObjectError(f"{key} is not in {self.bucket}") from error
            raise StoreError(f"{key} in {self.bucket} cannot be read: {_said(error)}") from error
        except (BotoCoreError, ResponseParserError) as error:
            raise StoreError(f"{key} in {self.bucket} cannot be read: {error}") from error

    def put_if_absent(self, key: str, data: bytes) -> bool:
        refuse_unless_key(key)
        doubts: list[Exception] = []
        try:
            self._tried(lambda: self._write(key, data), doubts)
        except ClientError as error:
            if _status(error) == HTTPStatus.PRECONDITION_FAILED:
                return False
            if doubts or _status(error) >= HTTPStatus.INTERNAL_SERVER_ERROR:
                raise StoreError(f"whether {key} is in {self.bucket} is not certain: {_said(error)}") from error
            raise StoreRefusedError(f"{key} in {self.bucket} cannot be written: {_said(error)}") from error
        except _CUT as error:
            raise StoreError(f"whether {key} is in {self.bucket} is not certain: {error}") from error
        except BotoCoreError as error:  # it was never sent
            kind = StoreError if doubts else StoreRefusedError
            raise kind(f"{key} in {self.bucket} cannot be written: {error}") from error
        return True

    def keys(self, prefix: str, limit: int | None = None) -> list[str]:
        found: list[str] = []
        for page in self._pages(prefix, limit):
            found += [entry["Key"] for entry in page.get("Contents", ())]
            if limit is not None and len(found) >= limit:
                return found[:limit]
        return found

    def folders(self, prefix: str) -> list[str]:
        pages = self._pages(prefix, None, Delimiter="/")
        return [entry["Prefix"][len(prefix) : -1] for page in pages for entry in page.get("CommonPrefixes", ())]

    def _read(self, key: str) -> bytes:
        body: bytes = self.client.get_object(Bucket=self.bucket, Key=key, ChecksumMode="ENABLED")["Body"].read()
        return body

    def _write(self, key: str, data: bytes) -> None:
        checksum = b64encode(hashlib.sha256(data).digest()).decode()
        self.client.put_object(Bucket=self.bucket, Key=key, Body=data, IfNoneMatch="*", ChecksumSHA256=checksum)

    def _is_listed(self, key: str) -> bool:
        """Whether a key is there, or that cannot be told either."""
        try:
            return bool(self.client.list_objects_v2(Bucket=self.bucket, Prefix=key, MaxKeys=1).get("KeyCount"))
        except (ClientError, BotoCoreError):
            return True

    def _pages(self, prefix: str, limit: int | None, **more: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - boto3's words
        refuse_unless_key(prefix.rstrip("/"))
        asked = {"Bucket": self.bucket, "Prefix": prefix, "MaxKeys": min(limit or 1000, 1000), **more}
        while True:
            try:
                page = self._tried(lambda: self.client.list_objects_v2(**asked))
            except (ClientError, BotoCoreError, ResponseParserError) as error:
                raise StoreError(f"{prefix} in {self.bucket} cannot be listed: {_said(error)}") from error
            yield page
            if not page.get("IsTruncated"):
                return
            asked["ContinuationToken"] = page["NextContinuationToken"]

    def _tried(self, call: Callable[[], T], doubts: list[Exception] | None = None) -> T:
        """What a call gives, within a bounded number of tries; `doubts` gets the failures that may have taken effect."""
        for pause in _PAUSES:
            try:
                return call()
            except ClientError as error:
                if _status(error) not in _AGAIN:
                    raise
                if doubts is not None and _status(error) >= HTTPStatus.INTERNAL_SERVER_ERROR:
                    doubts.append(error)
            except _CUT as error:
                if doubts is not None:
                    doubts.append(error)
            time.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - no secret
        return call()


def _status(error: ClientError) -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _said(error: Exception) -> str:
    """What S3 said, for the person who can do something about it."""
    if not isinstance(error, ClientError):
        return str(error)
    said = error.response.get("Error", {})
    return f"{said.get('Code', _status(error))} {said.get('Message', '')}".strip()

"""A store in an S3 bucket: every put is conditional, so that what is there is left alone.

- `If-None-Match: *` makes a put a put-if-absent: 412 means that something is there. 409 (ConditionalRequestConflict) means that
  another put of the key was under way: the same bytes are put again, for otherwise "somebody has it" could be a lie.
- Who sent a put and got no answer does not know whether it took effect, so it puts the same bytes again; then 412 may mean its
  own: whoever must know reads back what is there (`Log` does).
- The SHA-256 of the bytes travels with them, and S3 refuses bytes of another one; what is read back is compared with it as well.
- A role that may not list a bucket is answered 403 for what is absent. Then the key is looked for in a listing of it alone, which
  roles are allowed where absence matters; only if that is refused too is the answer that reading is not allowed.
- What may pass is tried again, a few times and not for long, after pauses that differ.

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

from botocore.exceptions import FlexibleChecksumError

from coursewright.errors import DamagedObjectError, MissingObjectError, StoreError, StoreRefusedError, TooLargeError
from coursewright.publishing.storing.s3_trouble import TROUBLE, code, may_have_happened, may_pass, said, status
from coursewright.publishing.storing.store import refuse_unless_key

T = TypeVar("T")

_PAUSES = (0.05, 0.2, 0.8, 2.0)
"""Seconds between tries, each varied by half, so that those who were refused together do not come back together."""
_CHANCE = random.SystemRandom()
"""The system's: functions that start from one snapshot would all have the same pauses from Python's own."""
_PATIENCE = 20.0


class S3Store:
    """A `Store` in a bucket. Client and bucket are the caller's; `at_once` is how many operations it takes at a time.

    The client should not try again by itself: it does not tell refusals from doubts. `wait` spends the pauses between tries;
    after `patience` seconds, no other try begins. Each may wait for its answer as long as the client allows.
    """

    at_once = 16

    def __init__(
        self,
        client: Any,  # noqa: ANN401 - boto3's
        bucket: str,
        wait: Callable[[float], None] = time.sleep,
        patience: float = _PATIENCE,
    ) -> None:
        self.client = client
        self.bucket = bucket
        self._wait = wait
        self._patience = patience

    def get(self, key: str) -> bytes:
        return self.get_at_most(key, None)

    def get_at_most(self, key: str, most: int | None) -> bytes:
        """See `IncomingStore`."""
        refuse_unless_key(key)
        try:
            return self._tried(lambda: self._read(key, most))
        except FlexibleChecksumError as error:
            raise DamagedObjectError(f"{key} in {self.bucket} holds bytes of another checksum than was stored with it") from error
        except TROUBLE as error:
            if code(error) == "NoSuchKey" or (code(error) == "AccessDenied" and not self._may_be_there(key)):
                raise MissingObjectError(f"{key} is not in {self.bucket}") from error
            raise StoreError(f"{key} in {self.bucket} cannot be read: {said(error)}") from error

    def put_if_absent(self, key: str, data: bytes) -> bool:
        refuse_unless_key(key)
        failures: list[Exception] = []
        try:
            self._tried(lambda: self._write(key, data), failures)
        except TROUBLE as error:
            if status(error) == HTTPStatus.PRECONDITION_FAILED:
                return False
            if any(map(may_have_happened, failures)):
                raise StoreError(f"whether {key} is in {self.bucket} is not certain: {said(error)}") from error
            raise StoreRefusedError(f"{key} in {self.bucket} cannot be written: {said(error)}") from error
        return True

    def keys(self, prefix: str, limit: int | None = None) -> list[str]:
        """The first of a limited listing are S3's first. Other engines list folder by folder, so within one folder they agree."""
        found: list[str] = []
        for page in self._pages(prefix, limit):
            found += [entry["Key"] for entry in page.get("Contents", ())]
            if limit is not None and len(found) >= limit:
                return sorted(found[:limit])
        return sorted(found)

    def folders(self, prefix: str) -> list[str]:
        """In the order of the names: S3's own is that of the names with their `/`, which comes after `-` and `.`."""
        pages = self._pages(prefix, None, Delimiter="/")
        return sorted(entry["Prefix"][len(prefix) : -1] for page in pages for entry in page.get("CommonPrefixes", ()))

    def _read(self, key: str, most: int | None) -> bytes:
        answer = self.client.get_object(Bucket=self.bucket, Key=key, ChecksumMode="ENABLED")
        if most is not None and answer["ContentLength"] > most:
            answer["Body"].close()
            raise TooLargeError(f"{key} has {answer['ContentLength']:,} bytes; at most {most:,} are read")
        body: bytes = answer["Body"].read()
        return body

    def _write(self, key: str, data: bytes) -> None:
        checksum = b64encode(hashlib.sha256(data).digest()).decode()
        self.client.put_object(Bucket=self.bucket, Key=key, Body=data, IfNoneMatch="*", ChecksumSHA256=checksum)

    def _may_be_there(self, key: str) -> bool:
        """Whether a key is there, or that cannot be told either. Of the keys that begin with a key, it is the first itself."""
        try:
            page = self._tried(lambda: self.client.list_objects_v2(Bucket=self.bucket, Prefix=key, MaxKeys=1))
        except TROUBLE:
            return True
        return any(entry["Key"] == key for entry in page.get("Contents", ()))

    def _pages(self, prefix: str, limit: int | None, **more: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - boto3's words
        refuse_unless_key(prefix.rstrip("/"))
        asked = {"Bucket": self.bucket, "Prefix": prefix, "MaxKeys": min(limit or 1000, 1000), **more}
        while True:
            try:
                page = self._tried(lambda: self.client.list_objects_v2(**asked))
            except TROUBLE as error:
                raise StoreError(f"{prefix} in {self.bucket} cannot be listed: {said(error)}") from error
            yield page
            if not page.get("IsTruncated"):
                return
            asked["ContinuationToken"] = page["NextContinuationToken"]

    def _tried(self, call: Callable[[], T], failures: list[Exception] | None = None) -> T:
        """What a call gives, within a bounded number of tries; `failures` gets what each other one ended in."""
        pauses, until = iter(_PAUSES), time.monotonic() + self._patience
        while True:
            try:
                return call()
            except TROUBLE as error:
                if failures is not None:
                    failures.append(error)
                pause = next(pauses, None)
                if pause is None or not may_pass(error) or time.monotonic() > until:
                    raise
            self._wait(pause * _CHANCE.uniform(0.5, 1.5))

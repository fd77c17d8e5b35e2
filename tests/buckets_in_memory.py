"""S3 buckets in memory, as far as our stores use them: for stories that are told hundreds of times, through the real client.

Answers botocore's calls in its process (`iam_gate.Gate` hands them over), so a call costs a fraction of a millisecond. It is no
evidence about S3: that is what the real server and the contract tests of the stores are for.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from http import HTTPStatus
from io import BytesIO
from typing import Any

from botocore.response import StreamingBody

from iam_gate import Answer, answer

Parameters = Mapping[str, Any]


class BucketsInMemory:
    """Objects by bucket and key."""

    def __init__(self, held: Mapping[str, Mapping[str, bytes]] | None = None) -> None:
        self.held: dict[str, dict[str, bytes]] = {bucket: dict(objects) for bucket, objects in (held or {}).items()}

    def __call__(self, operation: str, parameters: Parameters) -> Answer:
        operations = {
            "GetObject": self._get,
            "HeadObject": self._head,
            "PutObject": self._put,
            "ListObjectsV2": self._list,
            "DeleteObject": self._delete,
        }
        if parameters["Bucket"] not in self.held:
            return answer(HTTPStatus.NOT_FOUND, error=("NoSuchBucket", "The specified bucket does not exist"))
        return operations[operation](parameters)

    def _get(self, parameters: Parameters) -> Answer:
        data = self.held[parameters["Bucket"]].get(parameters["Key"])
        if data is None:
            return answer(HTTPStatus.NOT_FOUND, error=("NoSuchKey", "The specified key does not exist."))
        return answer(HTTPStatus.OK, {"Body": StreamingBody(BytesIO(data), len(data)), "ContentLength": len(data)})

    def _head(self, parameters: Parameters) -> Answer:
        data = self.held[parameters["Bucket"]].get(parameters["Key"])
        if data is None:
            return answer(HTTPStatus.NOT_FOUND, error=("404", "Not Found"))
        return answer(HTTPStatus.OK, {"ContentLength": len(data)})

    def _put(self, parameters: Parameters) -> Answer:
        bucket, key = self.held[parameters["Bucket"]], parameters["Key"]
        if parameters.get("IfNoneMatch") == "*" and key in bucket:
            return answer(HTTPStatus.PRECONDITION_FAILED, error=("PreconditionFailed", "a condition did not hold"))
        body = parameters.get("Body", b"")
        data = bytes(body) if isinstance(body, bytes | bytearray) else body.read()
        if parameters.get("ChecksumSHA256") not in {None, b64encode(hashlib.sha256(data).digest()).decode()}:
            return answer(HTTPStatus.BAD_REQUEST, error=("BadDigest", "the SHA-256 is another one"))
        bucket[key] = data
        return answer(HTTPStatus.OK)

    def _delete(self, parameters: Parameters) -> Answer:
        self.held[parameters["Bucket"]].pop(parameters["Key"], None)
        return answer(HTTPStatus.NO_CONTENT)

    def _list(self, parameters: Parameters) -> Answer:
        prefix, most = parameters.get("Prefix", ""), parameters.get("MaxKeys", 1000)
        after = parameters.get("ContinuationToken") or parameters.get("StartAfter", "")
        entries = sorted({_entry(key, prefix, parameters.get("Delimiter")) for key in self._keys(parameters["Bucket"], prefix)})
        page = [entry for entry in entries if entry > after]
        is_cut, page = len(page) > most, page[:most]
        listing: dict[str, Any] = {"IsTruncated": is_cut, "KeyCount": len(page)}
        if is_cut:
            listing["NextContinuationToken"] = page[-1] if page else ""
        objects = self.held[parameters["Bucket"]]
        listing["Contents"] = [{"Key": key, "Size": len(objects[key])} for key in page if key in objects]
        listing["CommonPrefixes"] = [{"Prefix": key} for key in page if key not in objects]
        return answer(HTTPStatus.OK, listing)

    def _keys(self, bucket: str, prefix: str) -> list[str]:
        return [key for key in self.held[bucket] if key.startswith(prefix)]


def _entry(key: str, prefix: str, delimiter: str | None) -> str:
    """The key, or the common prefix that stands for it."""
    rest = key[len(prefix) :]
    return prefix + rest[: rest.index(delimiter) + 1] if delimiter and delimiter in rest else key

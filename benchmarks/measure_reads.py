"""What one read of the content API takes: bytes, requests to the store, and processor time, each route over the shipped edition.

The store is S3Store with boto3's own client, whose requests are answered in this process from memory: what boto3 costs is in the
time, and what the network costs is not. What is absent is answered 403, as the role of template.yaml is answered. Writes
benchmarks/reads_measured.json, from which cost_of_reads.py works out the cost.

    PYTHONPATH=functions:tests .venv/bin/python benchmarks/measure_reads.py [--print]
"""

from __future__ import annotations

import gc
import io
import json
import platform
import sys
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean, median
from typing import Any
from urllib.parse import unquote, urlsplit

import boto3
from botocore.awsrequest import AWSResponse
from botocore.config import Config

from courses import ARCHIVE, index, release
from coursewright.publishing.storing.s3_store import S3Store
from library import promoted
from served import Answer, Api, api_over

RESULT = Path(__file__).with_name("reads_measured.json")
COURSE = "ai-foundations"
LEARNER = "?model=gpt-6.1-sol&role=developer"
ROUNDS = 15


class _Body(io.BytesIO):
    """A body as urllib3 hands it to botocore."""

    def stream(self, amount: int = 65536, **_: Any) -> Iterator[bytes]:  # noqa: ANN401 - urllib3's words
        while data := self.read(amount):
            yield data


class Bucket:
    """A bucket in memory, behind boto3's client. `asked` counts requests by what they are."""

    def __init__(self, kept: Mapping[str, bytes]) -> None:
        self.kept = kept
        self.asked: list[str] = []
        self.client = boto3.client(
            "s3",
            region_name="us-east-1",
            aws_access_key_id="testing",
            aws_secret_access_key="testing",  # noqa: S106 - no secret: nothing is sent anywhere
            config=Config(request_checksum_calculation="when_required"),
        )
        self.client.meta.events.register("before-send.s3", self._answer)

    def _answer(self, request: Any, **_: Any) -> AWSResponse:  # noqa: ANN401 - botocore's words
        parts = urlsplit(request.url)
        if "list-type=2" in parts.query:
            return self._listing(request.url, parts.query)
        key = unquote(parts.path).lstrip("/").removeprefix("released/")
        found = self.kept.get(key)
        self.asked.append("GET" if found is not None else "GET of what is absent")
        if found is None:
            return _response(request.url, 403, b"<Error><Code>AccessDenied</Code></Error>")
        return _response(request.url, 200, found)

    def _listing(self, url: str, query: str) -> AWSResponse:
        self.asked.append("LIST")
        asked = dict(one.partition("=")[::2] for one in query.split("&"))
        prefix, most = unquote(asked["prefix"]), int(asked.get("max-keys", "1000"))
        keys = sorted(key for key in self.kept if key.startswith(prefix))[:most]
        entries = "".join(f"<Contents><Key>{key}</Key></Contents>" for key in keys)
        return _response(url, 200, f"<ListBucketResult><KeyCount>{len(keys)}</KeyCount>{entries}</ListBucketResult>".encode())


def _response(url: str, status: int, body: bytes) -> AWSResponse:
    return AWSResponse(url, status, {"Content-Length": str(len(body))}, _Body(body))


def _addresses(kept: Mapping[str, bytes]) -> dict[str, list[str]]:
    at = f"/v1/stable/courses/{COURSE}"
    lessons = [name for name, item in index(release())["items"].items() if "object" not in item]
    activities = [name for name, item in index(release())["items"].items() if "object" in item]
    figures = [key.rpartition("/")[2] for key in kept if key.startswith("assets/")]
    return {
        "release": ["/v1/stable"],
        "outline": [at],
        "lesson": [f"{at}/lessons/{name}{LEARNER}" for name in lessons],
        "activity": [f"{at}/activities/{name}" for name in activities],
        "figure": [f"/v1/assets/{digest}/figure.svg" for digest in figures],
    }


def size(answer: Answer) -> int:
    """Bytes of an answer as it leaves: body and fields."""
    return len(answer.body) + sum(len(name) + len(value) + 4 for name, value in answer.headers.items())


def measured() -> dict[str, Any]:
    """Each route: mean bytes, requests to the store of a cold and of a warm process, and milliseconds of a warm one."""
    kept = promoted(release(ARCHIVE), release()).kept
    bucket = Bucket(kept)
    routes = {}
    for route, some in _addresses(kept).items():
        routes[route] = _route(bucket, some)
    return {
        "when": datetime.now(UTC).date().isoformat(),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "routes": routes,
    }


def _route(bucket: Bucket, some: list[str]) -> dict[str, Any]:
    cold, sizes = [], []
    for address in some:
        api = api_over(S3Store(bucket.client, "released"))
        bucket.asked.clear()
        sizes.append(size(_ask(api, address)))
        cold.append(len(bucket.asked))
    api = api_over(S3Store(bucket.client, "released"))
    for address in some:
        _ask(api, address)
    bucket.asked.clear()
    for address in some:
        _ask(api, address)
    warm = {what: bucket.asked.count(what) / len(some) for what in ("GET", "GET of what is absent", "LIST")}
    return {
        "addresses": len(some),
        "bytes": round(mean(sizes)),
        "cold_requests": max(cold),
        "warm_requests": {what: count for what, count in warm.items() if count},
        "warm_milliseconds": round(_milliseconds(api, some), 2),
    }


def _milliseconds(api: Api, some: list[str]) -> float:
    """Median over rounds of the processor time an answer takes; each round asks everything once."""
    rounds = []
    gc.collect()
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(max(1, 20 // len(some))):
            for address in some:
                _ask(api, address)
        rounds.append((time.process_time() - began) * 1000 / (max(1, 20 // len(some)) * len(some)))
    return median(rounds)


def _ask(api: Api, address: str) -> Answer:
    answer = api.get(address, accept_encoding="gzip", host="content.example")
    if answer.status != 200:  # noqa: PLR2004 - HTTP
        sys.exit(f"{address} is answered {answer.status}: {answer.body[:200]!r}")
    return answer


if __name__ == "__main__":
    found = measured()
    print(json.dumps(found, indent=2))
    if "--print" not in sys.argv:
        RESULT.write_text(json.dumps(found, indent=2) + "\n")

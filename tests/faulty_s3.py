"""S3 in memory, behind the project's own client, of which one call, or every call from one on, goes wrong.

The calls of all stores of a run are numbered from 1, in the order in which they are made. What goes wrong is raised or answered
where botocore itself would: a fault reaches S3Store as it does in earnest. Pauses between tries are not spent.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from io import BytesIO
from typing import Any

from botocore.exceptions import ConnectionClosedError, EndpointConnectionError, ReadTimeoutError
from botocore.response import StreamingBody

from buckets_in_memory import BucketsInMemory
from coursewright.publishing.storing.memory_store import MemoryStore
from coursewright.publishing.storing.s3_store import S3Store
from coursewright.publishing.storing.store_address import s3_client
from iam_gate import Answer, answer

CANDIDATES, RELEASED = "test-candidates", "test-released"
_URL = "https://s3.test"
Call = Callable[[], Answer]
Held = dict[str, dict[str, bytes]]


class Killed(BaseException):
    """The process is no more: nothing may catch this but the test."""


def _not_reached(_: Call) -> Answer:
    raise EndpointConnectionError(endpoint_url=_URL)


def _closed_before(_: Call) -> Answer:
    raise ConnectionClosedError(endpoint_url=_URL)


def _closed_after(call: Call) -> Answer:
    call()
    raise ConnectionClosedError(endpoint_url=_URL)


def _late_before(_: Call) -> Answer:
    raise ReadTimeoutError(endpoint_url=_URL)


def _late_after(call: Call) -> Answer:
    call()
    raise ReadTimeoutError(endpoint_url=_URL)


def _busy(_: Call) -> Answer:
    return answer(HTTPStatus.SERVICE_UNAVAILABLE, error=("SlowDown", "Please reduce your request rate."))


def _conflicting(_: Call) -> Answer:
    return answer(HTTPStatus.CONFLICT, error=("ConditionalRequestConflict", "Another put of this key was under way."))


def _cut(call: Call) -> Answer:
    """The connection breaks in the middle of the answer: of an object, only some bytes come."""
    response, parsed = call()
    if "Body" not in parsed:
        raise ConnectionClosedError(endpoint_url=_URL)
    data = parsed["Body"].read()
    return response, {**parsed, "Body": StreamingBody(BytesIO(data[: len(data) // 2]), len(data) + 1)}


def _killed_before(_: Call) -> Answer:
    raise Killed


def _killed_after(call: Call) -> Answer:
    call()
    raise Killed


KILLS: Mapping[str, Callable[[Call], Answer]] = {"killed before": _killed_before, "killed after": _killed_after}
TROUBLES: Mapping[str, Callable[[Call], Answer]] = {
    "not reached": _not_reached,
    "closed before": _closed_before,
    "closed after": _closed_after,
    "time-out before": _late_before,
    "time-out after": _late_after,
    "503": _busy,
    "409": _conflicting,
    "cut": _cut,
}


@dataclass
class FaultyS3:
    """Two buckets. The fault happens at call `at`, and `lasting` at every later one as well; 0 is never."""

    held: Held = field(default_factory=lambda: {CANDIDATES: {}, RELEASED: {}})
    fault: Callable[[Call], Answer] = _busy
    at: int = 0
    lasting: bool = False
    width: int = 1
    calls: int = 0
    waited: int = 0

    def __post_init__(self) -> None:
        self.buckets = BucketsInMemory(self.held)
        self._one_at_a_time = threading.Lock()
        client = _the_client()
        for event, answers in (("provide-client-params.s3", self._keep), ("before-call.s3", self._answered)):
            client.meta.events.unregister(event, unique_id=event)
            client.meta.events.register(event, answers, unique_id=event)
        self.candidates, self.released = (S3Store(client, bucket, self._wait) for bucket in (CANDIDATES, RELEASED))
        for store in (self.candidates, self.released):
            store.at_once = self.width

    def state(self) -> Held:
        """All that is held now."""
        return {bucket: dict(objects) for bucket, objects in self.buckets.held.items()}

    def _keep(self, params: dict[str, Any], context: dict[str, Any], **_: object) -> None:
        context["asked"] = dict(params)

    def _answered(self, model: Any, context: dict[str, Any], **_: object) -> Answer:  # noqa: ANN401 - botocore's
        with self._one_at_a_time:
            self.calls += 1
            is_hit = self.at and (self.calls >= self.at if self.lasting else self.calls == self.at)

            def call() -> Answer:
                return self.buckets(model.name, context["asked"])

            return self.fault(call) if is_hit else call()

    def _wait(self, _: float) -> None:
        self.waited += 1


@cache
def _the_client() -> Any:  # noqa: ANN401 - boto3's
    """One for all runs, as making one takes longer than a run: it answers for whoever came last."""
    return s3_client(region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="testing")  # noqa: S106 - no secret


def held_in(held: Mapping[str, bytes]) -> MemoryStore:
    """What a bucket holds, as readers whom nothing befalls see it."""
    store = MemoryStore()
    for key, data in held.items():
        store.put_if_absent(key, data)
    return store

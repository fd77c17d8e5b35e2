"""What the functions ask of their stores in every test of the suite, whatever the stores are made of, and whether roles grant it.

While tests run, the stores that a publisher, a promoter, a reader and a reviewer are given are put behind one that remembers. At
the end each thing remembered is judged as the call it would be on AWS. A test that runs a function in another process is not
seen; the stories (role_stories.py) do see every call that the code can make.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from coursewright.compiling.spaces import SPACES
from coursewright.errors import MissingObjectError
from coursewright.publishing.depositing.publish import Publisher
from coursewright.publishing.promoting.promoter import Promoter
from coursewright.renewing.observing.observer import Observer
from coursewright.renewing.reminding.reminder import Reminder
from coursewright.serving.previewing.candidate_reading import ReviewedStore
from coursewright.serving.reader import Reader
from iam_policies import Request, Verdict, judged

Asked = tuple[str, str, str, str]
"""The function, the action, the bucket, and where: a place in it, with a trailing `/`."""


class Remembering:
    """A store that notes what a function asks of it. All else about it is as the store has it."""

    def __init__(self, store: Any, function: str, bucket: str, asked: set[Asked]) -> None:  # noqa: ANN401 - any store
        self._store, self._of, self._asked = store, (function, bucket), asked

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever it is
        return getattr(self._store, name)

    def get(self, key: str) -> bytes:
        return self._got(key, lambda: self._store.get(key))

    def get_at_most(self, key: str, most: int) -> bytes:
        return self._got(key, lambda: self._store.get_at_most(key, most))

    def put_if_absent(self, key: str, data: bytes) -> bool:
        self._note("PutObject", key)
        return bool(self._store.put_if_absent(key, data))

    def keys(self, prefix: str, limit: int | None = None) -> list[str]:
        self._note("ListBucket", prefix)
        found: list[str] = self._store.keys(prefix, limit)
        return found

    def folders(self, prefix: str) -> list[str]:
        self._note("ListBucket", prefix)
        found: list[str] = self._store.folders(prefix)
        return found

    def _got(self, key: str, get: Any) -> bytes:  # noqa: ANN401 - a call
        self._note("GetObject", key)
        try:
            data: bytes = get()
        except MissingObjectError:
            self._note("ListBucket", key)  # for on AWS it is by a listing that absence is told
            raise
        return data

    def _note(self, action: str, key: str) -> None:
        function, bucket = self._of
        self._asked.add((function, action, bucket, _place(bucket, key)))


def _place(bucket: str, key: str) -> str:
    """The place of a key. Objects of candidates are in a generation on AWS, and in none in a folder."""
    parts = key.split("/")
    if parts[0] == "generations":
        return "/".join((*parts[:3], ""))
    if bucket == "candidates" and parts[0] in SPACES:
        return f"generations/2026-11/{parts[0]}/"
    return f"{parts[0]}/"


@contextmanager
def remembered() -> Iterator[set[Asked]]:
    """What all functions ask for from now on."""
    asked: set[Asked] = set()

    def behind(store: Any, function: str, bucket: str) -> Any:  # noqa: ANN401 - any store
        return store if isinstance(store, Remembering | ReviewedStore) else Remembering(store, function, bucket, asked)

    def with_stores(of: Any, function: str, *buckets: str) -> Any:  # noqa: ANN401 - a publisher or a promoter
        return replace(of, **{bucket: behind(getattr(of, bucket), function, bucket) for bucket in buckets})

    publish, take, read, review = Publisher.publish, Promoter.take, Reader.__init__, ReviewedStore.__init__
    observe, remind = Observer.run, Reminder.run
    both = ("candidates", "released")
    with (
        patch.object(Publisher, "publish", lambda own, one: publish(with_stores(own, "Publish", "incoming", *both), one)),
        patch.object(Promoter, "take", lambda own, payload: take(with_stores(own, "Promote", *both), payload)),
        patch.object(Observer, "run", lambda own, at: observe(with_stores(own, "Observe", "released"), at)),
        patch.object(Reminder, "run", lambda own, on: remind(with_stores(own, "Remind", "released"), on)),
        patch.object(
            Reader,
            "__init__",
            lambda own, store, *more, **named: read(own, behind(store, "ContentApi", "released"), *more, **named),
        ),
        patch.object(
            ReviewedStore,
            "__init__",
            lambda own, one, other: review(own, behind(one, "PreviewApi", both[0]), behind(other, "PreviewApi", both[1])),
        ),
    ):
        yield asked


def not_granted(asked: set[Asked]) -> list[str]:
    """What of it no role of the template grants."""
    from deployed import STORE_NAME, granted, stack  # noqa: PLC0415 - only where something was asked
    from granted import of_buckets  # noqa: PLC0415 - the same
    from policy_questions import s3  # noqa: PLC0415 - the same

    def request(action: str, bucket: str, place: str) -> Request:
        name = f"{STORE_NAME}-{bucket}"
        return (
            s3(action, name, s3__prefix=place) if action == "ListBucket" else s3(action, name, f"{place}x", s3__if_none_match="*")
        )

    policies = {function: (*granted(function), *of_buckets(stack())) for function in {one[0] for one in asked}}
    judgements = ((function, request(*where)) for function, *where in sorted(asked))
    return [f"{function}: {one}" for function, one in judgements if judged(one, policies[function]) is not Verdict.ALLOWED]

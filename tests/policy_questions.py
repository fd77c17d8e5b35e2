"""Questions for policies: requests on the buckets of the stack, and every key that the stories know."""

from __future__ import annotations

from functools import cache

from daily_states import to_observe, to_remind
from iam_policies import Request
from iam_requests import SECURE, Account
from role_states import to_promote, to_publish, to_read

ACCOUNT = Account()


def s3(action: str, bucket: str, key: str = "", **context: str) -> Request:
    """An action on a bucket or an object, by TLS unless said otherwise. In names of keys, `__` is `:` and `_` is `-`."""
    said = {name.replace("__", ":").replace("_", "-"): (value,) for name, value in context.items()}
    resource = f"arn:aws:s3:::{bucket}/{key}" if key else f"arn:aws:s3:::{bucket}"
    return Request(f"s3:{action}", resource, {**SECURE, **said})


@cache
def every_key() -> frozenset[tuple[str, str]]:
    """Bucket and key of everything that the stories know."""
    held = [state() for state in (to_read, to_publish, to_promote, to_observe, to_remind)]
    return frozenset((bucket, key) for one in held for bucket, objects in one.items() for key in objects)


def place_of(key: str) -> str:
    """Below what a key is; of a candidate's object, its space."""
    parts = key.split("/")
    return parts[2] if parts[0] == "generations" else parts[0]


def one_key_each() -> list[tuple[str, str]]:
    """One key for each place of each bucket: policies speak of places, so more would only take longer."""
    return sorted({(bucket, place_of(key)): (bucket, key) for bucket, key in sorted(every_key())}.values())

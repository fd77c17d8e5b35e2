"""A function of the stack whose buckets are on a real S3 server, and which is known there as an identity of its own.

The server judges every S3 call by the role's own statements, straight from the template. The gate lets S3 calls pass: it judges
the others, and the buckets' policies, which the server cannot: SeaweedFS does not know `s3:if-none-match`, and refuses every put
under such a policy.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from deployed import BUCKETS, Deployed, granted, stack
from granted import documents_of, role_of
from iam_policies import Statement, statements_of
from s3_server import Identity, SeaweedFS

JUDGED_THERE = statements_of(
    {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}, "judged by the server"
)
_AT_ONCE = 8


def about_s3(function: str, store_name: str) -> list[dict[str, Any]]:
    """The statements of a function's role that are about S3, as the template has them."""
    documents = documents_of(stack(store_name), role_of(stack(store_name), function))
    said = [one for _, document in documents for one in document["Statement"]]
    return [one for one in said if all(action.startswith("s3:") for action in _listed(one["Action"]))]


def identity_of(function: str, store_name: str, lacking: str = "") -> Identity:
    """The function as the server knows it; without one of its statements, if that is said."""
    all_of_it = about_s3(function, store_name)
    kept = [one for one in all_of_it if one["Sid"] != lacking]
    assert len(all_of_it) - len(kept) == bool(lacking), f"{function} has no statement {lacking}"
    return Identity(f"{store_name}-{function}{lacking}".lower(), {"role": {"Version": "2012-10-17", "Statement": kept}})


def beside_s3(function: str, store_name: str) -> tuple[Statement, ...]:
    """What the gate judges by: statements about other services, and that S3 is the server's business."""
    return (*(one for one in granted(function, store_name) if not one.actions[0].startswith("s3:")), *JUDGED_THERE)


class DeployedOnServer(Deployed):
    """See `Deployed`; an administrator fills the buckets and looks into them."""

    def __init__(self, function: str, server: SeaweedFS, identity: Identity, store_name: str) -> None:
        super().__init__(function, store_name=store_name, credentials=identity.credentials, endpoint=server.endpoint)
        self._administrator = server.client()
        self._pool = ThreadPoolExecutor(_AT_ONCE)

    def fill(self, held: Mapping[str, Mapping[str, bytes]]) -> None:
        """See `Deployed`; the buckets are made, so this is done once."""
        for name in BUCKETS:
            self._administrator.create_bucket(Bucket=self.bucket(name))
            self.add(name, held.get(name, {}))

    def add(self, name: str, objects: Mapping[str, bytes]) -> None:
        """See `Deployed`."""
        put = self._administrator.put_object
        list(self._pool.map(lambda one: put(Bucket=self.bucket(name), Key=one[0], Body=one[1]), objects.items()))

    def drop(self, name: str, key: str) -> None:
        """See `Deployed`."""
        self._administrator.delete_object(Bucket=self.bucket(name), Key=key)

    def below(self, name: str, prefix: str) -> Mapping[str, bytes]:
        """See `Deployed`."""
        get = self._administrator.get_object
        return {key: get(Bucket=self.bucket(name), Key=key)["Body"].read() for key in self._listed(name, prefix)}

    def keys(self) -> list[str]:
        """See `Deployed`."""
        return sorted(f"{name}/{key}" for name in BUCKETS for key in self._listed(name, ""))

    def _listed(self, name: str, prefix: str) -> list[str]:
        pages = self._administrator.get_paginator("list_objects_v2").paginate(Bucket=self.bucket(name), Prefix=prefix)
        return [one["Key"] for page in pages for one in page.get("Contents", ())]


def _listed(said: Any) -> list[str]:  # noqa: ANN401 - a text or a list
    return said if isinstance(said, list) else [said]

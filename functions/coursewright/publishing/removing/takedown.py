"""Removing bytes, which no `Store` can do: for a recorded takedown only, by an operator whose own rights allow it.

Takes a key; gives whether any were there. In a bucket with versions and a lock, every version goes, by a role that may pass over
the lock (s3:DeleteObjectVersion and s3:BypassGovernanceRetention). A lock in mode COMPLIANCE is passed over by nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from coursewright.errors import StoreError
from coursewright.publishing.storing.folder_store import flush
from coursewright.publishing.storing.store import Store, refuse_unless_key


class Remover(Protocol):
    """A place that bytes can be removed from."""

    def holds(self, key: str) -> bool:
        """Whether bytes are there."""
        ...

    def remove(self, key: str) -> bool:
        """Remove what is there; whether anything was.

        Raises:
            StoreError: it could not be removed.
        """
        ...


class FolderRemover:
    """Removes files below a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def holds(self, key: str) -> bool:
        """See `Remover`."""
        refuse_unless_key(key)
        return (self.root / key).is_file()

    def remove(self, key: str) -> bool:
        """See `Remover`."""
        refuse_unless_key(key)
        path = self.root / key
        try:
            path.unlink()
            flush(path.parent)
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError as error:
            raise StoreError(f"{key} in {self.root} cannot be removed: {error.strerror}") from error
        return True


class BucketRemover:
    """Removes every version of an object in a bucket, and passes over a lock in mode GOVERNANCE."""

    def __init__(self, client: Any, bucket: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        self.client = client
        self.bucket = bucket

    def holds(self, key: str) -> bool:
        """See `Remover`."""
        return next(self._versions(key), None) is not None

    def remove(self, key: str) -> bool:
        """See `Remover`."""
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - a laptop's operator needs no boto3

        versions = list(self._versions(key))
        try:
            for version in versions:
                self.client.delete_object(Bucket=self.bucket, Key=key, VersionId=version, BypassGovernanceRetention=True)
        except (BotoCoreError, ClientError) as error:
            raise StoreError(f"{key} in {self.bucket} cannot be removed: {error}") from error
        return bool(versions)

    def _versions(self, key: str) -> Iterator[str]:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - the same

        refuse_unless_key(key)
        try:
            for page in self.client.get_paginator("list_object_versions").paginate(Bucket=self.bucket, Prefix=key):
                for one in (*page.get("Versions", ()), *page.get("DeleteMarkers", ())):
                    if one["Key"] == key:
                        yield str(one["VersionId"])
        except (BotoCoreError, ClientError) as error:
            raise StoreError(f"the versions of {key} in {self.bucket} cannot be listed: {error}") from error


class GenerationsRemover:
    """Removes from every generation of a candidates' bucket as well as from where objects are without one."""

    def __init__(self, remover: Remover, store: Store) -> None:
        self.remover, self.store = remover, store

    def holds(self, key: str) -> bool:
        """See `Remover`."""
        return any(self.remover.holds(one) for one in self._places_of(key))

    def remove(self, key: str) -> bool:
        """See `Remover`. Every generation is gone through, also after one that held it."""
        removed = [self.remover.remove(one) for one in self._places_of(key)]
        return any(removed)

    def _places_of(self, key: str) -> list[str]:
        return [key, *(f"generations/{generation}/{key}" for generation in self.store.folders("generations/"))]


def bucket_removers(client: Any, store_name: str) -> list[Remover]:  # noqa: ANN401 - boto3 makes its clients at run time
    """Where a deployment of this name keeps released content and candidates."""
    from coursewright.publishing.storing.s3_store import S3Store  # noqa: PLC0415 - a laptop's operator needs no boto3

    released, candidates = (BucketRemover(client, f"{store_name}-{one}") for one in ("released", "candidates"))
    return [released, GenerationsRemover(candidates, S3Store(client, candidates.bucket))]

"""Where a store is, in a word: a folder's path, or `s3://bucket`.

boto3 is imported only where a bucket is named, so that a laptop's readers need not load it. Its own retries are off: the store
tells refusals from doubts, and tries again itself.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coursewright.errors import ConfigurationError, StoreError
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.storing.generations import ExpiringStore
from coursewright.publishing.storing.store import Store

if TYPE_CHECKING:
    from coursewright.publishing.depositing.incoming import IncomingStore  # a reader needs none
    from coursewright.publishing.storing.s3_store import S3Store

SCHEME = "s3://"
_TRIED_ONCE = {"s3", "lambda"}
"""Services whose callers try again by themselves, or tell a person to."""
_READERS_SECONDS, _READERS_PATIENCE = 2.5, 6.0
"""Somebody waits for a reader's answer, and an API in between waits for 30 seconds at most. What was read before is given if S3
does not answer, and the sooner the better; whoever writes had rather wait."""
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


def store_at(address: str, *, must_exist: bool = False) -> Store:
    """The store at an address. `must_exist` is for readers of what others put there.

    Raises:
        StoreError: the address names no bucket, or the settings for AWS cannot be used.
    """
    return _store(address, must_exist=must_exist)


def incoming_at(address: str) -> IncomingStore:
    """The same for where bundles come in.

    Raises:
        StoreError: see `store_at`.
    """
    return _store(address, must_exist=False)


def _store(address: str, *, must_exist: bool) -> FolderStore | S3Store:
    if not address.startswith(SCHEME):
        return FolderStore(Path(address), must_exist=must_exist)
    bucket = address.removeprefix(SCHEME).rstrip("/")
    if not _BUCKET.fullmatch(bucket):
        raise StoreError(
            f"{address} is not the address of a store; one in S3 is s3:// and the name of a bucket, and nothing after it"
        )
    from coursewright.publishing.storing.s3_store import S3Store  # noqa: PLC0415 - a laptop's readers need no boto3

    if must_exist:
        return S3Store(_client_for(address, patience=_READERS_SECONDS), bucket, patience=_READERS_PATIENCE)
    return S3Store(_client_for(address), bucket)


def candidates_at(address: str, *, must_exist: bool = False) -> Store:
    """The candidates' store at an address: what is in a bucket expires, what is in a folder does not.

    Raises:
        StoreError: see `store_at`.
    """
    store = store_at(address, must_exist=must_exist)
    return ExpiringStore(store) if address.startswith(SCHEME) else store


def s3_client(**known: Any) -> Any:  # noqa: ANN401 - boto3 takes and makes its clients at run time
    """A client for S3 with bounded waits.

    Region, credentials and endpoint come from the environment, as for every AWS tool, unless they are `known`, by boto3's names.
    """
    return client_for("s3", **known)


def client_for(service: str, *, patience: float = 8, **known: Any) -> Any:  # noqa: ANN401 - boto3 makes its clients at run time
    """The same for another service; `patience` is how many seconds an answer may take.

    Raises:
        ConfigurationError: the settings for AWS cannot be used.
    """
    import boto3  # noqa: PLC0415 - a laptop's readers need none of this
    from botocore.config import Config  # noqa: PLC0415 - the same
    from botocore.exceptions import BotoCoreError, NoRegionError  # noqa: PLC0415 - the same

    from coursewright.publishing.storing.deferred_credentials import defer_credentials  # noqa: PLC0415 - the same

    config = Config(
        signature_version="s3v4" if service == "s3" else None,
        connect_timeout=2,
        read_timeout=patience,
        max_pool_connections=32,
        retries={"mode": "standard", "total_max_attempts": 1 if service in _TRIED_ONCE else 3},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_supported",
    )
    region = os.environ.get("AWS_REGION") or None  # which other tools of AWS read, and boto3 does not
    try:
        defer_credentials()
        return boto3.client(service, config=config, **{"region_name": region, **known})
    except NoRegionError as error:
        raise ConfigurationError("no region is set for AWS; set AWS_REGION to the region of the deployment") from error
    except (BotoCoreError, ValueError) as error:
        raise ConfigurationError(f"the settings for AWS cannot be used: {error}") from error


def _client_for(address: str, **known: Any) -> Any:  # noqa: ANN401 - the same
    try:
        return s3_client(**known)
    except ConfigurationError as error:
        raise StoreError(f"{address} cannot be asked, for {error}") from error

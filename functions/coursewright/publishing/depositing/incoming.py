"""What S3 says was uploaded → Uploads, and the bundle behind each. A key that no pusher of ours would choose is no upload.

A bundle belongs at `incoming/<SHA-256 of its bytes>/<attempt>`, and reports on it below `reports/<that>/<attempt>/`. An event
speaks of one or several keys, each as a URL would hold it, and may come twice, late, or as a mere test.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import unquote_plus

from coursewright.errors import SourceError, TooLargeError
from coursewright.publishing.storing.store import Store

MAX_BUNDLE_BYTES = 100_000_000
"""Of the packed file. It is held in memory beside what it holds (source_tree.py bounds that)."""
NOBODY = "unknown"
_ATTEMPT = r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}"
_KEY = re.compile(rf"incoming/([0-9a-f]{{64}})/({_ATTEMPT})")
_SESSION = re.compile(r"[\w+=,.@:/-]{1,128}", re.ASCII)


class IncomingStore(Store, Protocol):
    """A store that others put things into, of any size."""

    def get_at_most(self, key: str, most: int) -> bytes:
        """See `Store.get`; no more than `most` bytes are read.

        Raises:
            TooLargeError: there are more.
        """
        ...


@dataclass(frozen=True, slots=True)
class Upload:
    """One attempt to publish a bundle, and who made it."""

    bundle: str
    attempt: str
    by: str = NOBODY

    @property
    def key(self) -> str:
        """Where the bundle is."""
        return f"incoming/{self.bundle}/{self.attempt}"

    @property
    def reports(self) -> str:
        """Below what its reports are."""
        return f"reports/{self.bundle}/{self.attempt}/"


def is_attempt(text: str) -> bool:
    """Whether a text can name an attempt."""
    return re.fullmatch(_ATTEMPT, text) is not None


def upload_at(key: str, by: str = NOBODY) -> Upload | None:
    """The upload under a key, if it is one."""
    found = _KEY.fullmatch(key)
    return Upload(found[1], found[2], by) if found else None


def uploads_in(event: Mapping[str, Any]) -> Iterator[Upload | str]:
    """Every upload of a notification, and for each record that speaks of none a text that says what it spoke of."""
    if event.get("Event") == "s3:TestEvent":
        return
    records = event.get("Records")
    if not isinstance(records, list):
        yield "an event without records"
        return
    for record in records:
        try:
            key = unquote_plus(record["s3"]["object"]["key"], errors="strict")
            by = _session(str(record.get("userIdentity", {}).get("principalId") or ""))
            is_new = str(record["eventName"]).removeprefix("s3:").startswith("ObjectCreated:")
        except (LookupError, TypeError, AttributeError, ValueError):
            yield "a record that is none of S3's"
            continue
        yield (upload_at(key, by) if is_new else None) or f"{str(record['eventName'])[:40]!a} of {key[:200]!a}"


def read_upload(store: IncomingStore, upload: Upload) -> bytes:
    """The bytes of a bundle, if they are those that its key names.

    Raises:
        SourceError: they are not, or there are none, or too many.
        MissingObjectError: it is not there any more.
        StoreError: the store cannot be read.
    """
    try:
        data = store.get_at_most(upload.key, MAX_BUNDLE_BYTES)
    except TooLargeError as error:
        raise SourceError(f"the bundle is too large: {error}") from error
    found = hashlib.sha256(data).hexdigest()
    if found != upload.bundle:
        raise SourceError(f"the bundle has the SHA-256 {found}, and its key says {upload.bundle}; push it again")
    return data


def _session(principal: str) -> str:
    """`AWS:<role id>:<session name>` → the session's name; what else it can be is an id, and named as a whole."""
    name = principal.split(":", 2)[-1] if principal.count(":") >= 2 else principal  # noqa: PLR2004 - as above
    return name if _SESSION.fullmatch(name) else NOBODY

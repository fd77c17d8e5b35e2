"""Uploads for the publish function: what S3 tells of them, and a laptop's three stores to publish into."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote_plus

from coursewright.authoring.sources.folder import read_folder
from coursewright.publishing.depositing.publish import Publisher
from coursewright.publishing.keys.signing import new_signers
from coursewright.publishing.storing.folder_store import FolderStore
from repositories import bundled, repository
from small_course import VALID

PRINCIPAL = "AWS:AROATESTING:github-courses"
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


@cache
def sound_bundle(path: str = "", data: bytes = b"") -> bytes:
    """The bundle of the smallest sound curriculum; with one file that holds something else."""
    files = {f"content/{name}": held for name, held in read_folder(VALID).files.items()}
    if path:
        files[f"content/{path}"] = data
    with TemporaryDirectory() as folder:
        return bundled(repository(Path(folder) / "r", files) / "content")


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def key_of(data: bytes, attempt: str = "one") -> str:
    return f"incoming/{digest(data)}/{attempt}"


def event_of(*keys: str, name: str = "ObjectCreated:Put", principal: str = PRINCIPAL, bucket: str = "incoming") -> dict[str, Any]:
    """A notification of S3 on these keys, one record each."""
    records = [
        {
            "eventSource": "aws:s3",
            "eventName": name,
            "userIdentity": {"principalId": principal},
            "s3": {"bucket": {"name": bucket}, "object": {"key": quote_plus(key, safe="/")}},
        }
        for key in keys
    ]
    return {"Records": records}


@dataclass
class Told:
    """An announcer that keeps what it was told."""

    said: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def announce(self, what: str, detail: Any) -> None:  # noqa: ANN401 - a mapping
        self.said.append((what, json.loads(json.dumps(detail))))


@dataclass
class Desk:
    """Three stores in folders, and a publisher between them."""

    root: Path
    told: Told = field(default_factory=Told)

    def __post_init__(self) -> None:
        signers = new_signers()
        self.incoming = FolderStore(self.root / "incoming")
        self.publisher = Publisher(
            self.incoming,
            FolderStore(self.root / "candidates"),
            FolderStore(self.root / "released"),
            lambda: signers,
            self.told,
            "https://preview.example/",
            lambda: NOON,
        )

    def upload(self, data: bytes, attempt: str = "one", key: str | None = None) -> str:
        """Put a bundle; gives its key."""
        key = key or key_of(data, attempt)
        self.incoming.put_if_absent(key, data)
        return key

    def reports(self) -> list[dict[str, Any]]:
        """All reports in the order of their keys."""
        return [json.loads(self.incoming.get(key)) for key in self.incoming.keys("reports/")]

    def held(self) -> dict[str, bytes]:
        """Every file of the candidates' store."""
        files = sorted(path for path in (self.root / "candidates").rglob("*") if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in files}

    def but(self, **others: Any) -> Publisher:  # noqa: ANN401 - fields of a publisher
        """The publisher with other parts."""
        return replace(self.publisher, **others)

"""Where a release came from, said by whoever deposited it: an in-toto statement in a signed envelope.

One for each commit: another commit with the same content is the same release, and each gets a statement of its own. The predicate
is SLSA's provenance, which has a place for all of it (https://slsa.dev/spec/v1.0/provenance).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from coursewright.compiling.digest import Digest, digest_of
from coursewright.errors import DamagedObjectError
from coursewright.publishing.keys.envelope import STATEMENT, opened, sealed
from coursewright.publishing.records.log import Stamp
from coursewright.publishing.storing.store import Store

BUILD_TYPE = "urn:coursewright:build:release"


def attest(store: Store, manifest: Digest, source: Mapping[str, Any], compiler_format: int, stamp: Stamp) -> bool:
    """Say which commit and content tree a manifest was compiled from, and who deposited it; False if that was said before."""
    statement = {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": "manifest", "digest": {"sha256": manifest}}],
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {
            "buildDefinition": {
                "buildType": BUILD_TYPE,
                "externalParameters": {"folder": source.get("folder")},
                "internalParameters": {"format": compiler_format},
                "resolvedDependencies": sources_of(source),
            },
            "runDetails": {
                "builder": {"id": f"urn:coursewright:depositor:{stamp.by}"},
                "metadata": {"finishedOn": stamp.time},
            },
        },
    }
    key = attestation_key(manifest, sources_of(source))
    if key in store.keys(_prefix(manifest)):
        return False
    return store.put_if_absent(key, sealed(STATEMENT, _json(statement), [stamp.signers.attestations]))


def attestation_key(manifest: Digest, sources: Sequence[Mapping[str, Any]]) -> str:
    """Where the statement that a manifest was compiled from these sources is kept."""
    return f"{_prefix(manifest)}{digest_of(_json(sources))}.json"


def attestations_of(store: Store, manifest: Digest) -> Iterator[tuple[str, bytes]]:
    """Every attestation of a manifest: its key and its envelope as stored."""
    return ((key, store.get(key)) for key in store.keys(_prefix(manifest)))


def statement_in(data: bytes) -> dict[str, Any]:
    """The statement an envelope holds; its signatures are not looked at.

    Raises:
        DamagedObjectError: the bytes are no envelope.
    """
    try:
        value = json.loads(opened(data).payload)
    except ValueError as error:
        raise DamagedObjectError("the envelope holds no statement") from error
    if not isinstance(value, dict):
        raise DamagedObjectError("the envelope holds no statement")
    return value


def _prefix(manifest: Digest) -> str:
    return f"attestations/{manifest[:2]}/{manifest}/"


def sources_of(source: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The content tree, and the commit where one is known to hold exactly it."""
    found = [{"name": "content", "digest": {"sha256": source["tree"]}}]
    if source.get("commit"):
        found.append({"name": "commit", "digest": {"gitCommit": source["commit"]}})
    return found


def _json(value: Any) -> bytes:  # noqa: ANN401 - JSON
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()

"""Whether an attestation is one: signed in its role, of this manifest, and of the content tree that the manifest names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.errors import DamagedObjectError
from coursewright.publishing.depositing.attestations import BUILD_TYPE, attestation_key
from coursewright.publishing.keys.envelope import STATEMENT, Envelope, opened, written
from coursewright.publishing.keys.trust_root import TrustRoot


def objection_to(data: bytes, manifest: Digest, says: Mapping[str, Any] | None, root: TrustRoot, key: str = "") -> str | None:
    """Why bytes do not attest a manifest; None if they do.

    `says` is what the manifest says, if it could be read; `key` is where the bytes are kept, if that is known.
    """
    try:
        envelope = opened(data)
    except DamagedObjectError as error:
        return str(error)
    if written(envelope) != data:
        return "the bytes are not as an attestation is written"
    if envelope.payload_type != STATEMENT:
        return f"it holds {envelope.payload_type!r}, which is no attestation"
    return root.objection("attestations", envelope) or _of_statement(envelope, manifest, says, key)


def commit_of(data: bytes) -> str | None:
    """The commit that a believed attestation names, if it names one."""
    sources = json.loads(opened(data).payload)["predicate"]["buildDefinition"]["resolvedDependencies"]
    return next((str(source["digest"]["gitCommit"]) for source in sources if source["name"] == "commit"), None)


def _of_statement(envelope: Envelope, manifest: Digest, says: Mapping[str, Any] | None, key: str) -> str | None:
    try:
        statement = json.loads(envelope.payload)
        subject = statement["subject"]
        build = statement["predicate"]["buildDefinition"]
        sources, made_by = build["resolvedDependencies"], build["internalParameters"]["format"]
        if subject != [{"name": "manifest", "digest": {"sha256": manifest}}]:
            return f"it attests {_named(subject)}, not manifest {manifest}"
        if build["buildType"] != BUILD_TYPE:
            return f"it attests a build of another type, {build['buildType']!r}"
        if key and attestation_key(manifest, sources) != key:
            return "it attests other sources than its key says"
        if says is not None:
            return _of_content(sources, made_by, says)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return "it does not say what an attestation says"
    return None


def _of_content(sources: Any, made_by: Any, says: Mapping[str, Any]) -> str | None:  # noqa: ANN401 - JSON
    trees = [source["digest"]["sha256"] for source in sources if source["name"] == "content"]
    if trees != [says["tree"]]:
        return f"it attests content tree {', '.join(map(str, trees)) or '(none)'}, and the manifest names {says['tree']}"
    if made_by != says["format"]:
        return f"it attests compiler format {made_by!r}, and the manifest names {says['format']!r}"
    return None


def _named(subject: Any) -> str:  # noqa: ANN401 - JSON
    try:
        return f"manifest {subject[0]['digest']['sha256']}"
    except (KeyError, TypeError, IndexError):
        return "something else"

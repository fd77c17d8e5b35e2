"""Whether what is to be copied is what its key says: an object, its compressed form, or an attestation of a release.

A signature is looked at only where a trust root says whose counts; the rest needs no keys, so that a backup can be made and
checked by whoever may read.
"""

from __future__ import annotations

from coursewright.compiling.digest import Digest, digest_of, is_digest
from coursewright.compiling.spaces import SPACES
from coursewright.errors import DamagedObjectError
from coursewright.publishing.depositing.attestations import attestation_key, statement_in
from coursewright.publishing.keys.trust_root import TrustRoot
from coursewright.publishing.storing.compressed import compressed_key, inflated
from coursewright.publishing.storing.store import object_key
from coursewright.publishing.verifying.attested import objection_to


def check_blob(key: str, data: bytes, root: TrustRoot | None) -> None:
    """Refuse bytes that are not those of their key.

    Raises:
        DamagedObjectError: they are not; the message names the key.
    """
    space, _, name = key.partition("/")
    wrong = _of_attestation(key, data, root) if space == "attestations" else _of_object(space, name.rpartition("/")[2], key, data)
    if wrong:
        raise DamagedObjectError(f"{key} is not what its key says: {wrong}")


def _of_object(space: str, name: str, key: str, data: bytes) -> str | None:
    if not is_digest(name):
        return "the key names no digest"
    digest = Digest(name)
    if key != (compressed_key(digest) if space == "gzip" else object_key(space, digest)):
        return "it is not where an object of this digest is kept"
    if space in SPACES:
        return None if digest_of(data) == digest else f"it holds {len(data)} bytes whose digest is {digest_of(data)}"
    try:
        inflated(data, digest)
    except DamagedObjectError as error:
        return str(error)
    return None


def _of_attestation(key: str, data: bytes, root: TrustRoot | None) -> str | None:
    _, *parts = key.split("/")
    if len(parts) != 3 or not is_digest(parts[1]):  # noqa: PLR2004 - two digits, the manifest, the sources
        return "the key names no manifest"
    manifest = Digest(parts[1])
    if root is not None:
        return objection_to(data, manifest, None, root, key)
    try:
        statement = statement_in(data)
        subject, build = statement["subject"], statement["predicate"]["buildDefinition"]
        if subject != [{"name": "manifest", "digest": {"sha256": manifest}}]:
            return "it attests another manifest"
        if attestation_key(manifest, build["resolvedDependencies"]) != key:
            return "it attests other sources"
    except (DamagedObjectError, KeyError, TypeError, AttributeError, RecursionError):
        return "it does not say what an attestation says"
    return None

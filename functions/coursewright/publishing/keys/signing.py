"""Keys: who may attest, who may write records, and who may say where a log stands.

Three roles, each with a key of its own, so that whoever steals one of them can do a part of the harm only: without the heads' key
no reader can be led to a forged record, and without the records' key there is none to lead them to. Ed25519 (RFC 8032).
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from coursewright.errors import KeyFileError
from coursewright.publishing.keys.envelope import Envelope, Signer, signed_bytes
from coursewright.publishing.storing.folder_store import flush

PublicKey = Ed25519PublicKey | EllipticCurvePublicKey
ROLES = ("attestations", "records", "heads")


@dataclass(frozen=True)
class LocalSigner:
    """A private key in this process."""

    private: Ed25519PrivateKey

    @cached_property
    def key_id(self) -> str:
        """See `Signer`."""
        return key_id_of(self.private.public_key())

    @property
    def public(self) -> str:
        """See `Signer`."""
        return public_pem(self.private.public_key())

    def sign(self, data: bytes) -> bytes:
        """An Ed25519 signature, 64 bytes."""
        return self.private.sign(data)


@dataclass(frozen=True, slots=True)
class Signers:
    """One signer for each role."""

    attestations: Signer
    records: Signer
    heads: Signer


def key_id_of(public: PublicKey) -> str:
    """A public key's name."""
    return hashlib.sha256(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def public_pem(public: PublicKey) -> str:
    """A public key as text."""
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def read_public(pem: str) -> PublicKey:
    """A public key from its text.

    Raises:
        KeyFileError: it is none, or of a kind that is not used here.
    """
    try:
        key = load_pem_public_key(pem.encode())
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyFileError("a public key cannot be read; it should be PEM text") from error
    if isinstance(key, Ed25519PublicKey) or (isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1)):
        return key
    raise KeyFileError(f"a public key is of kind {type(key).__name__}; Ed25519 and ECDSA P-256 keys are understood")


def is_signed_by(envelope: Envelope, key_id: str, public: PublicKey) -> bool:
    """Whether one of the envelope's signatures is this key's, over this payload as this type."""
    data = signed_bytes(envelope.payload_type, envelope.payload)
    return any(name == key_id and _holds(public, signature, data) for name, signature in envelope.signatures)


def _holds(public: PublicKey, signature: bytes, data: bytes) -> bool:
    try:
        if isinstance(public, Ed25519PublicKey):
            public.verify(signature, data)
        else:
            public.verify(signature, data, ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def new_signers() -> Signers:
    """Fresh keys, kept nowhere."""
    return Signers(*(LocalSigner(Ed25519PrivateKey.generate()) for _ in ROLES))


def local_signers(folder: Path) -> Signers:
    """The keys in a folder, made on first use and readable by their owner only.

    Raises:
        KeyFileError: a file there is no key of ours.
    """
    return Signers(*(LocalSigner(_local_key(folder / f"{role}.pem")) for role in ROLES))


def _local_key(path: Path) -> Ed25519PrivateKey:
    try:
        if not path.exists():
            _make_key(path)
        key = load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyFileError(f"{path} cannot be used as a private key: {error}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError(f"{path} holds a key of another kind; Ed25519 is used here")
    return key


def _make_key(path: Path) -> None:
    """Written whole under another name first: of two processes that begin at once, both use the sooner one's key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()
    flush(path.parent)  # a record signed by a key that a power cut takes away could never be verified

"""A signed envelope round a payload: DSSE, so that what is signed is bytes and what they are taken for.

Reading one needs no cryptography, and the read path only reads; keys and their verification are in signing.py.
https://github.com/secure-systems-lab/dsse/blob/master/protocol.md and envelope.md beside it.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from coursewright.errors import DamagedObjectError

RECORD = "application/vnd.coursewright.record+json"
"""A record of a log."""
HEAD = "application/vnd.coursewright.head+json"
"""A record that says where another log stands, and until when that may be believed."""
STATEMENT = "application/vnd.in-toto+json"
"""An in-toto statement (https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md)."""


class Signer(Protocol):
    """A private key, wherever it is kept."""

    @property
    def key_id(self) -> str:
        """SHA-256 of the public key's DER form (SubjectPublicKeyInfo), in hex."""
        ...

    @property
    def public(self) -> str:
        """The public key, as PEM text."""
        ...

    def sign(self, data: bytes) -> bytes:
        """A signature over the data."""
        ...


@dataclass(frozen=True, slots=True)
class Envelope:
    """A payload, what it is taken for, and who signed that: (key id, signature) each."""

    payload_type: str
    payload: bytes
    signatures: tuple[tuple[str, bytes], ...]


def signed_bytes(payload_type: str, payload: bytes) -> bytes:
    """What is signed: DSSE's pre-authentication encoding, so that a record cannot be passed off as a head."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)


def sealed(payload_type: str, payload: bytes, signers: Sequence[Signer]) -> bytes:
    """An envelope as it is stored."""
    data = signed_bytes(payload_type, payload)
    return written(Envelope(payload_type, payload, tuple((signer.key_id, signer.sign(data)) for signer in signers)))


def written(envelope: Envelope) -> bytes:
    """The one form in which an envelope is stored. Base64 and JSON would allow others with the same meaning."""
    value = {
        "payload": base64.b64encode(envelope.payload).decode(),
        "payloadType": envelope.payload_type,
        "signatures": [{"keyid": name, "sig": base64.b64encode(signature).decode()} for name, signature in envelope.signatures],
    }
    return json.dumps(value, separators=(",", ":")).encode()


def opened(data: bytes) -> Envelope:
    """An envelope as it was stored; nothing is verified.

    Raises:
        DamagedObjectError: the bytes are no envelope.
    """
    try:
        envelope = json.loads(data)
        return Envelope(
            str(envelope["payloadType"]),
            base64.b64decode(envelope["payload"], validate=True),
            tuple((str(s["keyid"]), base64.b64decode(s["sig"], validate=True)) for s in envelope["signatures"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error) as error:
        raise DamagedObjectError("the bytes are no signed envelope") from error

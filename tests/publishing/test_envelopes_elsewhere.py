"""Our envelopes and those of securesystemslib, which knows nothing of us, are the same thing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from hypothesis import given, settings
from hypothesis import strategies as st
from securesystemslib.dsse import Envelope as TheirEnvelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import CryptoSigner, Key, SSlibKey

from courses import STAMP
from coursewright.publishing.depositing.attestations import attestations_of
from coursewright.publishing.keys.envelope import STATEMENT, opened, sealed, written
from coursewright.publishing.keys.signing import is_signed_by, key_id_of, new_signers, public_pem, read_public
from coursewright.publishing.records.log import Log
from coursewright.publishing.storing.folder_store import FolderStore
from small_store import past


def _theirs(data: bytes) -> TheirEnvelope:
    value: dict[str, Any] = json.loads(data)
    return TheirEnvelope.from_dict(value)


def _their_key(pem: str, key_id: str) -> Key:
    key = load_pem_public_key(pem.encode())
    return SSlibKey.from_crypto(key, key_id)


def test_what_was_released_is_verified_by_another_library() -> None:
    store = FolderStore(past().whole)
    newest = Log(store, "channels/stable").head()
    head = Log(store, "heads/channels/stable").head()
    assert newest is not None
    assert head is not None
    (_, attestation), *_ = attestations_of(store, newest["manifest"])
    signers = STAMP.signers
    for data, signer in ((newest.data, signers.records), (head.data, signers.heads), (attestation, signers.attestations)):
        key = _their_key(signer.public, signer.key_id)

        assert {signer.key_id: key} == _theirs(data).verify([key], threshold=1)


def test_another_key_under_our_name_verifies_nothing_there_either() -> None:
    data = sealed(STATEMENT, b"{}", [STAMP.signers.records])
    key = _their_key(new_signers().records.public, STAMP.signers.records.key_id)

    with pytest.raises(VerificationError):
        _theirs(data).verify([key], threshold=1)


@pytest.mark.parametrize("generate", [CryptoSigner.generate_ed25519, CryptoSigner.generate_ecdsa])
def test_what_another_library_signed_is_verified_here(generate: Any) -> None:  # noqa: ANN401 - a class method of theirs
    signer = generate()
    theirs = TheirEnvelope(b'{"a":1}', STATEMENT, {})
    theirs.sign(signer)
    public = read_public(public_pem(signer._private_key.public_key()))
    ours = opened(json.dumps(theirs.to_dict()).encode())

    assert is_signed_by(ours, signer.public_key.keyid, public)
    assert not is_signed_by(ours, key_id_of(public), public), "a signature counts under the name it was given"
    tampered = opened(json.dumps({**theirs.to_dict(), "payloadType": "text/plain"}).encode())
    assert not is_signed_by(tampered, signer.public_key.keyid, public)


@settings(max_examples=50, deadline=None)
@given(payload=st.binary(max_size=300), kind=st.text(max_size=20))
def test_both_libraries_sign_the_same_bytes(payload: bytes, kind: str) -> None:
    data = sealed(kind, payload, [STAMP.signers.heads])

    assert data == written(opened(data))
    _theirs(data).verify([_their_key(STAMP.signers.heads.public, STAMP.signers.heads.key_id)], threshold=1)

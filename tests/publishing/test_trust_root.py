"""A trust root file: what is written is read, and whatever else is in it is refused in one sentence."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from courses import STAMP
from coursewright.errors import KeyFileError
from coursewright.publishing.keys.envelope import RECORD, opened, sealed
from coursewright.publishing.keys.signing import new_signers
from coursewright.publishing.keys.trust_root import Role, TrustRoot, as_text, read_trust_root, trust_root_in, trust_root_of
from small_store import ROOT


def _value() -> dict[str, Any]:
    value: dict[str, Any] = json.loads(as_text(ROOT))
    return value


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "root.json"
    whole = TrustRoot(7, datetime(2027, 1, 31, tzinfo=UTC), ROOT.roles, ROOT.keys)
    for root in (ROOT, whole):
        path.write_text(as_text(root))

        assert as_text(root) == as_text(read_trust_root(path))
        assert root.digest == read_trust_root(path).digest


def test_it_holds_no_private_key() -> None:
    assert "PRIVATE" not in as_text(ROOT)


def test_each_role_has_keys_of_its_own() -> None:
    named = [key for role in ROOT.roles.values() for key in role.keys]

    assert 3 == len(set(named))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda _: [], '"kind" is not "trust-root"'),
        (lambda value: value | {"kind": "root"}, '"kind" is not "trust-root"'),
        (lambda value: value | {"more": 1}, "unknown fields: more"),
        (lambda value: value | {"version": 0}, '"version" is 0'),
        (lambda value: value | {"version": True}, '"version" is True'),
        (lambda value: value | {"version": "1"}, "\"version\" is '1'"),
        (lambda value: value | {"expires": "soon"}, "\"expires\" is 'soon'"),
        (lambda value: value | {"expires": "2027-01-31T00:00:00"}, "without a time zone"),
        (lambda value: value | {"expires": 1}, '"expires" is 1'),
        (lambda value: value | {"roles": {}}, '"roles" should name exactly attestations, records, heads'),
        (lambda value: value | {"roles": None}, '"roles" should name exactly'),
        (lambda value: value | {"roles": value["roles"] | {"heads": []}}, 'role "heads" should have "keys"'),
        (lambda value: _with_heads(value, threshold=0), 'role "heads" has 1 keys and the threshold 0'),
        (lambda value: _with_heads(value, threshold=2), 'role "heads" has 1 keys and the threshold 2'),
        (lambda value: _with_heads(value, keys=[]), 'role "heads" has 0 keys'),
        (lambda value: _with_heads(value, keys=["ab"]), 'role "heads" names a key that is not under "keys"'),
        (lambda value: _with_heads(value, keys=[["ab"]]), 'role "heads" names a key that is not under "keys"'),
        (lambda value: _with_heads(value, keys=[*value["roles"]["heads"]["keys"]] * 2), "names a key twice"),
        (lambda value: value | {"keys": []}, '"keys" should be PEM texts by id'),
        (lambda value: value | {"keys": {"ab": 1}}, '"keys" should be PEM texts by id'),
        (lambda value: value | {"keys": {"ab": "text"}}, "a public key cannot be read"),
        (lambda value: value | {"keys": {"ab": next(iter(value["keys"].values()))}}, "the key under 'ab' has the id"),
    ],
)
def test_anything_else_is_refused_in_one_sentence(tmp_path: Path, change: Callable[[Any], Any], why: str) -> None:
    path = tmp_path / "root.json"
    path.write_text(json.dumps(change(_value())))

    with pytest.raises(KeyFileError) as refused:
        read_trust_root(path)
    assert why in str(refused.value)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)


def _with_heads(value: dict[str, Any], **changes: object) -> dict[str, Any]:
    return value | {"roles": value["roles"] | {"heads": value["roles"]["heads"] | changes}}


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"1" * 5_000, b'{"kind":NaN}', b" " * 1_000_001])
def test_bytes_that_are_none_are_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "root.json"
    path.write_bytes(data)

    with pytest.raises(KeyFileError, match="trust root"):
        read_trust_root(path)


def test_a_key_on_a_curve_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    public = ec.derive_private_key(2, ec.SECP256R1()).public_key()
    der = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    unknown = base64.b64encode(der.replace(bytes.fromhex("2a8648ce3d030107"), bytes.fromhex("2a8648ce3d03017f"))).decode()
    path = tmp_path / "root.json"
    path.write_text(json.dumps({**_value(), "keys": {"x": f"-----BEGIN PUBLIC KEY-----\n{unknown}\n-----END PUBLIC KEY-----\n"}}))

    with pytest.raises(KeyFileError, match="a public key cannot be read"):
        read_trust_root(path)


@pytest.mark.parametrize("name", ["nothing.json", ""])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(KeyFileError, match="cannot be read as a trust root"):
        read_trust_root(tmp_path / name)


def test_a_threshold_counts_keys_and_not_signatures() -> None:
    other = new_signers()
    both = (STAMP.signers.records.key_id, other.records.key_id)
    keys = {**ROOT.keys, **trust_root_of(other).keys}
    root = TrustRoot(1, None, {**ROOT.roles, "records": Role(both, 2)}, keys)
    twice = opened(sealed(RECORD, b"{}", [STAMP.signers.records, STAMP.signers.records]))
    by_both = opened(sealed(RECORD, b"{}", [STAMP.signers.records, other.records]))

    assert "is signed by 1 of the keys that the trust root names for records, and it takes 2" == root.objection("records", twice)
    assert root.objection("records", by_both) is None


def test_a_role_believes_no_key_of_another() -> None:
    by_heads = opened(sealed(RECORD, b"{}", [STAMP.signers.heads]))

    assert ROOT.objection("heads", by_heads) is None
    assert "is not signed by a key that the trust root names for records" == ROOT.objection("records", by_heads)


def test_the_value_of_a_root_may_come_from_elsewhere() -> None:
    assert ROOT.digest == trust_root_in(_value()).digest

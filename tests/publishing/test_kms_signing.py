"""Keys in KMS: verified without KMS, replaced, forbidden, disabled.

moto stands in for KMS. It takes every message as raw and signs with disabled keys, so both are put right here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, NoCredentialsError
from moto import mock_aws
from moto.kms.utils import ECDSAPrivateKey

from coursewright.errors import SigningRefusedError
from coursewright.publishing.keys.envelope import HEAD, RECORD, opened, sealed
from coursewright.publishing.keys.kms_signing import KmsSigner, kms_signers
from coursewright.publishing.keys.signing import ROLES, is_signed_by, key_id_of, read_public
from coursewright.publishing.keys.trust_root import Role, as_text, trust_root_in, trust_root_of
from deployments import as_kms_signs, new_key


@pytest.fixture
def kms(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setattr(ECDSAPrivateKey, "sign", as_kms_signs)
    with mock_aws():
        client = boto3.client("kms", "eu-central-1")
        client.meta.events.register("before-parameter-build.kms.Sign", lambda params, **_more: as_kms_takes_it(client, params))
        for role in ROLES:
            client.create_alias(AliasName=f"alias/acme-{role}", TargetKeyId=new_key(client))
        yield client


def as_kms_takes_it(client: Any, params: dict[str, Any]) -> None:  # noqa: ANN401 - a client
    assert params["MessageType"] == "DIGEST"
    if client.describe_key(KeyId=params["KeyId"])["KeyMetadata"]["KeyState"] == "Disabled":
        raise ClientError({"Error": {"Code": "DisabledException"}}, "Sign")


class Refusing:
    """A KMS that answers every call with one error."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def get_public_key(self, **_parameters: Any) -> None:  # noqa: ANN401 - as boto3 has it
        raise self.error


def test_a_large_record_signed_in_kms_is_verified_with_its_public_key_alone(kms: Any) -> None:  # noqa: ANN401 - a client
    signer = kms_signers(kms, "acme").records
    envelope = opened(sealed(RECORD, b"x" * 5000, [signer]))  # KMS takes no message above 4096 bytes
    public = read_public(signer.public)
    assert signer.key_id == key_id_of(public)
    assert is_signed_by(envelope, signer.key_id, public)


def test_each_role_has_a_key_of_its_own_and_none_verifies_for_another(kms: Any) -> None:  # noqa: ANN401 - a client
    signers = kms_signers(kms, "acme")
    assert len({signers.attestations.key_id, signers.records.key_id, signers.heads.key_id}) == len(ROLES)
    envelope = opened(sealed(HEAD, b"payload", [signers.heads]))
    assert not is_signed_by(envelope, signers.heads.key_id, read_public(signers.records.public))


def test_after_a_rotation_old_and_new_signatures_verify_each_by_its_own_key(kms: Any) -> None:  # noqa: ANN401 - a client
    old = kms_signers(kms, "acme").heads
    before = opened(sealed(HEAD, b"payload", [old]))
    kms.update_alias(AliasName="alias/acme-heads", TargetKeyId=new_key(kms))
    new = kms_signers(kms, "acme").heads
    after = opened(sealed(HEAD, b"payload", [new]))
    warm = opened(sealed(HEAD, b"payload", [old]))  # a process that began before: its key id and its key still belong together
    assert old.key_id != new.key_id
    assert is_signed_by(before, old.key_id, read_public(old.public))
    assert is_signed_by(warm, old.key_id, read_public(old.public))
    assert is_signed_by(after, new.key_id, read_public(new.public))
    assert not is_signed_by(after, old.key_id, read_public(old.public))


def test_a_root_with_both_keys_believes_old_and_new_records_and_one_without_the_revoked_key_refuses_all_it_signed(
    kms: Any,  # noqa: ANN401 - a client
) -> None:
    old = kms_signers(kms, "acme")
    before = opened(sealed(RECORD, b"payload", [old.records]))
    kms.update_alias(AliasName="alias/acme-records", TargetKeyId=new_key(kms))
    new = kms_signers(kms, "acme")
    after = opened(sealed(RECORD, b"payload", [new.records]))
    only_new, only_old = trust_root_of(new), trust_root_of(old)
    keys = (old.records.key_id, new.records.key_id)
    both = replace(only_new, roles={**only_new.roles, "records": Role(keys, 1)}, keys={**only_old.keys, **only_new.keys})
    assert [both.objection("records", each) for each in (before, after)] == [None, None]
    assert only_new.objection("records", after) is None
    assert only_new.objection("records", before) == "is not signed by a key that the trust root names for records"
    assert only_old.objection("records", after) == "is not signed by a key that the trust root names for records"
    assert trust_root_in(json.loads(as_text(both))) == both


def test_a_key_of_another_kind_is_refused(kms: Any) -> None:  # noqa: ANN401 - a client
    kms.update_alias(AliasName="alias/acme-heads", TargetKeyId=new_key(kms, "RSA_2048"))
    with pytest.raises(SigningRefusedError, match="alias/acme-heads: the key is of another kind"):
        kms_signers(kms, "acme").heads.sign(b"payload")


def test_a_key_disabled_after_its_first_use_signs_no_more_and_what_it_signed_still_verifies(kms: Any) -> None:  # noqa: ANN401 - a client
    signer = kms_signers(kms, "acme").heads
    before = opened(sealed(HEAD, b"payload", [signer]))
    assert isinstance(signer, KmsSigner)
    kms.disable_key(KeyId=signer.key.arn)
    with pytest.raises(SigningRefusedError, match="alias/acme-heads: the key is disabled"):
        signer.sign(b"payload")
    assert is_signed_by(before, signer.key_id, read_public(signer.public))


def test_a_name_without_keys_is_refused_with_a_question(kms: Any) -> None:  # noqa: ANN401 - a client
    with pytest.raises(SigningRefusedError, match="alias/other-heads: there is no such key"):
        kms_signers(kms, "other").heads.sign(b"payload")


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (ClientError({"Error": {"Code": "DisabledException"}}, "Sign"), "the key is disabled"),
        (ClientError({"Error": {"Code": "AccessDeniedException"}}, "Sign"), "the role needs kms:GetPublicKey"),
        (ClientError({"Error": {"Code": "Odd"}}, "Sign"), "KMS refuses: Odd"),
        (NoCredentialsError(), "KMS cannot be asked: there are no credentials for AWS; sign in"),
    ],
)
def test_what_kms_refuses_is_a_sentence(error: Exception, sentence: str) -> None:
    with pytest.raises(SigningRefusedError, match=sentence):
        KmsSigner(Refusing(error), "alias/acme-heads").sign(b"payload")

"""The keys at an address: a folder, or the names of keys in KMS, which is not asked before the first use."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursewright.errors import ConfigurationError
from coursewright.publishing.keys.keyring import signers_at
from coursewright.publishing.keys.kms_signing import KmsSigner
from coursewright.publishing.keys.signing import ROLES


def test_a_folder_holds_local_keys(tmp_path: Path) -> None:
    signers = signers_at(str(tmp_path / "keys"))

    assert signers.records.sign(b"data")
    assert (tmp_path / "keys").is_dir()


def test_keys_in_kms_are_named_by_the_stores_they_are_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    signers = signers_at("kms://acme-courses")

    for role in ROLES:
        signer = getattr(signers, role)
        assert isinstance(signer, KmsSigner)
        assert signer.alias == f"alias/acme-courses-{role}"


@pytest.mark.parametrize("address", ["kms://", "kms://a/b", "kms://alias/acme", "kms://Acme"])
def test_what_names_no_stores_is_refused_with_the_form_it_should_have(address: str) -> None:
    with pytest.raises(ConfigurationError, match="after kms:// goes the name of the stores, as in kms://acme-courses"):
        signers_at(address)

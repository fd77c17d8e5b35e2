"""Where a store is: a folder or a bucket, and a sentence where an address or the settings for AWS are neither."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursewright.errors import StoreError
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.storing.s3_store import S3Store
from coursewright.publishing.storing.store_address import client_for, store_at


def test_a_path_is_a_folder(tmp_path: Path) -> None:
    store = store_at(str(tmp_path))

    assert isinstance(store, FolderStore)
    assert store.root == tmp_path


@pytest.mark.parametrize("address", ["s3://acme-courses-released", "s3://acme-courses-released/"])
def test_s3_names_a_bucket(address: str) -> None:
    store = store_at(address)

    assert isinstance(store, S3Store)
    assert store.bucket == "acme-courses-released"


@pytest.mark.parametrize(
    "address", ["s3://", "s3://a", "s3://acme courses", "s3://acme/released", "s3://ACME", "s3:///x", "s3://-ab"]
)
def test_what_names_no_bucket_is_refused(address: str) -> None:
    with pytest.raises(StoreError, match="is not the address of a store"):
        store_at(address)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("AWS_PROFILE", "nobody", r"The config profile \(nobody\) could not be found"),
        ("AWS_ENDPOINT_URL_S3", "here", "Invalid endpoint: here"),
        ("AWS_DEFAULT_REGION", "not a region", "not a region"),
    ],
)
def test_settings_that_cannot_be_used_are_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.delenv("AWS_REGION", raising=False)
    monkeypatch.setenv(name, value)

    with pytest.raises(StoreError, match=f"s3://released cannot be asked.*{sentence}"):
        store_at("s3://released")


def test_the_region_is_read_where_every_tool_of_aws_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_REGION", raising=False)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    assert client_for("kms").meta.region_name == "us-east-1"
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    assert client_for("kms").meta.region_name == "eu-central-1"
    assert client_for("kms", region_name="eu-west-1").meta.region_name == "eu-west-1"

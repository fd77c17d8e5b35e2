"""The keys of a deployment: replaced, revoked and missing, as `verify` on the whole store sees it; and the trust root of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from coursewright.commands.publishing.releasing import promote_command
from coursewright.commands.publishing.verifying import trust_root_command, verify_command
from coursewright.errors import (
    CoursewrightError,
    PromotionRefusedError,
    SigningRefusedError,
)
from coursewright.publishing.keys.trust_root import Role, TrustRoot, as_text, read_trust_root, trust_root_of
from coursewright.publishing.records.logs import channel_log
from coursewright.publishing.storing.stores import stores_at
from deployments import ADDRESS, Lambda, deployment, deposited, new_key
from small_course import small
from typed import Typed


@pytest.fixture
def function(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Lambda]:
    monkeypatch.chdir(tmp_path)
    with deployment(monkeypatch) as made:
        yield made


@pytest.fixture
def typed(function: Lambda, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Typed:  # noqa: ARG001 - the deployment is there
    return Typed(tmp_path, capsys, address=ADDRESS)


def _deposit(more: str = "", edition: str | None = None) -> str:
    return str(deposited(small(more, edition)).name)


def _record(channel: str = "stable") -> int:
    head = channel_log(stores_at(ADDRESS).released, channel).head()
    return head.number if head else 0


def _both(old: TrustRoot, new: TrustRoot, *roles: str) -> TrustRoot:
    """The root that believes the new keys, and in these roles the old ones too."""
    named = {
        role: Role((*old.roles[role].keys, *new.roles[role].keys), 1) if role in roles else new.roles[role] for role in new.roles
    }
    wanted = {key for role in named.values() for key in role.keys}
    keys = {name: key for name, key in {**old.keys, **new.keys}.items() if name in wanted}
    return TrustRoot(2, None, named, keys)


def _rotate(*roles: str) -> None:
    kms = boto3.client("kms")
    for role in roles:
        kms.update_alias(AliasName=f"alias/acme-{role}", TargetKeyId=new_key(kms))


def test_after_a_rotation_the_whole_store_verifies_by_a_root_with_both_keys(typed: Typed, tmp_path: Path) -> None:
    typed(promote_command, _deposit(), by="ana@example.org")
    old = trust_root_of(stores_at(ADDRESS).signers())
    _rotate("records", "heads", "attestations")
    typed(promote_command, _deposit(edition="2027-Q1"), by="ana@example.org")
    new = trust_root_of(stores_at(ADDRESS).signers())
    roots = {"both": _both(old, new, "records", "heads", "attestations"), "old": old}
    for name, root in roots.items():
        (tmp_path / f"{name}.json").write_text(as_text(root))

    assert "✓ verified" in typed(verify_command, None, root=tmp_path / "both.json")
    assert typed.status == 0
    assert "is not signed by a key that the trust root names for records" in typed(
        verify_command, None, root=tmp_path / "old.json"
    )
    assert typed.status == 1
    assert not set(old.keys) & set(new.keys)


def test_after_a_revocation_new_records_vouch_for_what_the_old_key_signed(typed: Typed, tmp_path: Path) -> None:
    """As docs/verifying.md says: a root without the key, heads anew, and one more record in each log."""
    typed(promote_command, _deposit(), by="ana@example.org")
    old = trust_root_of(stores_at(ADDRESS).signers())
    _rotate("records", "heads")
    new = trust_root_of(stores_at(ADDRESS).signers())
    root = tmp_path / "root.json"
    root.write_text(as_text(_both(old, new)))
    before = typed(verify_command, None, root=root)
    assert typed.status == 1, before

    typed(promote_command, _deposit("One more sentence."), by="ana@example.org")
    after = typed(verify_command, None, root=root)
    assert (typed.status, "✓ verified" in after) == (0, True), after
    assert "is not signed by a key" in after  # a warning for each older record, which the newest vouches for


def test_without_the_key_for_records_a_promotion_is_refused_and_nothing_points_at_it(function: Lambda, typed: Typed) -> None:
    name = _deposit()
    boto3.client("kms").delete_alias(AliasName="alias/acme-records")
    with pytest.raises(PromotionRefusedError, match="alias/acme-records: there is no such key"):
        typed(promote_command, name, by="ana@example.org")
    assert _record() == 0
    assert stores_at(ADDRESS).released.folders("releases/") == []
    assert function.told == []


def test_a_trust_root_names_the_keys_that_sign_and_is_not_overwritten(typed: Typed, tmp_path: Path) -> None:
    typed(trust_root_command, to=tmp_path / "root.json")
    assert read_trust_root(tmp_path / "root.json") == trust_root_of(stores_at(ADDRESS).signers())
    with pytest.raises(CoursewrightError, match="is not overwritten"):
        typed(trust_root_command, to=tmp_path / "root.json")


def test_keys_that_are_not_there_are_a_sentence(typed: Typed) -> None:
    kms = boto3.client("kms")
    kms.delete_alias(AliasName="alias/acme-heads")
    with pytest.raises(SigningRefusedError, match="alias/acme-heads: there is no such key"):
        typed(trust_root_command)

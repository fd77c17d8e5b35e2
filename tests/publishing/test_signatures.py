"""Envelopes and keys: what was signed is what is read, as what it was signed for, by the key of its role."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from courses import STAMP
from coursewright.errors import DamagedObjectError, KeyFileError
from coursewright.publishing.keys.envelope import HEAD, RECORD, opened, sealed
from coursewright.publishing.keys.signing import (
    LocalSigner,
    PublicKey,
    Signers,
    is_signed_by,
    key_id_of,
    local_signers,
    new_signers,
    public_pem,
    read_public,
)
from coursewright.publishing.records.heads import VALID_FOR, issue_head, issue_heads
from coursewright.publishing.records.log import Log, record_in
from coursewright.publishing.records.logs import channel_log, heads_of
from coursewright.publishing.storing.folder_store import FolderStore
from desks import Desk
from small_course import small

SIGNER = new_signers().records
assert isinstance(SIGNER, LocalSigner)
PUBLIC = SIGNER.private.public_key()


def test_what_was_sealed_is_opened_and_verifies() -> None:
    envelope = opened(sealed(RECORD, b"payload", [SIGNER]))

    assert (envelope.payload_type, envelope.payload) == (RECORD, b"payload")
    assert is_signed_by(envelope, SIGNER.key_id, PUBLIC)


@pytest.mark.parametrize(
    "change",
    [
        {"payload": base64.b64encode(b"other").decode()},
        {"payloadType": HEAD},
        {"signatures": []},
        {"signatures": [{"keyid": "0" * 64, "sig": ""}]},
    ],
    ids=["other payload", "taken for something else", "no signature", "somebody else's"],
)
def test_what_was_changed_does_not_verify(change: dict[str, object]) -> None:
    envelope = json.loads(sealed(RECORD, b"payload", [SIGNER])) | change

    assert not is_signed_by(opened(json.dumps(envelope).encode()), SIGNER.key_id, PUBLIC)


def test_another_key_does_not_verify() -> None:
    assert not is_signed_by(opened(sealed(RECORD, b"payload", [SIGNER])), SIGNER.key_id, _public(new_signers()))


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"{}", b'{"payload": "!", "payloadType": "x", "signatures": []}', b"[" * 50_000]
)
def test_what_is_no_envelope_is_damaged(data: bytes) -> None:
    with pytest.raises(DamagedObjectError):
        opened(data)


def test_keys_are_made_once_and_only_their_owner_may_read_them(tmp_path: Path) -> None:
    first, second = local_signers(tmp_path / "keys"), local_signers(tmp_path / "keys")
    ids = {first.attestations.key_id, first.records.key_id, first.heads.key_id}

    assert ids == {second.attestations.key_id, second.records.key_id, second.heads.key_id}
    assert len(ids) == 3
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "keys").iterdir()} == {0}


def test_a_file_that_is_no_key_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "records.pem").write_text("not a key")

    with pytest.raises(KeyFileError, match=r"records\.pem"):
        local_signers(tmp_path)
    with pytest.raises(KeyFileError, match="PEM"):
        read_public("not a key")


def test_a_public_key_survives_being_written_down() -> None:
    assert key_id_of(read_public(public_pem(PUBLIC))) == SIGNER.key_id


def test_records_and_heads_are_signed_by_keys_of_their_own(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.publish(small())
    head = heads_of(channel_log(desk.released, "stable")).head()
    assert head

    for record, by, not_by in ((desk.channel(), "records", "heads"), (head, "heads", "records")):
        envelope = opened(record.data)
        assert is_signed_by(envelope, getattr(STAMP.signers, by).key_id, _public(STAMP.signers, by))
        assert not is_signed_by(envelope, getattr(STAMP.signers, not_by).key_id, _public(STAMP.signers, not_by))


def test_a_record_of_one_log_is_none_of_another(tmp_path: Path) -> None:
    stable = Log(FolderStore(tmp_path), "channels/stable").append(None, STAMP, {})

    with pytest.raises(DamagedObjectError, match="another one"):
        record_in(stable.data, "channels/pilot", 1)
    with pytest.raises(DamagedObjectError, match="another one"):
        record_in(stable.data, "channels/stable", 2)
    with pytest.raises(DamagedObjectError, match="another one"):
        record_in(stable.data, "channels/stable", 1, HEAD)


def test_every_move_issues_a_head_that_speaks_of_the_newest_record(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.publish(small())
    desk.extend("One.")
    desk.publish(small(edition="2027-Q1"))
    desk.roll_back()
    desk.withdraw("2026-Q4.2")

    for name in ("channels/stable", "editions/2026-Q4", "editions/2027-Q1"):
        log = Log(desk.released, name)
        head, newest = heads_of(log).head(), log.head()
        assert head
        assert newest
        assert (head["of"], head["record"], head["digest"]) == (name, newest.number, newest.digest)


def test_a_head_is_renewed_when_it_is_half_a_day_old_and_not_before(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.publish(small())
    log = channel_log(desk.released, "stable")
    later = replace(STAMP, at=STAMP.at + timedelta(hours=11))
    tomorrow = replace(STAMP, at=STAMP.at + timedelta(days=1))

    assert issue_heads(desk.released, later) == 0
    assert issue_heads(desk.released, tomorrow) == 2
    assert issue_heads(desk.released, tomorrow) == 0
    head = issue_head(log, tomorrow)
    assert head
    assert head["expires"] == (tomorrow.at + VALID_FOR).isoformat(timespec="seconds")


def _public(signers: Signers, role: str = "records") -> PublicKey:
    signer = getattr(signers, role)
    assert isinstance(signer, LocalSigner)
    return signer.private.public_key()

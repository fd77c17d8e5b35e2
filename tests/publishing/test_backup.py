"""backup and restore: everything that was released, in a second place and back, the same bytes under the same names."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from courses import ROOT as REPOSITORY
from coursewright.commands.publishing.keeping import backup_command, restore_command
from coursewright.errors import BackupError, DamagedObjectError, MissingObjectError, StoreError
from coursewright.publishing.carrying.copied_logs import key_of
from coursewright.publishing.carrying.copying import Copying
from coursewright.publishing.carrying.inventory import HELD, MADE_ANEW, NOTES, inventory
from coursewright.publishing.keys.trust_root import as_text
from coursewright.publishing.records.heads import issue_heads
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.storing.s3_store import S3Store
from coursewright.publishing.storing.store import Store
from coursewright.publishing.verifying.whole_store import WholeStore
from desks import Desk
from drills import every_answer, held, lived
from small_course import small
from small_store import ROOT, SOON, copied, later
from typed import Typed


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Stores that lived: two editions, one extended, a release withdrawn, a channel taken back."""
    shutil.copytree(lived(), tmp_path / "here")
    return Desk(tmp_path / "here")


@pytest.fixture
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A place for a backup, with nothing in it: a folder, or a bucket."""
    if getattr(request, "param", "folder") == "folder":
        yield FolderStore(tmp_path / "kept")
        return
    with mock_aws():
        client = boto3.client("s3", region_name="us-east-1")
        client.create_bucket(Bucket="kept")
        store = S3Store(client, "kept")
        store.at_once = 1  # moto loses writes of several threads
        yield store


@pytest.mark.parametrize("kept", ["folder", "bucket"], indirect=True)
def test_a_restored_store_gives_every_answer_as_before(desk: Desk, kept: Store, tmp_path: Path) -> None:
    before = every_answer(desk.released)
    Copying(desk.released, kept).run()
    desk.released.root.rename(tmp_path / "gone")
    restored = FolderStore(tmp_path / "restored")
    Copying(kept, restored, ROOT).run()

    assert before == every_answer(kept)
    assert before == every_answer(restored)
    assert held(FolderStore(tmp_path / "gone")) == held(restored)
    assert [] == WholeStore(restored, ROOT, SOON).verify().problems


@pytest.mark.parametrize("kept", ["folder", "bucket"], indirect=True)
def test_a_second_run_writes_only_what_is_new(desk: Desk, kept: Store) -> None:
    first = Copying(desk.released, kept).run()
    again = Copying(desk.released, kept).run()
    desk.extend("One more sentence than there was.")
    later_on = Copying(desk.released, kept).run()

    assert (first.objects, first.records) == (first.written_objects, first.written_records)
    assert (0, 0) == (again.written_objects, again.written_records)
    assert (first.objects, first.records) == (again.objects, again.records)
    assert (later_on.objects - first.objects, later_on.records - first.records) == (
        later_on.written_objects,
        later_on.written_records,
    )
    assert later_on.written_objects > 0
    assert held(desk.released) == held(kept)


def test_nothing_that_a_released_store_holds_is_forgotten(desk: Desk) -> None:
    """What daily functions note beside it is in test_copied_notes.py."""
    assert {path.name for path in desk.released.root.iterdir()} == set(HELD) - set(NOTES) | set(MADE_ANEW)


def test_nothing_is_put_under_a_name_that_a_backup_does_not_know() -> None:
    """A key that begins with a word of its own is copied by nobody until it stands in HELD."""
    package = REPOSITORY / "functions" / "coursewright"
    texts = [path.read_text() for stage in ("publishing", "serving") for path in (package / stage).rglob("*.py")]
    begun = {word for text in texts for word in re.findall(r'f"([a-z]+)/\{', text)}

    assert begun >= {"gzip", "attestations", "releases", "editions", "channels", "heads", "candidates"}
    # keys of KMS; other stores
    assert begun - set(HELD) - set(MADE_ANEW) == {
        "alias",
        "candidates",
        "checked",
        "generations",
        "incoming",
        "reports",
    }


@pytest.mark.parametrize("space", ["objects", "assets", "keys", "coach", "private"])
def test_a_tampered_object_is_refused_by_its_key(desk: Desk, kept: Store, space: str) -> None:
    key = desk.released.keys(f"{space}/")[0]
    _overwrite(desk.released.root / key, b"forged")

    with pytest.raises(DamagedObjectError, match=rf"{key} .* 6 bytes whose digest is"):
        Copying(desk.released, kept).run()
    assert {} == inventory(kept).logs


@pytest.mark.parametrize("log", ["releases/2026-Q4", "editions/2026-Q4", "channels/stable", "heads/channels/stable"])
def test_a_tampered_record_is_refused_by_its_key_before_anything_is_written(desk: Desk, kept: Store, log: str) -> None:
    key = key_of(log, 1)
    _overwrite(desk.released.root / key, desk.released.get(key).replace(b'"sig":"', b'"sig":"A'))

    with pytest.raises(DamagedObjectError, match=f"{key} is not what it should be"):
        Copying(desk.released, kept).run()
    assert inventory(kept).blobs == frozenset()


def test_the_newest_record_is_vouched_for_by_a_trust_root_alone(desk: Desk, tmp_path: Path) -> None:
    key = desk.released.keys("channels/stable/")[0]
    data = desk.released.get(key)
    sig = data.index(b'"sig":"') + len(b'"sig":"')
    _overwrite(desk.released.root / key, data[:sig] + (b"A" if data[sig : sig + 1] != b"A" else b"B") + data[sig + 1 :])

    with pytest.raises(DamagedObjectError, match=f"{key} is not to be believed: .* trust root"):
        Copying(desk.released, FolderStore(tmp_path / "kept"), ROOT).run()
    assert not (tmp_path / "kept").exists()


def test_a_forged_attestation_is_refused(desk: Desk, kept: Store) -> None:
    first, second = desk.released.keys("attestations/")[:2]
    _overwrite(desk.released.root / first, desk.released.get(second))

    with pytest.raises(DamagedObjectError, match=f"{first} is not what its key says: it attests another manifest"):
        Copying(desk.released, kept).run()
    assert {} == inventory(kept).logs


def test_a_damaged_compressed_form_is_left_out_and_said(desk: Desk, kept: Store) -> None:
    key = desk.released.keys("gzip/")[0]
    _overwrite(desk.released.root / key, b"damaged")
    done = Copying(desk.released, kept).run()

    assert (key,) == done.left_out
    assert every_answer(desk.released) == every_answer(kept)


def test_a_release_that_lost_an_object_is_not_copied(desk: Desk, kept: Store) -> None:
    lost = desk.released.keys("assets/")[0]
    (desk.released.root / lost).unlink()

    with pytest.raises(MissingObjectError, match=f"{lost} is in neither store"):
        Copying(desk.released, kept).run()
    assert {} == inventory(kept).logs


def test_a_gap_in_a_log_is_refused_by_its_key(desk: Desk, kept: Store) -> None:
    key = key_of("channels/stable", 2)
    (desk.released.root / key).unlink()

    with pytest.raises(BackupError, match=f"{key} is missing: channels/stable has record"):
        Copying(desk.released, kept).run()
    assert inventory(kept).blobs == frozenset()


def test_a_restore_brings_back_what_a_store_lost_and_leaves_the_rest(desk: Desk, kept: Store) -> None:
    Copying(desk.released, kept).run()
    whole = held(desk.released)
    for key in (desk.released.keys("objects/")[3], key_of("editions/2026-Q4", 2), desk.released.keys("heads/")[0]):
        (desk.released.root / key).unlink()
    done = Copying(kept, desk.released).run()

    assert (1, 2) == (done.written_objects, done.written_records)
    assert whole == held(desk.released)


def test_a_store_that_lost_its_newest_records_does_not_pass_for_what_is_to_be_kept(desk: Desk, kept: Store) -> None:
    Copying(desk.released, kept).run()
    before = held(kept)
    newest = desk.released.keys("channels/stable/")[0]
    (desk.released.root / newest).unlink()

    with pytest.raises(BackupError, match=r"channels/stable is at record \d in the target and at \d in the source"):
        Copying(desk.released, kept).run()
    assert before == held(kept)


def test_two_histories_are_not_mixed(desk: Desk, tmp_path: Path) -> None:
    other = Desk(tmp_path / "other")
    other.publish(small())
    before = held(other.released)

    with pytest.raises(BackupError, match="hold different histories"):
        Copying(desk.released, other.released).run()
    assert before == held(other.released)


def test_a_channel_that_only_the_target_has_is_another_history(desk: Desk, tmp_path: Path) -> None:
    target = copied(desk.released.root, tmp_path / "target")
    shutil.rmtree(desk.released.root / "channels" / "pilot")
    shutil.rmtree(desk.released.root / "heads" / "channels" / "pilot")

    with pytest.raises(BackupError, match="channels/pilot is at record 1 in the target and at 0 in the source"):
        Copying(desk.released, target).run()


def test_full_finds_what_went_bad_in_the_copy(desk: Desk, tmp_path: Path) -> None:
    kept = FolderStore(tmp_path / "kept")
    Copying(desk.released, kept).run()
    key = kept.keys("keys/")[0]
    _overwrite(kept.root / key, b"bad")

    assert 0 == Copying(desk.released, kept).run().written_objects
    with pytest.raises(BackupError, match=f"{key} holds other bytes in the target"):
        Copying(desk.released, kept).run(full=True)


def test_a_backup_follows_a_restored_store_whose_heads_were_issued_anew(desk: Desk, kept: Store, tmp_path: Path) -> None:
    Copying(desk.released, kept).run()
    restored = FolderStore(tmp_path / "restored")
    Copying(kept, restored).run()
    issued = issue_heads(restored, later(20 * 24))
    done = Copying(restored, kept).run()

    assert issued == len(inventory(restored).logs) - len(
        [log for log in inventory(restored).logs if log.startswith(("expunged", "releases", "heads"))]
    )
    assert (0, issued) == (done.written_objects, done.written_records)


def test_several_threads_copy_the_same(desk: Desk, tmp_path: Path) -> None:
    source, target = FolderStore(desk.released.root), FolderStore(tmp_path / "kept")
    source.at_once = target.at_once = 8  # type: ignore[attr-defined]  # as a store in S3 has it
    Copying(source, target).run()

    assert held(source) == held(target)
    key = source.keys("objects/")[0]
    _overwrite(source.root / key, b"forged")
    with pytest.raises(DamagedObjectError, match=key):
        Copying(source, FolderStore(tmp_path / "another")).run()


def test_as_typed(desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "root.json").write_text(as_text(ROOT))
    typed, there = Typed(desk.root, capsys), Typed(tmp_path / "there", capsys)
    first = typed(backup_command, tmp_path / "kept")
    told = typed.json("backup", backup_command, tmp_path / "kept", full=True)
    restored = there.json("restore", restore_command, tmp_path / "kept", root=tmp_path / "root.json")
    again = there(restore_command, tmp_path / "kept")

    assert re.search(r"✓ copied to .*kept: \d+ and \d+ of \d+ objects and \d+ records were new there", first)
    assert (0, 0) == (told["written_objects"], told["written_records"])
    assert (told["objects"], told["records"]) == (restored["written_objects"], restored["written_records"])
    assert "nothing was written" in again
    assert f"coursewright heads --store {there.root}" in again


def test_what_cannot_be_copied_is_said_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typed = Typed(tmp_path / "here", capsys)
    with pytest.raises(StoreError, match=r"there is no folder .*here/released"):
        typed(backup_command, tmp_path / "kept")
    (tmp_path / "here" / "released").mkdir(parents=True)
    with pytest.raises(BackupError, match="nothing has been promoted in the source"):
        typed(backup_command, tmp_path / "kept")
    with pytest.raises(BackupError, match="cannot be a backup of itself"):
        typed(restore_command, tmp_path / "here" / ".." / "here")
    assert not (tmp_path / "kept").exists()


def _overwrite(path: Path, data: bytes) -> None:
    path.unlink()
    path.write_bytes(data)

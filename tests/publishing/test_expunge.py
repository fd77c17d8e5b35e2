"""A takedown: recorded first, refused while readers are led there, and told apart from damage by its signed record alone."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from courses import STAMP
from coursewright.compiling.digest import Digest
from coursewright.compiling.spaces import OBJECTS
from coursewright.errors import ExpungedError, PromotionRefusedError, StoreError, UnknownNameError
from coursewright.publishing.carrying.copying import Copying
from coursewright.publishing.changes.record import RULES
from coursewright.publishing.keys.signing import local_signers
from coursewright.publishing.records.logs import expunged_log
from coursewright.publishing.removing.expunging import Expunction, expunge, uses
from coursewright.publishing.removing.takedown import BucketRemover, FolderRemover, Remover, bucket_removers
from coursewright.publishing.storing.compressed import compressed_key
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.storing.reachable import reachable
from coursewright.publishing.storing.store import object_key
from coursewright.publishing.verifying.whole_store import WholeStore
from coursewright.serving.http.problems import refusal_of
from coursewright.serving.reader import Reader
from desks import Desk
from served import COURSEWRIGHT
from small_course import small
from small_store import ROOT, SOON

ORDERED = replace(STAMP, why="A court ordered it.")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.publish(small())
    desk.extend("One.")
    return desk


def only_in_first(desk: Desk) -> Digest:
    """A lesson's bytes that the first release needs and the second does not."""
    first, second = (dict(reachable(desk.released, Digest(desk.edition()["releases"][f"2026-Q4.{n}"]))) for n in (1, 2))
    return next(
        digest
        for (space, digest), data in first.items()
        if space == OBJECTS and (space, digest) not in second and not data.startswith(b"{")
    )


def take_down(desk: Desk, digest: Digest, removers: Sequence[Remover] = ()) -> Expunction:
    places = removers or (FolderRemover(desk.candidates.root), FolderRemover(desk.released.root))
    return expunge(desk.released, places, digest, ORDERED, "case 1")


def test_bytes_go_from_both_stores_with_their_compressed_form_and_the_record_says_who_when_and_why(desk: Desk) -> None:
    digest = only_in_first(desk)
    desk.withdraw("2026-Q4.1")
    done = take_down(desk, digest)

    assert not [path for path in desk.files() if path.endswith(digest)]
    assert done.is_new
    assert (done.record["why"], done.record["by"], done.record["law"]) == ("A court ordered it.", STAMP.by, "case 1")
    assert done.record["releases"] == ["2026-Q4.1"]


def test_nothing_else_goes(desk: Desk) -> None:
    digest = only_in_first(desk)
    desk.withdraw("2026-Q4.1")
    named = desk.edition()["releases"]["2026-Q4.1"]
    for old in desk.released.folders(f"changes/{RULES}/"):  # as an earlier version of the rules left it
        desk.released.put_if_absent(f"changes/{RULES - 1}/{old}/{named}", b"{}")
    before = desk.files()
    take_down(desk, digest)

    assert {path for path in before if path not in desk.files()} == {
        f"candidates/{object_key(OBJECTS, digest)}",
        f"released/{object_key(OBJECTS, digest)}",
        f"released/{compressed_key(digest)}",
        *(path for path in before if path.startswith("released/changes/")),  # all quote the release that needed it
    }


def test_it_is_refused_while_a_release_that_needs_it_is_not_withdrawn(desk: Desk) -> None:
    before = desk.files()

    with pytest.raises(PromotionRefusedError, match=r"coursewright withdraw 2026-Q4\.1 --why"):
        take_down(desk, only_in_first(desk))
    assert before == desk.files()


def test_it_is_refused_while_a_channel_stands_at_a_withdrawn_release_that_needs_it(desk: Desk) -> None:
    digest = only_in_first(desk)
    for release in ("2026-Q4.2", "2026-Q4.1"):
        desk.withdraw(release)
    before = desk.files()

    with pytest.raises(PromotionRefusedError, match=r"stable still stands at 2026-Q4\.1"):
        take_down(desk, digest)
    assert before == desk.files()


def test_a_takedown_needs_a_reason_and_something_to_take_down(desk: Desk) -> None:
    before = desk.files()

    with pytest.raises(PromotionRefusedError, match="needs a reason"):
        expunge(desk.released, [], only_in_first(desk), replace(STAMP, why=" "))
    with pytest.raises(UnknownNameError, match="nothing names 0000"):
        take_down(desk, Digest("0" * 64))
    assert before == desk.files()


def test_where_bytes_could_not_be_removed_the_record_stands_and_doing_it_again_goes_on(desk: Desk) -> None:
    class Stuck(FolderRemover):
        def remove(self, key: str) -> bool:
            raise StoreError(f"{key} cannot be removed")

    digest = only_in_first(desk)
    desk.withdraw("2026-Q4.1")
    with pytest.raises(StoreError, match="cannot be removed"):
        take_down(desk, digest, [Stuck(desk.released.root)])
    record = expunged_log(desk.released, digest).head()
    done = take_down(desk, digest)

    assert (done.record, done.is_new, done.removed) == (record, False, 3)


def test_what_names_the_bytes_is_told_before_they_go(desk: Desk) -> None:
    found = uses(desk.released, only_in_first(desk))

    assert [use.release for use in found] == ["2026-Q4.1"]
    assert found[0].named_by[0].startswith("course ")
    assert ", " in found[0].named_by[0]


def test_in_a_locked_bucket_every_version_goes_and_other_keys_stay() -> None:
    with mock_aws():
        known = {"aws_access_key_id": "test", "aws_secret_access_key": "testing"}
        client = boto3.client("s3", region_name="us-east-1", **known)
        client.create_bucket(Bucket="locked", ObjectLockEnabledForBucket=True)
        lock = {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 9}}}
        client.put_object_lock_configuration(Bucket="locked", ObjectLockConfiguration=lock)
        for key in ("objects/aa/aa", "objects/aa/aa", "objects/aa/aab"):
            client.put_object(Bucket="locked", Key=key, Body=b"x")
        remover = BucketRemover(client, "locked")

        assert remover.holds("objects/aa/aa")
        assert remover.remove("objects/aa/aa")
        assert not remover.remove("objects/aa/aa")
        left = client.list_object_versions(Bucket="locked")
        assert [one["Key"] for one in left["Versions"]] == ["objects/aa/aab"]
        assert "DeleteMarkers" not in left


def test_in_a_deployment_bytes_go_from_the_released_bucket_and_from_every_generation_of_candidates() -> None:
    with mock_aws():
        known = {"aws_access_key_id": "test", "aws_secret_access_key": "testing"}
        client = boto3.client("s3", region_name="us-east-1", **known)
        held = {"acme-released": ["objects/aa/aa"], "acme-candidates": ["generations/2026-10/objects/aa/aa",
                "generations/2026-11/objects/aa/aa", "generations/2026-11/objects/aa/bb"]}  # fmt: skip
        for bucket, keys in held.items():
            client.create_bucket(Bucket=bucket)
            client.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
            for key in keys:
                client.put_object(Bucket=bucket, Key=key, Body=b"x")
        removers = bucket_removers(client, "acme")

        assert [True, True] == [one.holds("objects/aa/aa") for one in removers]
        assert [True, True] == [one.remove("objects/aa/aa") for one in removers]
        assert [False, False] == [one.remove("objects/aa/aa") for one in removers]
        left = client.list_object_versions(Bucket="acme-candidates")
        assert [one["Key"] for one in left["Versions"]] == ["generations/2026-11/objects/aa/bb"]
        assert "Versions" not in client.list_object_versions(Bucket="acme-released")


def test_a_verification_notes_what_was_taken_down_and_names_what_is_lost_without_a_record(desk: Desk) -> None:
    digest = only_in_first(desk)
    (desk.released.root / object_key(OBJECTS, digest)).unlink()
    lost = WholeStore(desk.released, ROOT, SOON).verify()
    desk.withdraw("2026-Q4.1")
    take_down(desk, digest)
    known = WholeStore(desk.released, ROOT, SOON).verify()

    assert [one.where for one in lost.errors] == [object_key(OBJECTS, digest)]
    assert known.errors == []
    assert any("was taken down by" in one.what and "A court ordered it." in one.what for one in known.problems)


def test_a_forged_record_excuses_nothing(desk: Desk) -> None:
    digest = only_in_first(desk)
    desk.withdraw("2026-Q4.1")
    forger = replace(ORDERED, signers=local_signers(desk.root / "forged"))
    expunge(desk.released, [FolderRemover(desk.released.root)], digest, forger)

    assert object_key(OBJECTS, digest) in [one.where for one in WholeStore(desk.released, ROOT, SOON).verify().errors]


def test_a_candidate_that_needs_what_was_taken_down_is_refused(desk: Desk) -> None:
    gone = only_in_first(desk)
    desk.withdraw("2026-Q4.1")
    take_down(desk, gone, [FolderRemover(desk.released.root)])
    before = desk.channel("stable")

    candidate = desk.deposit(small(edition="2027-Q1"))
    objects = dict(reachable(desk.candidates, Digest(candidate.record["manifest"])))
    assert gone in {digest for _, digest in objects}
    with pytest.raises(PromotionRefusedError, match=f"needs {gone}, which was taken down at .*: A court ordered it"):
        desk.promote(candidate)
    assert before == desk.channel("stable")
    assert not [path for path in desk.files() if path.startswith("released/") and path.endswith(gone)]


def test_a_backup_carries_the_record_and_a_restore_brings_nothing_back(desk: Desk, tmp_path: Path) -> None:
    digest = only_in_first(desk)
    old, new = FolderStore(tmp_path / "old"), FolderStore(tmp_path / "new")
    Copying(desk.released, old).run()
    desk.withdraw("2026-Q4.1")
    Copying(desk.released, old).run()
    take_down(desk, digest)
    Copying(old, desk.released).run()
    Copying(desk.released, new).run()

    assert FolderRemover(old.root).holds(object_key(OBJECTS, digest))
    assert not FolderRemover(desk.released.root).holds(object_key(OBJECTS, digest))
    assert not FolderRemover(new.root).holds(object_key(OBJECTS, digest))
    assert expunged_log(new, digest).head() == expunged_log(desk.released, digest).head()
    assert WholeStore(new, ROOT, SOON).verify().errors == []


def test_readers_are_told_410_with_the_reason_and_other_parts_can_be_read(desk: Desk) -> None:
    digest = only_in_first(desk)
    manifest = Digest(desk.edition()["releases"]["2026-Q4.1"])
    desk.withdraw("2026-Q4.1")
    take_down(desk, digest)
    reader = Reader(desk.released)

    with pytest.raises(ExpungedError) as caught:
        reader.leaf(digest)
    answer = refusal_of(caught.value, "/v1/2026-Q4.1")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (410, "no-store")
    assert json.loads(str(answer.body))["reason"] == "A court ordered it."
    assert reader.json(manifest)["kind"] == "manifest"


def test_the_command_shows_what_will_go_and_does_nothing_unless_told_yes(desk: Desk) -> None:
    digest = only_in_first(desk)
    desk.withdraw("2026-Q4.1")
    local_signers(desk.root / "keys")
    words = ["expunge", digest, "--why", "A court ordered it.", "--by", "test", "--store", str(desk.root)]
    before = desk.files()
    refused = subprocess.run([COURSEWRIGHT, *words], input="n\n", capture_output=True, text=True, check=False)
    after = desk.files()
    done = subprocess.run([COURSEWRIGHT, *words, "--yes"], capture_output=True, text=True, check=False)

    assert refused.returncode != 0
    assert "2026-Q4.1: course " in refused.stderr
    assert before == after
    assert done.returncode == 0, done.stderr
    assert "removed 3 files" in done.stdout
    assert not [path for path in desk.files() if path.endswith(digest)]

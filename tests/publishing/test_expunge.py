"""A takedown: recorded first, refused while readers are led there, and told apart from damage by its signed record alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from courses import STAMP
from coursewright.compiling.digest import Digest
from coursewright.compiling.spaces import OBJECTS
from coursewright.errors import PromotionRefusedError, StoreError, UnknownNameError
from coursewright.publishing.compressed import compressed_key
from coursewright.publishing.expunging import Expunction, expunge, expunged_log, uses
from coursewright.publishing.reachable import reachable
from coursewright.publishing.store import object_key
from coursewright.publishing.takedown import BucketRemover, FolderRemover, Remover
from desks import Desk
from small_course import small

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
    before = desk.files()
    take_down(desk, digest)

    assert {path for path in before if path not in desk.files()} == {
        f"candidates/{object_key(OBJECTS, digest)}",
        f"released/{object_key(OBJECTS, digest)}",
        f"released/{compressed_key(digest)}",
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
        client = boto3.client("s3", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="testing")
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

"""Promoting: byte for byte what was deposited, refused before anything is written, and never backwards."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import ClassVar, NoReturn

import pytest

from counting_store import CountingStore
from courses import ARCHIVE, COURSE, MENDED, STAMP, compiled, edited, release, replaced
from coursewright.compiling.spaces import OBJECTS
from coursewright.errors import (
    DamagedObjectError,
    LostRaceError,
    MissingObjectError,
    PromotionRefusedError,
    StoreRefusedError,
    UnfinishedActError,
)
from coursewright.publishing.depositing.deposit import Candidate
from coursewright.publishing.promoting.promotion import promote
from coursewright.publishing.records.channels import channel_body
from coursewright.publishing.records.logs import channel_log, edition_log, releases
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.storing.reachable import reachable
from coursewright.publishing.storing.store import object_key
from desks import Desk
from small_course import small

LESSON = f"{COURSE}/asking-well/03-prompting-that-works.md"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_was_promoted_is_byte_for_byte_what_was_deposited(desk: Desk) -> None:
    done = desk.publish(release())
    spaces = ("objects/", "assets/", "keys/", "coach/", "private/")
    deposited = {key: data for key, data in _files(desk.candidates.root).items() if key.startswith(spaces)}
    promoted = {key: data for key, data in _files(desk.released.root).items() if key.startswith(spaces)}

    assert deposited == promoted
    assert dict(reachable(desk.released, done.manifest)) == dict(release().objects)


def test_the_first_promotion_opens_the_edition_and_the_channel(desk: Desk) -> None:
    done = desk.publish(release())

    assert (str(done.release), done.moved) == ("2026-Q4.1", True)
    assert (done.edition["from"], done.edition["to"]) == (None, "2026-Q4.1")
    assert (done.channel["from"], done.channel["to"]) == (None, "2026-Q4")
    assert done.edition["manifest"] == done.channel["manifest"] == release().manifest
    named = releases(desk.released, "2026-Q4").head()
    assert named is not None
    assert (named["candidate"], named["source"]["commit"]) == ("2026-Q4-rc.1", "c" * 40)


def test_a_channel_moves_to_the_next_edition(desk: Desk) -> None:
    desk.publish(release(ARCHIVE))
    done = desk.publish(release())

    assert (done.channel["from"], done.channel["to"]) == ("2026-Q3", "2026-Q4")


def test_promoting_again_writes_nothing(desk: Desk) -> None:
    desk.publish(release())
    before = _files(desk.released.root)
    again = desk.publish(release())

    assert not again.moved
    assert before == _files(desk.released.root)


def test_a_wording_fix_extends_the_edition(desk: Desk) -> None:
    desk.publish(release())
    done = desk.publish(compiled(edited({LESSON: MENDED})))

    assert str(done.release) == "2026-Q4.2"
    assert (done.edition["from"], done.edition["to"]) == ("2026-Q4.1", "2026-Q4.2")
    assert (done.channel["act"], done.channel["from"], done.channel["to"]) == ("promote", "2026-Q4", "2026-Q4")
    assert (done.channel["release"], done.channel["edition_record"]) == ("2026-Q4.2", 2)


@pytest.mark.parametrize(
    ("path", "old", "new", "why"),
    [
        (
            "claims/english-token-rule-of-thumb.yaml",
            "about 75 words",
            "about 50 words",
            r"tokens-and-context \(claim\): What it states about",
        ),
        (f"{COURSE}/course.yaml", "weight: 1", "weight: 2", r"objective explain-a-model \(structural\): It counts 2"),
        (
            f"{COURSE}/using-answers/07-using-answers-check.quiz.yaml",
            "pass_mark: 7",
            "pass_mark: 6",
            r"using-answers-check \(assessment\): The pass mark is",
        ),
        (
            f"{COURSE}/using-answers/07-using-answers-check.quiz.yaml",
            "explanation: ",
            "explanation: x",
            r"using-answers-check \(content\): The explanations",
        ),
        (
            f"{COURSE}/using-answers/08-final-exam.exam.yaml",
            "attempts: 3",
            "attempts: 4",
            r"final-exam \(assessment\): There are 4 attempts",
        ),
        (
            LESSON,
            "---\ntitle: ",
            "---\nid: other-prompting\ntitle: ",
            r"prompting-that-works \(structural\): It is no longer part",
        ),
        ("programs/ai-foundations.yaml", "title: ", "title: x", r"beyond courses \(content\)"),
    ],
)
def test_what_changes_a_learners_course_needs_a_new_edition(desk: Desk, path: str, old: str, new: str, why: str) -> None:
    desk.publish(release())
    candidate = desk.deposit(compiled(edited({path: replaced(old, new)})))
    before = _files(desk.released.root)

    with pytest.raises(PromotionRefusedError, match=why):
        desk.promote(candidate)
    assert before == _files(desk.released.root)


def test_a_channel_is_not_taken_back_to_an_older_edition(desk: Desk) -> None:
    desk.publish(release())
    candidate = desk.deposit(release(ARCHIVE))
    before = _files(desk.released.root)

    with pytest.raises(PromotionRefusedError, match="stable is at edition 2026-Q4, newer than 2026-Q3"):
        desk.promote(candidate)
    assert before == _files(desk.released.root)


def _never(candidate: Candidate, channel: str, at: datetime) -> NoReturn:
    raise AssertionError(f"there is nothing left to decide of {candidate.name} and {channel} at {at}")


def test_a_patch_of_an_edition_that_the_channel_has_left_moves_the_edition_alone(desk: Desk) -> None:
    """Learners are pinned to it still; a false claim in it has to be corrected."""
    desk.publish(small())
    desk.publish(small(), "pilot")
    desk.publish(small(edition="2027-Q1"))
    stands = desk.channel()

    done = desk.publish(small("One."))

    assert ("2026-Q4.2", "2026-Q4.2", True) == (str(done.release), desk.edition("2026-Q4")["release"], done.moved)
    assert stands == done.channel == desk.channel()
    assert "2026-Q4.2" == desk.channel("pilot")["release"]
    files = _files(desk.released.root)

    mended = desk.deposit(small("One."))
    again = promote(mended, desk.candidates, desk.released, "stable", STAMP, gatekeeper=_never)

    assert (done.release, False, stands) == (again.release, again.moved, again.channel)
    assert files == _files(desk.released.root)


def test_an_edition_does_not_go_back_to_a_release_it_has_left(desk: Desk) -> None:
    first = desk.deposit(release())
    desk.promote(first)
    desk.publish(compiled(edited({LESSON: MENDED})))

    with pytest.raises(PromotionRefusedError, match=r"was at 2026-Q4\.1 before and has moved on to 2026-Q4\.2"):
        desk.promote(first)


def test_another_channel_can_follow_the_same_edition(desk: Desk) -> None:
    desk.publish(release())
    done = desk.publish(release(), "pilot-health")

    assert (str(done.release), done.channel["to"]) == ("2026-Q4.1", "2026-Q4")
    assert done.edition.number == 1


def test_a_damaged_candidate_is_named_and_nothing_points_at_it(desk: Desk) -> None:
    candidate = desk.deposit(release())
    place = sorted(key for key in release().objects if key != (OBJECTS, release().manifest))[3]
    damaged = desk.candidates.root / object_key(*place)
    damaged.chmod(0o644)
    damaged.write_bytes(b"{}")

    with pytest.raises(DamagedObjectError, match=place[1]):
        desk.promote(candidate)
    assert edition_log(desk.released, "2026-Q4").head() is None


def test_an_expired_candidate_is_named_and_nothing_points_at_it(desk: Desk) -> None:
    candidate = desk.deposit(release())
    (desk.candidates.root / object_key(OBJECTS, release().manifest)).unlink()

    with pytest.raises(MissingObjectError):
        desk.promote(candidate)
    assert channel_log(desk.released, "stable").head() is None


def test_damage_in_the_released_store_is_found_before_a_name_is_claimed(desk: Desk) -> None:
    """An object was there before, under the right name with the wrong bytes."""
    candidate = desk.deposit(release())
    place = min(release().objects)
    desk.released.put_if_absent(object_key(*place), b"not these bytes")

    with pytest.raises(DamagedObjectError, match=place[1]):
        desk.promote(candidate)
    assert releases(desk.released, "2026-Q4").head() is None


class _MovesMeanwhile(FolderStore):
    """A released store in which somebody else moves the channel just before we do."""

    armed = True

    def put_if_absent(self, key: str, data: bytes) -> bool:
        if self.armed and key.startswith("channels/stable/"):
            self.armed = False
            body = {"act": "promote", "channel": "stable", "edition": "2026-Q3", "manifest": "", "from": None, "to": "2026-Q3"}
            channel_log(self, "stable").append(None, STAMP, body)
        return super().put_if_absent(key, data)


def test_of_two_promoters_the_second_is_told(desk: Desk) -> None:
    candidate = desk.deposit(release())
    released = _MovesMeanwhile(desk.root / "released")

    with pytest.raises(LostRaceError, match="channels/stable already has record 1"):
        promote(candidate, desk.candidates, released, "stable", STAMP)
    head = channel_log(released, "stable").head()
    assert head is not None
    assert head["edition"] == "2026-Q3"
    assert promote(candidate, desk.candidates, released, "stable", STAMP).channel["from"] == "2026-Q3"


class _Recorder(FolderStore):
    """Notes what is put."""

    puts: ClassVar[list[str]] = []

    def put_if_absent(self, key: str, data: bytes) -> bool:
        self.puts.append(key)
        return super().put_if_absent(key, data)


def test_a_promotion_puts_only_what_the_release_before_does_not_share(desk: Desk) -> None:
    desk.publish(small())
    candidate = desk.deposit(small("One."))
    desk.released = _Recorder(desk.released.root)
    desk.promote(candidate)
    fresh = {object_key(*place) for place in set(small("One.").objects) - set(small().objects)}
    spaces = ("objects/", "assets/", "keys/", "coach/", "private/")

    assert {key for key in _Recorder.puts if key.startswith(spaces)} == fresh


def test_a_full_promotion_mends_a_released_store_that_lost_an_object(desk: Desk) -> None:
    candidate = desk.deposit(small())
    desk.promote(candidate)
    lost = desk.released.root / object_key(*min(small().objects))
    lost.unlink()

    desk.promote(candidate)
    assert not lost.exists()
    desk.promote(candidate, full=True)
    assert dict(reachable(desk.released, small().manifest)) == dict(small().objects)


def test_a_candidate_that_is_not_whole_says_what_mends_it(desk: Desk) -> None:
    candidate = desk.deposit(small())
    (desk.candidates.root / object_key(*min(small().objects))).unlink()

    with pytest.raises(MissingObjectError, match=r"2026-Q4-rc\.1 is not whole .*coursewright deposit --full"):
        desk.promote(candidate)


@pytest.mark.parametrize(
    ("path", "old", "new", "why"),
    [
        (f"{COURSE}/course.yaml", "availability: public", "availability: invited", "Only those who are invited may read it now"),
        (f"{COURSE}/course.yaml", "level: foundation", "level: expert", r"\(structural\): It is on another level"),
        (
            f"{COURSE}/using-answers/module.yaml",
            "title:",
            "prerequisites: [asking-well]\ntitle:",
            r"\(structural\): What to take before it",
        ),
    ],
)
def test_what_changes_for_whom_a_course_is_needs_a_new_edition(desk: Desk, path: str, old: str, new: str, why: str) -> None:
    desk.publish(release())
    candidate = desk.deposit(compiled(edited({path: replaced(old, new)})))

    with pytest.raises(PromotionRefusedError, match=why):
        desk.promote(candidate)


def test_of_two_promotions_of_one_candidate_the_second_is_told_that_it_moved_nothing(desk: Desk) -> None:
    class Overtaken(FolderStore):
        others: ClassVar[list[object]] = []

        def put_if_absent(self, key: str, data: bytes) -> bool:
            if key.startswith("releases/") and not self.others:
                self.others.append(None)
                Desk(desk.root).promote(candidate)
            return super().put_if_absent(key, data)

    candidate = desk.deposit(small())
    desk.released = Overtaken(desk.released.root)

    assert not desk.promote(candidate).moved


def test_what_the_released_store_lost_is_brought_back_by_the_next_promotion(desk: Desk) -> None:
    desk.publish(small())
    shared = sorted(set(small().objects) & set(small("One.").objects))
    for place in shared:
        (desk.released.root / object_key(*place)).unlink()
    desk.publish(small("One."))

    assert dict(reachable(desk.released, small("One.").manifest)) == dict(small("One.").objects)


class _MovesWithinTheEdition(FolderStore):
    """A released store in which the channel is moved to an edition, where it stood before ours, just before we move it."""

    def __init__(self, root: Path, edition: str) -> None:
        super().__init__(root)
        self.edition, self.armed = edition, True

    def put_if_absent(self, key: str, data: bytes) -> bool:
        if self.armed and key.startswith("channels/stable/"):
            self.armed = False
            log, edition = channel_log(self, "stable"), edition_log(self, self.edition).get(1)
            assert edition
            log.append(log.head(), STAMP, channel_body("promote", "stable", log.head(), edition))
        return super().put_if_absent(key, data)


def test_whose_edition_has_won_is_not_told_lost_because_somebody_moved_the_channel_within_it(desk: Desk) -> None:
    desk.publish(small())
    candidate = desk.deposit(small("One."))
    done = promote(candidate, desk.candidates, _MovesWithinTheEdition(desk.released.root, "2026-Q4"), "stable", STAMP)

    assert (done.edition["release"], done.channel["release"], done.channel.number) == ("2026-Q4.2", "2026-Q4.2", 3)


def test_nor_is_who_brings_a_channel_to_an_open_edition_that_somebody_else_brought_it_to_meanwhile(desk: Desk) -> None:
    desk.publish(small(edition="2027-Q1"), "pilot")
    desk.publish(small())
    candidate = desk.deposit(small("One.", "2027-Q1"))
    done = promote(candidate, desk.candidates, _MovesWithinTheEdition(desk.released.root, "2027-Q1"), "stable", STAMP)

    assert (done.edition["release"], done.channel["release"]) == ("2027-Q1.2", "2027-Q1.2")


def test_another_channel_for_a_release_that_is_there_puts_no_object_again(desk: Desk) -> None:
    candidate = desk.deposit(small())
    desk.promote(candidate)
    desk.released = _Recorder(desk.released.root)
    _Recorder.puts.clear()
    desk.promote(candidate, "pilot-health")

    assert [] == [
        key for key in _Recorder.puts if key.startswith(("objects/", "assets/", "keys/", "coach/", "private/", "gzip/"))
    ]


class _WithoutHeads(FolderStore):
    """Takes everything but heads, which come last."""

    def put_if_absent(self, key: str, data: bytes) -> bool:
        if key.startswith("heads/"):
            raise StoreRefusedError(f"{key} cannot be written: the disk is full")
        return super().put_if_absent(key, data)


def test_a_promotion_that_happened_and_was_not_finished_says_both(desk: Desk) -> None:
    candidate = desk.deposit(small())
    with pytest.raises(UnfinishedActError, match=r"in the records of 2026-Q4, and stays so.*the disk is full\. Run the same"):
        promote(candidate, desk.candidates, _WithoutHeads(desk.released.root), "stable", STAMP)
    assert desk.edition()["release"] == "2026-Q4.1"

    assert not desk.promote(candidate).moved
    assert desk.channel("stable")["release"] == "2026-Q4.1"


def test_a_promotion_that_did_not_happen_does_not_say_that_it_did(desk: Desk) -> None:
    class WithoutEditions(FolderStore):
        def put_if_absent(self, key: str, data: bytes) -> bool:
            if key.startswith("editions/"):
                raise StoreRefusedError(f"{key} cannot be written: the disk is full")
            return super().put_if_absent(key, data)

    with pytest.raises(StoreRefusedError, match="the disk is full"):
        promote(desk.deposit(small()), desk.candidates, WithoutEditions(desk.released.root), "stable", STAMP)
    assert edition_log(desk.released, "2026-Q4").head() is None


def test_what_running_a_promotion_again_reads_does_not_grow_with_the_history(desk: Desk) -> None:
    desk.publish(small())
    reads = []
    for turn in range(12):
        candidate = desk.deposit(small(f"Turn {turn}."))
        desk.promote(candidate)
        store = CountingStore(_files(desk.released.root))
        promote(candidate, desk.candidates, store, "stable", STAMP)
        reads.append(store.reads)

    assert len(set(reads)) == 1, reads

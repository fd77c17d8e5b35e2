"""Wherever a release goes, who its editors are goes along, whole and in private; and a release that tells of none goes, too."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from authoring.trees import with_files
from courses import STAMP, compiled, manifest
from coursewright.compiling.digest import Digest
from coursewright.compiling.release import Release
from coursewright.compiling.spaces import PRIVATE
from coursewright.errors import DamagedObjectError, MissingObjectError
from coursewright.publishing.carrying.exporting import export
from coursewright.publishing.carrying.importing import import_verified, verified
from coursewright.publishing.changes.difference import difference
from coursewright.publishing.depositing.deposit import deposit
from coursewright.publishing.storing.reachable import reachable
from coursewright.publishing.storing.store import object_key
from coursewright.publishing.verifying.whole_store import WholeStore
from desks import Desk
from people_of_releases import before_format_5, edited_by
from small_course import VALID, small
from small_store import ROOT, SOON

RELEASES = {"this format": small(), "format 4": before_format_5(small())}
EACH = pytest.mark.parametrize("made", RELEASES.values(), ids=RELEASES)


def place_of(made: Release) -> tuple[str, Digest]:
    root = json.loads(made.objects[PRIVATE, made.private_root])
    return PRIVATE, Digest(root["editors"])


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@EACH
def test_a_promotion_copies_every_object(made: Release, desk: Desk) -> None:
    desk.publish(made)

    assert dict(made.objects) == dict(reachable(desk.released, made.manifest))
    assert [] == [problem for problem in WholeStore(desk.released, ROOT, SOON).verify().errors if "objects" in problem.where]


@EACH
def test_an_export_holds_every_object_and_is_taken_in_whole(made: Release, desk: Desk, tmp_path: Path) -> None:
    desk.publish(made)
    file = io.BytesIO()
    export(desk.released, "2026-Q4", made.manifest, file)
    there = Desk(tmp_path / "there")
    file.seek(0)
    import_verified(file, verified(file), there.candidates, STAMP)

    assert dict(made.objects) == dict(reachable(there.candidates, made.manifest))


def test_only_private_spaces_hold_them(desk: Desk) -> None:
    desk.publish(small())
    digest = place_of(small())[1]

    key = object_key(*place_of(small()))
    assert {f"candidates/{key}", f"released/{key}"} == {path for path in desk.files() if path.endswith(digest)}
    named = [path for path, data in desk.files().items() if digest.encode() in data]
    assert {"private"} == {path.split("/")[-3] for path in named}


@pytest.mark.parametrize(("spoilt", "error"), [(b"{}", DamagedObjectError), (None, MissingObjectError)])
def test_a_release_whose_editors_are_lost_or_changed_is_not_promoted(
    spoilt: bytes | None, error: type[Exception], desk: Desk
) -> None:
    candidate = desk.deposit(small())
    found = next(path for path in desk.candidates.root.rglob(place_of(small())[1]))
    found.unlink()
    if spoilt:
        found.write_bytes(spoilt)

    with pytest.raises(error):
        desk.promote(candidate)
    assert not (desk.released.root / "channels").exists()


def test_verifying_a_store_names_editors_that_are_lost(desk: Desk) -> None:
    desk.publish(small())
    (desk.released.root / object_key(*place_of(small()))).unlink()

    assert place_of(small())[1] in "\n".join(map(str, WholeStore(desk.released, ROOT, SOON).verify().errors))


def test_what_both_releases_name_is_put_once(desk: Desk) -> None:
    desk.deposit(small())
    kept = desk.files()
    desk.deposit(small("more"))

    assert place_of(small()) == place_of(small("more"))
    assert [] == [path for path in desk.files().keys() - kept if "/private/" in path]


def test_other_editors_are_a_difference_and_that_a_format_told_of_none_is_not(desk: Desk) -> None:
    other = edited_by(small(), review={"approvals": 3, "reviewers": None})
    for made in (small(), other, RELEASES["format 4"]):
        deposit(made, desk.candidates, STAMP, {})

    def changed(old: Release, new: Release) -> tuple[str, ...]:
        return difference(desk.candidates, old.manifest, desk.candidates, new.manifest).changed

    assert ("people, review or acknowledgements",) == changed(small(), other)
    assert () == changed(RELEASES["format 4"], other)
    assert () == changed(other, RELEASES["format 4"])


def test_an_edition_goes_on_from_format_4_and_with_another_policy(desk: Desk) -> None:
    """Neither is news to a learner, so both extend the edition."""
    settings = (VALID / "curriculum.yaml").read_text() + "review: {approvals: 1}\n"
    for made in (RELEASES["format 4"], small(), compiled(with_files({"curriculum.yaml": settings}))):
        desk.publish(made)

    assert "2026-Q4.3" == desk.edition()["to"]
    assert 4 == manifest(RELEASES["format 4"])["format"]

"""Content that needs what was taken down: refused in a sentence, wherever somebody comes with it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from authoring.trees import VALID
from coursewright.compiling.digest import Digest
from coursewright.compiling.spaces import OBJECTS
from coursewright.errors import PromotionRefusedError
from coursewright.publishing.keys.signing import local_signers
from coursewright.publishing.records.logs import expunged_log
from coursewright.publishing.removing.expunged_content import lacking, refuse_expunged
from coursewright.publishing.storing.store import object_key
from coursewright.publishing.verifying.whole_store import WholeStore
from desks import Desk
from served import COURSEWRIGHT
from small_course import small
from small_store import ROOT, SOON
from taken_down import ORDERED, lesson, take_down, withdrawn


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = withdrawn(tmp_path / "store")
    local_signers(desk.root / "keys")
    return desk


def run(desk: Desk, *words: str) -> subprocess.CompletedProcess[str]:
    command: list[str] = [str(COURSEWRIGHT), *words, "--store", str(desk.root)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={"COLUMNS": "1000", "NO_COLOR": "1"})


def test_a_candidate_whose_bytes_went_is_refused_for_that_and_not_as_damaged(desk: Desk) -> None:
    candidate = desk.deposit(small(edition="2027-Q1"))
    take_down(desk, lesson().json)
    before = desk.files()

    with pytest.raises(
        PromotionRefusedError, match=rf"^2027-Q1-rc\.1 needs {lesson().json}, which was taken down at .*: A court"
    ):
        desk.promote(candidate)
    assert before == desk.files()


def test_a_release_that_lacks_something_else_is_not_said_to_lack_what_was_taken_down(desk: Desk) -> None:
    take_down(desk, lesson().json)
    (desk.released.root / object_key(OBJECTS, small().manifest)).unlink()

    assert lacking(desk.released, desk.released, small().manifest) is None


def test_a_refusal_says_which_part_of_the_content_to_change(desk: Desk) -> None:
    take_down(desk, lesson().json)

    with pytest.raises(PromotionRefusedError, match=f"^course minimal, reading needs {lesson().json}, which was taken down"):
        refuse_expunged(desk.released, small().objects, "the content", small().objects)


def test_it_is_refused_also_where_the_record_cannot_be_read(desk: Desk) -> None:
    take_down(desk, lesson().json)
    next((desk.released.root / "expunged" / lesson().json).iterdir()).write_bytes(b"{}")

    with pytest.raises(PromotionRefusedError, match=f"needs {lesson().json}, which was taken down. Take it out"):
        refuse_expunged(desk.released, small().objects, "the content")


def test_a_deposit_an_import_and_an_export_say_so_at_once(desk: Desk, tmp_path: Path) -> None:
    exported = run(desk, "export", "2026-Q4.1", str(tmp_path / "whole"))
    assert (0, "") == (exported.returncode, exported.stderr)
    take_down(desk, lesson().json)
    content = shutil.copytree(VALID, tmp_path / "content")
    before = desk.files()
    results = (
        run(desk, "deposit", "--content", str(content), "--by", "test"),
        run(desk, "import", str(tmp_path / "whole"), "--by", "test"),
        run(desk, "export", "2026-Q4.1", str(tmp_path / "again")),
    )

    assert [1, 1, 1] == [one.returncode for one in results]
    for one in results:
        assert f"needs {lesson().json}, which was taken down at" in one.stderr
        assert "A court ordered it." in one.stderr
        assert "Traceback" not in one.stderr
    assert before == desk.files()
    assert not (tmp_path / "again").exists()


def test_a_verification_reads_takedowns_and_reports_bytes_that_are_still_there(desk: Desk) -> None:
    key = object_key(OBJECTS, Digest(lesson().json))
    data = (desk.released.root / key).read_bytes()
    take_down(desk, lesson().json)
    clean = WholeStore(desk.released, ROOT, SOON).verify()
    (desk.released.root / key).write_bytes(data)
    back = WholeStore(desk.released, ROOT, SOON).verify()

    assert [] == clean.errors
    assert [key] == [one.where for one in back.errors]
    assert f"coursewright expunge {lesson().json}" in back.errors[0].to_do


def test_a_takedown_that_says_another_object_or_has_a_successor_is_an_error(desk: Desk) -> None:
    first = expunged_log(desk.released, "0" * 64).append(None, ORDERED, {"act": "expunge", "object": "1" * 64})
    take_down(desk, lesson().json)
    log = expunged_log(desk.released, lesson().json)
    log.append(log.head(), ORDERED, {"act": "expunge", "object": lesson().json})
    found = [one.what for one in WholeStore(desk.released, ROOT, SOON).verify().errors]

    assert any(f'"object" is {first["object"]!r}' in one for one in found)
    assert "nothing comes after a takedown" in found

"""What a person calls a part of a release leads to every object of it, and to nothing else."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from courses import index
from coursewright.compiling.digest import Digest
from coursewright.compiling.spaces import COACH, KEYS, OBJECTS
from coursewright.errors import UnknownNameError
from coursewright.publishing.keys.signing import local_signers
from coursewright.publishing.removing.expunged_parts import digests_of
from desks import Desk
from served import COURSEWRIGHT
from small_course import small
from taken_down import figure, lesson, withdrawn


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return withdrawn(tmp_path)


def meant(desk: Desk, part: str) -> dict[Digest, str]:
    return digests_of(desk.released, small().manifest, "2026-Q4.1", part)


def test_a_lesson_is_every_outcome_in_both_forms_and_its_notes_for_the_tutor(desk: Desk) -> None:
    outcomes = index(small(), "minimal")["items"]["reading"]["outcomes"]
    found = meant(desk, "reading")
    notes = next(digest for digest, what in found.items() if what.endswith("notes for the tutor"))

    assert set(found) - {notes} == {digest for outcome in outcomes for digest in (outcome["json"], outcome["markdown"])}
    assert (COACH, notes) in small().objects
    assert found == meant(desk, "minimal/reading")


def test_an_activity_is_its_text_and_its_answer_key(desk: Desk) -> None:
    found = meant(desk, "final")

    assert {"minimal/final", "minimal/final, answer key"} == set(found.values())
    assert all((KEYS, one) in small().objects or (OBJECTS, one) in small().objects for one in found)


def test_a_figure_is_meant_by_its_file_name(desk: Desk) -> None:
    assert {figure(): "figure lines.svg"} == meant(desk, "lines.svg")


@pytest.mark.parametrize("part", ["nothing", "other/reading", "other.svg", "first"])
def test_what_a_release_does_not_have_is_told(desk: Desk, part: str) -> None:
    with pytest.raises(UnknownNameError, match=rf"^2026-Q4\.1 has no lesson, activity or figure '{part}'"):
        meant(desk, part)


def test_the_command_takes_a_figure_by_name_and_tells_scripts_what_it_did(desk: Desk) -> None:
    local_signers(desk.root / "keys")
    words = ["expunge", "lines.svg", "--at", "2026-Q4.1", "--why", "An order.", "--by", "test", "--store", str(desk.root)]
    run = [subprocess.run([COURSEWRIGHT, *words, *more], capture_output=True, text=True, check=False)
           for more in (["--json"], ["--yes", "--json"], ["--yes", "--json"])]  # fmt: skip

    assert [2, 0, 0] == [one.returncode for one in run], run[1].stderr
    first, again = (json.loads(one.stdout)["objects"] for one in run[1:])
    assert [(figure(), "figure lines.svg", True, 2)] == [(o["object"], o["name"], o["is_new"], o["removed"]) for o in first]
    assert [(False, 0, first[0]["at"])] == [(o["is_new"], o["removed"], o["at"]) for o in again]
    assert not [path for path in desk.files() if path.endswith(figure())]
    assert list(desk.root.rglob(lesson().json))

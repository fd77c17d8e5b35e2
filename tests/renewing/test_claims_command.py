"""`coursewright claims`: every claim with what states it, and the day it was verified apart from the day it was edited."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from catalogues import catalogue_of
from courses import ARCHIVE, ROOT, curriculum, release
from coursewright.authoring.curriculum import Lesson
from coursewright.authoring.shapes.activities import ExamFile, QuizFile
from desks import Desk
from repositories import commit, git

CLAIM = "o1-takes-three-efforts"


def _run(*words: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "coursewright", "claims", *words]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def _listed(*words: str, cwd: Path = ROOT) -> dict[str, Any]:
    done = _run("list", "--json", "--as-of", "2026-10-23", *words, cwd=cwd)
    assert (0, "") == (done.returncode, done.stderr)
    return {claim["id"]: claim for claim in json.loads(done.stdout)["claims"]}


def test_every_lesson_and_question_that_states_a_claim_is_listed_with_it() -> None:
    found = _listed("--content", str(ARCHIVE))
    lessons: dict[str, list[str]] = {name: [] for name in found}
    questions: dict[str, list[str]] = {name: [] for name in found}
    for course in curriculum(ARCHIVE).courses:
        for _, item in course.outline():
            for name in item.front.claims if isinstance(item, Lesson) else ():
                lessons[name].append(f"{course.id}/{item.id}")
            asked = item.file.questions if not isinstance(item, Lesson) and isinstance(item.file, QuizFile | ExamFile) else ()
            for question in asked:
                for name in question.claims:
                    questions[name].append(f"{course.id}/{item.id}/{question.id}")

    assert lessons == {name: claim["lessons"] for name, claim in found.items()}
    assert {name: sorted(stated) for name, stated in questions.items()} == {
        name: sorted(claim["questions"]) for name, claim in found.items()
    }
    assert ("broken", ["It is about o1, shut down on 2026-10-23."]) == (found[CLAIM]["status"], found[CLAIM]["because"])


def test_a_claim_is_edited_by_a_commit_and_verified_by_whoever_tried_it(tmp_path: Path) -> None:
    material = tmp_path / "material"
    shutil.copytree(ARCHIVE, material)
    file = material / "claims" / f"{CLAIM}.yaml"
    git(tmp_path, "init", "-q", "-b", "main")
    for day, more in (("2026-07-01", ""), ("2026-08-02", "verified: {on: 2026-07-15, against: [o1], how: Tried.}\n")):
        file.write_text(file.read_text() + more)
        commit(tmp_path, on=day)
    found = _listed("--content", str(material), cwd=tmp_path)
    edited, untouched = found[CLAIM], found["english-token-rule-of-thumb"]

    assert ("2026-08-02", "2026-07-15", ["o1"]) == (edited["edited_at"], edited["verified_at"], edited["verified_against"])
    assert ("2026-07-01", None) == (untouched["edited_at"], untouched["verified_at"])


def test_a_released_claim_is_told_as_it_was_released(tmp_path: Path) -> None:
    Desk(tmp_path).publish(release(ARCHIVE))
    content, released = _listed("--content", str(ARCHIVE)), _listed("--at", "2026-Q3", "--store", str(tmp_path))

    assert {name: {**claim, "edited_at": None} for name, claim in content.items()} == released
    assert set(released) == set(catalogue_of(release(ARCHIVE)).courses[0].claims)


def test_the_list_can_be_narrowed_down() -> None:
    whole = _listed("--content", str(ARCHIVE))

    assert whole == _listed("--content", str(ARCHIVE), "--owner", "curriculum", "--due", "2026-10-19")
    assert {} == _listed("--content", str(ARCHIVE), "--due", "2026-10-18")
    assert {} == _listed("--content", str(ARCHIVE), "--owner", "nobody")
    assert {name for name, claim in whole.items() if not claim["verified_at"]} == set(
        _listed("--content", str(ARCHIVE), "--unverified")
    )


def test_one_claim_is_shown_with_the_places_that_state_it() -> None:
    done = _run("show", "o1-does-not-take-temperature", "--content", str(ARCHIVE), "--as-of", "2026-10-23")
    lines = done.stdout.splitlines()

    assert "o1-does-not-take-temperature  broken" == lines[0]
    assert "  about     parameter:temperature" in lines
    (question,) = (line for line in lines if line.startswith("  question"))
    assert question.split()[1:] == [
        "ai-foundations/final-exam/ex-o1-temperature",
        "courses/ai-foundations/using-answers/08-final-exam.exam.yaml:187",
    ]


def test_who_misspells_a_claim_is_told_what_was_meant() -> None:
    done = _run("show", "o1-takes-three-effort", "--content", str(ARCHIVE))

    assert (1, "") == (done.returncode, done.stdout)
    assert "nothing states a claim 'o1-takes-three-effort'; did you mean o1-takes-three-efforts?" in done.stderr

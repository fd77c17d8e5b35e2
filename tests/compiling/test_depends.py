"""What each item depends on: found in every text of it, private ones included, and served by no route."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from courses import ARCHIVE, COURSE, compiled, edited, index, read, release, replaced
from coursewright.authoring.source_tree import SourceTree
from coursewright.compiling.release import Release
from coursewright.publishing.records.logs import edition_log
from desks import Desk
from served import api_over

EXAM = f"{COURSE}/using-answers/08-final-exam.exam.yaml"


def _depends(made: Release) -> dict[str, Any]:
    return read(made, index(made)["depends"])


def test_every_item_and_claim_has_its_file_and_its_owner() -> None:
    found, course = _depends(release()), index(release())

    assert list(found["items"]) == sorted(course["items"])
    told = [*found["items"].values(), *found["claims"].values()]
    assert {"curriculum"} == {one["owner"] for one in told}
    assert set(read(release(), course["claims"])["claims"]) == set(found["claims"])


def test_what_only_an_answer_key_says_counts() -> None:
    """Somebody has to mend it, although no learner reads it before they answer."""
    changed = replaced(
        "explanation: Few steps depend on each other.", "explanation: Few steps depend on each other; so says gpt-5.5."
    )
    made = compiled(edited({EXAM: changed}, ARCHIVE))

    assert ["o1"] == _depends(release(ARCHIVE))["items"]["final-exam"]["questions"]["ex-which-effort"]["speaks_of"]
    assert ["gpt-5.5", "o1"] == _depends(made)["items"]["final-exam"]["questions"]["ex-which-effort"]["speaks_of"]


def test_a_passage_for_all_but_some_models_is_about_none_of_them() -> None:
    found = _depends(release(ARCHIVE))["items"]

    assert ["gpt-4o", "has:reasoning", "o1"] == found["tokens-and-context"]["conditions"]
    assert [] == found["safe-use-at-work"]["conditions"]


def test_an_owner_is_by_the_nearest_folder() -> None:
    people = replaced("owns: [courses/ai-foundations, claims, ledger]", "owns: [claims]")
    another = f"\n  - id: other\n    name: Other\n    git: []\n    sign_in: []\n    owns: [{COURSE}/using-answers]\n"
    made = compiled(edited({"people.yaml": lambda text: people(text).rstrip("\n") + another}))
    found = _depends(made)["items"]

    assert ("other", None) == (found["final-exam"]["owner"], found["what-a-model-is"]["owner"])


def test_a_moved_line_changes_nothing_of_it() -> None:
    made = compiled(edited({EXAM: replaced("title: AI Foundations exam", "# A comment.\ntitle: AI Foundations exam")}))

    assert index(release())["depends"] == index(made)["depends"]


def test_no_route_serves_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.publish(release())
    assert edition_log(desk.released, "2026-Q4").head()
    digest = index(release())["depends"]
    api = api_over(desk.released)
    paths = ("", "/manifest", "/courses", "/courses/ai-foundations", "/courses/ai-foundations/status", "/models", "/programs")

    assert [] == [path for path in paths if b'"speaks_of"' in api.get(f"/v1/stable{path}").decoded]
    assert {404} == {
        api.get(f"/v1/{where}/{digest}{end}").status for where in ("assets", "objects") for end in ("", "/x.svg", ".json")
    }


@pytest.mark.parametrize("text", ["POST /v1/responses", "`/v1/responses`"])
def test_parts_of_apis_are_found_that_a_claim_is_about(text: str) -> None:
    lesson = f"{COURSE}/asking-well/01-what-a-model-is.md"
    claim = "claims/english-token-rule-of-thumb.yaml"
    changes = {
        lesson: lambda source: f"{source}\nSend it to {text}.\n",
        claim: replaced("\nsources:", '\napi: ["endpoint:/v1/responses"]\nsources:'),
    }
    found = _depends(compiled(SourceTree(dict(edited(changes).files))))

    assert ["endpoint:/v1/responses"] == found["items"]["what-a-model-is"]["api"]

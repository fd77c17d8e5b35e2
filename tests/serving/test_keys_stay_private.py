"""No answer key, rubric or coach text can be had through any route of the content API.

Every route is walked for both editions and every kind of `{at}`, for every item and every combination of selectors that some
lesson tells apart, and the bytes are searched for every private sentence, digest and blind.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from courses import ARCHIVE, CONTENT, curriculum, index, release
from coursewright.authoring.curriculum import Activity, Lesson
from coursewright.authoring.shapes.activities import ExamFile, PracticeFile, QuizFile, RoleplayFile
from coursewright.compiling.spaces import COACH, KEYS, PRIVATE
from served import Api

EDITIONS = {"2026-Q3": ARCHIVE, "2026-Q4": CONTENT}


def _sentences(folder: Path) -> Iterator[str]:
    """Every authored text that only some may read: explanations, rubrics, partner briefs, coach notes."""
    for _, item in curriculum(folder).courses[0].outline():
        if isinstance(item, Lesson):
            yield from (block.markdown for block in item.document.blocks if block.kind == "coach")
        else:
            yield from _of_activity(item)


def _of_activity(activity: Activity) -> Iterator[str]:
    file = activity.file
    if isinstance(file, ExamFile) or (isinstance(file, QuizFile) and not file.formative):
        yield from (c.explanation for question in file.questions for c in question.choices if c.explanation)
    if isinstance(file, RoleplayFile):
        yield file.partner
    if isinstance(file, PracticeFile | RoleplayFile):
        for criterion in file.rubric:
            yield criterion.criterion
            yield from (level.text for level in criterion.levels)


def _private(folder: Path) -> set[bytes]:
    """What must not appear: every line of every private text, as authored and as JSON, and private digests and blinds."""
    found: set[bytes] = set()
    for text in _sentences(folder):
        lines = [line.strip() for line in text.split("\n") if len(line.strip()) > 25]
        found.update(line.encode() for line in lines)
        found.update(json.dumps(line)[1:-1].encode() for line in lines)
        found.update(json.dumps(line, ensure_ascii=False)[1:-1].encode() for line in lines)
    made = release(folder)
    root = release(folder).private_root
    found.update(digest.encode() for space, digest in made.objects if space in (KEYS, COACH, PRIVATE) and digest != root)
    blinded = (
        json.loads(data) for (space, digest), data in made.objects.items() if space in (KEYS, COACH, PRIVATE) and digest != root
    )
    found.update(value["blind"].encode() for value in blinded)
    found.update(name.encode() for person in curriculum(folder).people.people for name in (*person.git, *person.sign_in))
    found.add(curriculum(folder).settings.blind.encode())
    return found


def _addresses(folder: Path, at: str) -> Iterator[str]:
    outline = index(release(folder))
    base = f"/v1/{at}"
    whole = ("", "/courses", "/programs", "/models", "/manifest", "/attestation", "/courses/ai-foundations")
    yield from (f"{base}{path}" for path in (*whole, "/courses/ai-foundations/status"))
    yield from (f"/v1/{log}/{path}" for log in ("channels/stable", f"editions/{at}") for path in ("head", "records/1"))
    yield from (f"{base}/claims/{claim}" for claim in curriculum(folder).claims)
    for name, item in outline["items"].items():
        if item["kind"] != "lesson":
            yield f"{base}/courses/ai-foundations/activities/{name}"
            yield f"{base}/courses/ai-foundations/lessons/{name}"
            continue
        for query in _queries(outline, item):
            yield f"{base}/courses/ai-foundations/lessons/{name}{query}"
            yield f"{base}/courses/ai-foundations/lessons/{name}.md{query}"
            yield f"{base}/courses/ai-foundations/lessons/{name}.html{query}"
        yield f"{base}/courses/ai-foundations/activities/{name}"


def _queries(outline: dict[str, Any], item: dict[str, Any]) -> Iterator[str]:
    """One query for each combination of classes the lesson tells apart."""
    choices = []
    for axis in (outline["axes"][number] for number in item["decision"]["axes"]):
        values = outline["dimensions"][axis["dimension"]]["values"]
        one_of_each = {axis["classes"][i]: value for i, value in enumerate(values)}
        choices.append([f"{axis['dimension']}={value}" for value in one_of_each.values()])
    for combination in product(*choices):
        yield f"?{'&'.join(combination)}" if combination else ""


@pytest.mark.parametrize("edition", EDITIONS)
def test_no_route_gives_away_a_key_a_rubric_or_a_coach_note(api: Api, edition: str) -> None:
    folder = EDITIONS[edition]
    private = _private(folder)
    walked, leaks = 0, []
    for at in (edition, f"{edition}.1", *(["stable"] if edition == "2026-Q4" else [])):
        for address in _addresses(folder, at):
            answer = api.get(address)
            walked += 1
            said = answer.body + json.dumps(answer.headers).encode()
            leaks += [(address, secret) for secret in private if secret in said]

    assert leaks == []
    assert len(private) > 150
    assert walked > 150


@pytest.mark.parametrize("edition", EDITIONS)
def test_no_private_object_can_be_had_by_its_digest(api: Api, edition: str) -> None:
    private = [digest for space, digest in release(EDITIONS[edition]).objects if space in (KEYS, COACH, PRIVATE)]

    assert {404, 502} >= {
        api.get(address).status
        for digest in private
        for name in ("a.svg", "a.json", "a.png", "key")
        for address in (f"/v1/assets/{digest}/{name}", f"/v1/keys/{digest[:2]}/{digest}", f"/v1/{digest}")
    }


def test_a_scored_quiz_says_neither_which_choice_is_right_nor_why(api: Api) -> None:
    for name in ("using-answers-check", "final-exam"):
        activity = api.get(f"/v1/stable/courses/ai-foundations/activities/{name}").json()["activity"]
        for question in activity["questions"]:
            assert {"id", "markdown", "html", "text", "select", "objectives", "claims", "formerly", "choices"} == set(question)
            assert [{"id", "markdown", "html", "text"}] * len(question["choices"]) == [
                set(choice) for choice in question["choices"]
            ]
            assert sorted(choice["id"] for choice in question["choices"]) == [choice["id"] for choice in question["choices"]]


def test_this_test_would_notice(api: Api) -> None:
    """The formative quiz gives its explanations away by design: searched for, they are found."""
    quiz = next(item for _, item in curriculum().courses[0].outline() if item.id == "asking-well-check")
    assert isinstance(quiz.file if isinstance(quiz, Activity) else None, QuizFile)
    explanation = str(quiz.file.questions[0].choices[0].explanation)  # type: ignore[union-attr]  # a quiz, as just asserted
    body = api.get("/v1/stable/courses/ai-foundations/activities/asking-well-check").body

    assert json.dumps(explanation.strip(), ensure_ascii=False)[1:40].encode() in body

"""A correction reaches every reader who is pinned to its edition with the next read, and no reader of an exact release."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from corrected_edition import BECAUSE, CLAIM, ELSEWHERE, IS, LESSON, ON, QUIZ, WAS, before_and_after, corrected, put
from courses import ARCHIVE, added, compiled, edited, release
from coursewright.authoring.source_tree import SourceTree
from described import assert_shaped
from library import course, library, promoted
from served import Answer, Api, api_over
from serving.known_callers import TOKEN, Known

COURSE = "courses/ai-foundations"
TOLD = {"claim": CLAIM, "on": ON, "was": WAS, "is": IS, "because": BECAUSE}
NOTE = f"> **Corrected on {ON}.** Before, this said: “{WAS}” {BECAUSE}"


@pytest.fixture(scope="module")
def read_before_and_after() -> tuple[Callable[[str], Answer], Api]:
    """What one process answered before the correction, kept; and that process after it."""
    candidates, released = before_and_after()
    api = api_over(released)
    answers = {address: api.get(address) for address in _ADDRESSES}
    put(corrected(), candidates, released)
    return answers.__getitem__, api


_ADDRESSES = [
    f"/v1/{at}/{COURSE}/{path}"
    for at in ("stable", "2026-Q4", "2026-Q4.1")
    for path in (f"lessons/{LESSON}", f"lessons/{LESSON}.md", f"lessons/{LESSON}.html", f"activities/{QUIZ}", "status")
]


@pytest.mark.parametrize("at", ["stable", "2026-Q4"])
def test_every_pinned_reader_is_told_at_the_next_read(
    read_before_and_after: tuple[Callable[[str], Answer], Api], at: str
) -> None:
    before, api = read_before_and_after
    lesson, quiz = f"/v1/{at}/{COURSE}/lessons/{LESSON}", f"/v1/{at}/{COURSE}/activities/{QUIZ}"

    assert ("corrected" in before(lesson).json(), "60 words" in before(lesson).body.decode()) == (False, False)
    assert [TOLD] == assert_shaped(api.get(lesson), "LessonAnswer")["corrected"]
    assert "60 words" in api.get(lesson).body.decode()
    assert [TOLD] == assert_shaped(api.get(quiz), "ActivityAnswer")["corrected"]
    assert before(lesson).headers["etag"] != api.get(lesson).headers["etag"]
    assert [] == before(f"/v1/{at}/{COURSE}/status").json()["corrections"]
    assert [TOLD] == assert_shaped(api.get(f"/v1/{at}/{COURSE}/status"), "StatusAnswer")["corrections"]
    assert [TOLD] == assert_shaped(api.get(f"/v1/{at}"), "Release")["corrections"]


@pytest.mark.parametrize("path", [address.partition("2026-Q4.1/")[2] for address in _ADDRESSES if "2026-Q4.1" in address][:4])
def test_no_reader_of_the_exact_release_gets_another_byte(
    read_before_and_after: tuple[Callable[[str], Answer], Api], path: str
) -> None:
    before, api = read_before_and_after
    address = f"/v1/2026-Q4.1/{path}"

    assert (before(address).body, before(address).headers) == (api.get(address).body, api.get(address).headers)


def test_the_exact_release_that_corrects_says_so_itself(read_before_and_after: tuple[Callable[[str], Answer], Api]) -> None:
    _, api = read_before_and_after
    answer = api.get(f"/v1/2026-Q4.2/{COURSE}/lessons/{LESSON}")

    assert [TOLD] == answer.json()["corrected"]
    assert "public, max-age=31536000, immutable" == answer.headers["cache-control"]


def test_what_does_not_state_the_claim_says_nothing(read_before_and_after: tuple[Callable[[str], Answer], Api]) -> None:
    _, api = read_before_and_after

    assert "corrected" not in api.get(f"/v1/stable/{COURSE}/lessons/{ELSEWHERE}").json()
    assert "Corrected on" not in api.get(f"/v1/stable/{COURSE}/lessons/{ELSEWHERE}.md").body.decode()


def test_markdown_says_so_below_the_title_also_in_parts(read_before_and_after: tuple[Callable[[str], Answer], Api]) -> None:
    _, api = read_before_and_after
    address = f"/v1/stable/{COURSE}/lessons/{LESSON}.md"
    whole, part = api.get(address).body.decode(), api.get(f"{address}?budget=200").body.decode()
    following = api.get(f"/v1/stable/{COURSE}/lessons/{LESSON}?budget=200").json()["budget"]["next"]

    assert whole.startswith(f"# Tokens and context\n\n{NOTE}\n\n")
    assert part.startswith(f"# Tokens and context\n\n{NOTE}\n\n")
    assert "Corrected on" not in api.get(f"{address}?from={following}").body.decode()
    assert [TOLD] == api.get(f"/v1/stable/{COURSE}/lessons/{LESSON}?from={following}").json()["corrected"]


def test_corrected_markdown_is_the_stored_text_with_the_note(read_before_and_after: tuple[Callable[[str], Answer], Api]) -> None:
    _, api = read_before_and_after
    lesson = api.get(f"/v1/stable/{COURSE}/lessons/{LESSON}").json()["lesson"]
    blocks = "\n\n".join(block["markdown"] for block in lesson["blocks"])

    assert f"# {lesson['title']}\n\n{NOTE}\n\n{blocks}\n" == api.get(f"/v1/stable/{COURSE}/lessons/{LESSON}.md").body.decode()


def test_the_page_has_a_note(read_before_and_after: tuple[Callable[[str], Answer], Api]) -> None:
    before, api = read_before_and_after
    address = f"/v1/2026-Q4/{COURSE}/lessons/{LESSON}.html"

    assert 'class="corrected"' not in before(address).body.decode()
    assert f"<strong>Corrected on {ON}.</strong> Before, this said: “{WAS}”" in api.get(address).body.decode()


def test_a_lesson_that_was_corrected_costs_no_read_more() -> None:
    """One for the channel, and one for the leaf."""
    candidates, released = before_and_after()
    put(corrected(), candidates, released)
    api = api_over(released)
    api.get(f"/v1/stable/{COURSE}/lessons/{ELSEWHERE}")
    for suffix in ("", ".md"):
        released.asked.clear()
        assert 200 == api.get(f"/v1/stable/{COURSE}/lessons/{LESSON}{suffix}").status
        assert ["channels", "gzip"] == [key.split("/")[0] for key in released.asked]


def test_what_an_invited_course_stated_is_told_to_its_readers_alone() -> None:
    """The claim is one of an invited course; so is what it said before."""
    files = dict(library(course("closed", availability="invited")).files)
    files["claims/closed-claim.yaml"] = files[f"claims/{CLAIM}.yaml"]
    lesson = "courses/closed/only/0001-lesson-1.md"
    files[lesson] = files[lesson].replace(b"minutes: 5", b"minutes: 5\nclaims: [closed-claim]")
    entry = added(f"corrections:\n  - claim: closed-claim\n    'on': {ON}\n    was: A secret.\n    because: It was wrong.\n")
    files["editions/2026-Q4.yaml"] = entry(files["editions/2026-Q4.yaml"].decode()).encode()
    api = api_over(promoted(release(ARCHIVE), compiled(SourceTree(files))), callers=Known())

    assert [] == api.get("/v1/stable").json()["corrections"]
    assert [] == api.get("/v1/stable/changes").json()["changes"]["offered"]["corrections"]
    assert "A secret" not in api.get("/v1/stable/changes.html").decoded.decode()
    assert "A secret" in api.get("/v1/stable/changes.html", **TOKEN).decoded.decode()
    assert ["closed-claim"] == [one["claim"] for one in api.get("/v1/stable", **TOKEN).json()["corrections"]]
    assert "A secret" not in api.get("/v1/releases.atom").decoded.decode()
    assert "A secret" in api.get("/v1/releases.atom", **TOKEN).decoded.decode()
    assert api.get("/v1/releases.atom", **TOKEN).headers["cache-control"].startswith("private")


def test_a_claim_that_nothing_states_any_more_is_told_by_the_course_alone() -> None:
    entry = f"corrections:\n  - claim: long-gone\n    'on': {ON}\n    was: It flies.\n    because: It does not.\n"
    entry += "    courses: [ai-foundations]\n"
    api = api_over(promoted(compiled(edited({"editions/2026-Q4.yaml": added(entry)}))))
    told = {"claim": "long-gone", "on": ON, "was": "It flies.", "is": None, "because": "It does not."}

    assert [told] == assert_shaped(api.get(f"/v1/stable/{COURSE}/status"), "StatusAnswer")["corrections"]
    assert [told] == assert_shaped(api.get("/v1/stable"), "Release")["corrections"]


def test_what_another_edition_corrected_is_not_told_here() -> None:
    entry = f"corrections:\n  - claim: {CLAIM}\n    'on': {ON}\n    was: A token is a word.\n    because: It is not.\n"
    api = api_over(promoted(compiled(edited({"editions/2026-Q3.yaml": added(entry)}))))

    assert 1 == len(api.get(f"/v1/stable/{COURSE}").json()["course"]["corrections"])
    assert "corrected" not in json.loads(api.get(f"/v1/stable/{COURSE}/lessons/{LESSON}").body)
    assert [] == api.get(f"/v1/stable/{COURSE}/status").json()["corrections"]

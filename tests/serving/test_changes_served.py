"""`/v1/{at}/changes`: what changed since what a learner has, for who may read it, in three forms; and what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from corrected_edition import BECAUSE, CLAIM, ON, WAS, before_and_after, corrected, put
from courses import ARCHIVE, CONTENT, COURSE, STAMP, compiled, edited, release, replaced
from coursewright.publishing.changes.record import changes_key
from coursewright.publishing.depositing.deposit import deposit
from coursewright.publishing.promoting.withdrawal import withdraw
from coursewright.publishing.records.names import Numbered
from coursewright.publishing.storing.memory_store import MemoryStore
from coursewright.serving.access.callers import Caller
from coursewright.serving.previewing.preview_application import preview_api
from described import assert_shaped
from library import promoted
from served import Api, api_over
from serving.known_callers import TOKEN, Known

ALL = ("before-you-start", "what-a-model-is", "reasoning-models", "prompt-for-o1")


def _changes(api: Api, address: str, **fields: str) -> dict[str, Any]:
    found: dict[str, Any] = assert_shaped(api.get(address, **fields), "ChangesAnswer")
    return found


def _sides(answer: dict[str, Any]) -> tuple[str, str]:
    return answer["changes"]["since"]["release"], answer["changes"]["to"]["release"]


def test_an_edition_is_told_since_the_one_before(api: Api) -> None:
    answer = _changes(api, "/v1/stable/changes")
    offer = answer["changes"]

    assert ("2026-Q3.1", "2026-Q4.1") == _sides(answer)
    assert ("structural", 14) == (offer["class"], sum(offer["counts"].values()))
    assert offer["note"].startswith("**The model o1 is gone")
    assert ["ai-foundations"] == [one["id"] for one in offer["courses"]]
    assert "“Reasoning models, and when to use one” is now “Choosing a model”." in offer["courses"][0]["whats_new"]
    assert offer["completed_given"] is False
    assert ["ai-foundations"] == [one["credential"] for one in answer["certificates"]]


def test_a_release_is_told_since_the_one_before_in_its_edition_and_the_first_since_nothing() -> None:
    candidates, released = before_and_after()
    put(corrected(), candidates, released)
    api = api_over(released)
    found = _changes(api, "/v1/2026-Q4.2/changes")

    assert ("2026-Q4.1", "2026-Q4.2") == _sides(found)
    assert [{"edition": "2026-Q4", "claim": CLAIM, "on": ON, "was": WAS, "because": BECAUSE}] == found["changes"]["offered"][
        "corrections"
    ]
    assert ("2026-Q4.1", "2026-Q4.1") == _sides(_changes(api, "/v1/2026-Q4.1/changes"))


def test_a_learner_on_the_release_before_is_told_what_their_edition_moved_already() -> None:
    candidates, released = before_and_after()
    put(corrected(), candidates, released)
    offer = _changes(api_over(released), "/v1/2026-Q4/changes?since=2026-Q4.1")["changes"]

    assert (True, None) == (offer["is_same"], offer["offered"]["class"])
    assert [CLAIM] == [one["claim"] for one in offer["already"]["corrections"]]


def test_a_release_that_its_edition_has_left_is_compared_as_it_was() -> None:
    """Else who audits 2026-Q4.1 would be told of 2026-Q4.2, and that they go back."""
    candidates, released = before_and_after()
    put(corrected(), candidates, released)
    offer = _changes(api_over(released), "/v1/2026-Q4.1/changes?since=2026-Q4.1")["changes"]

    assert (True, False, None) == (offer["is_same"], offer["is_back"], offer["already"]["class"])


def test_what_somebody_completed_makes_the_plan_theirs_and_nobody_keeps_it(api: Api) -> None:
    answer = api.get(f"/v1/2026-Q4/changes?since=2026-Q3&course=ai-foundations&completed={','.join(ALL)},nothing")
    offer = assert_shaped(answer, "ChangesAnswer")["changes"]
    plan = offer["carry_over"][0]

    assert "private, no-store" == answer.headers["cache-control"]
    assert {"etag", "content-location", "link"}.isdisjoint(answer.headers)
    assert "/v1/2026-Q4/changes?since=2026-Q3&course=ai-foundations" == answer.json()["pin"]
    assert offer["completed_given"] is True
    assert ["before-you-start"] == [one["id"] for one in plan["kept"]]
    assert {"what-a-model-is", "choosing-a-model", "choose-and-compare"} == {one["id"] for one in plan["refresh"]}
    assert "final-exam" in {one["id"] for one in plan["ahead"]}
    assert ["ai-foundations/nothing"] == [one["id"] for one in offer["unknown"]]


def test_nothing_completed_is_another_answer_than_not_saying_it(api: Api) -> None:
    offer = _changes(api, "/v1/2026-Q4/changes?since=2026-Q3&completed=")["changes"]

    assert (True, [], []) == (offer["completed_given"], offer["carry_over"][0]["kept"], offer["carry_over"][0]["refresh"])


def test_the_day_tells_what_staying_costs_by_then(api: Api) -> None:
    said = {day: _changes(api, f"/v1/2026-Q4/changes?as_of={day}")["changes"]["staying"] for day in ("2026-10-01", "2026-10-23")}

    assert ["o1", "o1"] == [one["models"][0]["model"] for one in said.values()]
    assert said["2026-10-01"]["says"][0].startswith("o1 will be shut down on 2026-10-23")
    assert said["2026-10-23"]["says"][0].startswith("o1 was shut down on 2026-10-23")


def test_going_back_is_said_to_be_that(api: Api) -> None:
    assert True is _changes(api, "/v1/2026-Q3/changes?since=2026-Q4")["changes"]["is_back"]


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("since=2020-Q1", 404, "not-found"),
        ("since=2026-Q3.9", 404, "not-found"),
        ("since=nowhere", 404, "not-found"),
        ("since=2026-Q4-rc.1", 404, "not-found"),
        ("since=", 400, "bad-parameter"),
        ("since=2026-Q3,2026-Q3", 400, "bad-parameter"),
        ("since=..%2F..", 400, "bad-parameter"),
        ("course=nothing", 404, "not-found"),
        ("completed=A", 400, "bad-parameter"),
        ("completed=a/b/c", 400, "bad-parameter"),
        ("completed=a,,b", 400, "bad-parameter"),
        ("as_of=yesterday", 400, "bad-parameter"),
    ],
)
@pytest.mark.parametrize("suffix", ["", ".md", ".html"])
def test_what_cannot_be_told_is_a_problem(api: Api, suffix: str, query: str, status: int, code: str) -> None:
    answer = api.get(f"/v1/2026-Q4/changes{suffix}?{query}")

    assert (status, f"urn:coursewright:problem:{code}") == (answer.status, answer.json()["type"])
    assert "no-store" == answer.headers["cache-control"]


def test_the_three_forms_by_suffix_and_by_accept(api: Api) -> None:
    kinds = {suffix: api.get(f"/v1/2026-Q4/changes{suffix}").headers["content-type"] for suffix in ("", ".md", ".html")}
    accepted = api.get("/v1/2026-Q4/changes", accept="text/html")

    assert {"": "application/json", ".md": "text/markdown; charset=utf-8", ".html": "text/html; charset=utf-8"} == kinds
    assert ("text/html; charset=utf-8", "Accept, Authorization, Accept-Encoding") == (
        accepted.headers["content-type"],
        accepted.headers["vary"],
    )
    assert accepted.headers["content-location"].startswith("/v1/2026-Q4.1/changes.html?")


def test_it_is_kept_for_a_minute_as_it_moves_and_named_by_what_it_says(api: Api) -> None:
    by_release = api.get("/v1/2026-Q4.1/changes?as_of=2026-11-25")

    assert "public, max-age=60" == by_release.headers["cache-control"]
    assert "public, max-age=5" == api.get("/v1/stable/changes").headers["cache-control"]
    assert 304 == api.get("/v1/2026-Q4.1/changes?as_of=2026-11-25", if_none_match=by_release.headers["etag"]).status
    assert by_release.body == api.get(by_release.headers["content-location"]).body


def test_a_withdrawn_release_says_so_in_every_form() -> None:
    store = promoted(release(ARCHIVE), release())
    withdraw(store, Numbered("2026-Q4", 1), STAMP)
    api = api_over(store)

    told = _changes(api, "/v1/2026-Q4/changes")
    assert ("a test", "a test") == (told["withdrawn"], told["changes"]["to"]["withdrawn"])
    assert "This was withdrawn, so there is no reason to move to it." == told["changes"]["says"]
    assert api.get("/v1/2026-Q4/changes.md").body.startswith(b"> **This release was withdrawn:** a test\n")
    assert b"<strong>This release was withdrawn: a test</strong>" in api.get("/v1/2026-Q4/changes.html").body


def test_who_is_on_a_release_that_was_withdrawn_is_told_so_and_who_has_a_better_one_already_is_not() -> None:
    """2026-Q4.1 makes way for 2026-Q4.2; 2026-Q3.1 is all that its edition has."""
    candidates, released = before_and_after()
    put(corrected(), candidates, released)
    store = promoted(release(ARCHIVE), release())
    for kept, bad in ((released, Numbered("2026-Q4", 1)), (store, Numbered("2026-Q3", 1))):
        withdraw(kept, bad, STAMP)
    better = _changes(api_over(released), "/v1/2026-Q4/changes?since=2026-Q4.1")["changes"]
    stuck = _changes(api_over(store), "/v1/2026-Q4/changes?since=2026-Q3")["changes"]

    assert (None, "a test") == (better["since"]["withdrawn"], stuck["since"]["withdrawn"])
    assert "You should move to it, as what you have was withdrawn." == stuck["says"]
    assert "What you have was withdrawn: a test" in api_over(store).get("/v1/2026-Q4/changes.html?since=2026-Q3").body.decode()


def test_a_release_is_told_since_the_one_before_that_was_not_withdrawn() -> None:
    """Readers had gone back to 2026-Q4.1 when 2026-Q4.3 came."""
    lesson = f"{COURSE}/asking-well/01-what-a-model-is.md"
    candidates, released = before_and_after()
    put(corrected(), candidates, released)
    withdraw(released, Numbered("2026-Q4", 2), STAMP)
    put(compiled(edited({lesson: replaced("You type a question and", "You type a question, and")})), candidates, released)

    assert ("2026-Q4.1", "2026-Q4.3") == _sides(_changes(api_over(released), "/v1/2026-Q4/changes"))


def test_markdown_says_what_a_certificate_comes_to(api: Api) -> None:
    text = api.get("/v1/2026-Q4/changes.md").body.decode()

    assert text.startswith("# What is new in 2026-Q4.1\n\nSince 2026-Q3.1. ")
    assert "\n## From the editor\n" in text
    certificate = text.partition("\n## If you hold the AI Foundations certificate\n")[2]
    assert certificate.startswith("\n**Current, with a change log.** It holds as it is.")
    assert "\n  - May count: “AI Foundations exam”: A question asks something else.\n" in certificate
    assert "\n  - To learn: Tokens and context (lesson, 8 minutes)\n" in certificate
    assert b"# What is new in 2026-Q3.1\n\nThis is the first release." in api.get("/v1/2026-Q3/changes.md").body


def test_what_promotion_kept_is_taken_and_what_it_did_not_keep_is_worked_out() -> None:
    store = promoted(release(ARCHIVE), release())
    kept = changes_key(release(ARCHIVE).manifest, release().manifest)
    assert kept in store.kept
    as_kept = api_over(store).get("/v1/2026-Q4.1/changes?as_of=2026-11-25").body
    told = json.loads(store.kept[kept])
    told["courses"][0]["title"] = "Kept, and not worked out"
    store.kept[kept] = json.dumps(told).encode()
    assert b"Kept, and not worked out" in api_over(store).get("/v1/2026-Q4.1/changes").body

    for harmed in (b"{}", b"not JSON", None):
        store.kept.pop(kept)
        if harmed is not None:
            store.kept[kept] = harmed
        assert as_kept == api_over(store).get("/v1/2026-Q4.1/changes?as_of=2026-11-25").body
        store.kept[kept] = b""


def test_reviewers_see_what_a_candidate_changes_since_where_its_edition_stands() -> None:
    candidates, released = before_and_after()
    deposit(corrected(), candidates, STAMP, {"commit": "c" * 40})
    preview = Api(preview_api(candidates, released, Known(Caller(frozenset({"preview", "course:*"})))), released)
    number = _newest(candidates)
    answer = preview.get(f"/v1/{number}/changes", **TOKEN)

    assert 200 == answer.status
    assert ("2026-Q4.1", number) == _sides(answer.json())
    assert [CLAIM] == [one["claim"] for one in answer.json()["changes"]["offered"]["corrections"]]
    assert "no-store" == answer.headers["cache-control"]
    assert f"What is new in {number}" in preview.get(f"/v1/{number}/changes.html", **TOKEN).body.decode()


def test_a_candidate_of_an_edition_to_come_is_compared_with_the_edition_before() -> None:
    candidates, released = MemoryStore(), promoted(release(ARCHIVE))
    deposit(release(CONTENT), candidates, STAMP, {"commit": "c" * 40})
    preview = Api(preview_api(candidates, released, Known(Caller(frozenset({"preview", "course:*"})))), released)

    assert ("2026-Q3.1", "2026-Q4-rc.1") == _sides(preview.get("/v1/2026-Q4-rc.1/changes", **TOKEN).json())


def _newest(candidates: MemoryStore) -> str:
    return f"2026-Q4-rc.{len(candidates.keys('candidates/2026-Q4'))}"

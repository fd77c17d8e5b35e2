"""Ids that changed lead on by 308; ids that went are answered 410, with their heir and the reason."""

from __future__ import annotations

import pytest

from library import made, promoted
from served import Api, api_over

BASE = "courses/ai-foundations"


@pytest.fixture(scope="module")
def renamed() -> Api:
    return api_over(promoted(made("translated")))


@pytest.mark.parametrize(
    ("asked", "location"),
    [
        ("lessons/output-in-a-form", "lessons/structured-output"),
        ("lessons/output-in-a-form.md", "lessons/structured-output.md"),
        (
            "lessons/output-in-a-form.html?role=developer&locale=de-AT",
            "lessons/structured-output.html?role=developer&locale=de-AT",
        ),
        ("lessons/output-in-a-form?q=%C3%A4&x=a+b&", "lessons/structured-output?q=%C3%A4&x=a+b&"),
        ("activities/output-in-a-form", "lessons/structured-output"),
        ("activities/first-check", "activities/asking-well-check"),
        ("lessons/first-check.md?x=1", "activities/asking-well-check?x=1"),
        ("activities/structured-output", "lessons/structured-output"),
        ("lessons/final-exam", "activities/final-exam"),
        ("lessons/final-exam.html", "activities/final-exam"),
    ],
)
@pytest.mark.parametrize(
    ("at", "cache_control"),
    [("2026-Q4.1", "public, max-age=31536000, immutable"), ("2026-Q4", "public, max-age=60"), ("stable", "public, max-age=5")],
)
def test_what_has_another_id_or_kind_leads_on(renamed: Api, asked: str, location: str, at: str, cache_control: str) -> None:
    answer = renamed.get(f"/v1/{at}/{BASE}/{asked}")

    assert (308, f"/v1/{at}/{BASE}/{location}", b"") == (answer.status, answer.headers["location"], answer.body)
    assert cache_control == answer.headers["cache-control"]
    assert 200 == renamed.get(answer.headers["location"]).status


@pytest.mark.parametrize("at", ["stable", "2026-Q4", "2026-Q4.1"])
@pytest.mark.parametrize("asked", ["activities/prompt-for-o1", "lessons/prompt-for-o1", "lessons/prompt-for-o1.md?locale=de"])
def test_what_was_retired_is_gone_and_names_its_heir(api: Api, at: str, asked: str) -> None:
    answer = api.get(f"/v1/{at}/{BASE}/{asked}")
    told = answer.json()

    assert (410, "urn:coursewright:problem:gone", "no-store") == (answer.status, told["type"], answer.headers["cache-control"])
    assert f"/v1/{at}/{BASE}/activities/choose-and-compare" == told["heir"]
    assert told["reason"].startswith("The task was done with o1")
    assert 200 == api.get(told["heir"]).status


def test_before_it_was_retired_it_is_still_there(api: Api) -> None:
    assert 200 == api.get(f"/v1/2026-Q3/{BASE}/activities/prompt-for-o1").status


def test_a_retired_question_has_no_address(api: Api) -> None:
    assert 404 == api.get(f"/v1/stable/{BASE}/activities/ex-o1-temperature").status


def test_a_location_cannot_be_made_to_hold_a_line_break(renamed: Api) -> None:
    answer = renamed.get(f"/v1/stable/{BASE}/lessons/output-in-a-form?x=%0D%0ASet-Cookie:%20a")

    assert 400 == answer.status

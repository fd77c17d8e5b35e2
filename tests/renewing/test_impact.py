"""What an event affects: on the shipped courses by keys that were written by hand, and rule by rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogues import FIRST, catalogue_of, made_up
from courses import ARCHIVE, CONTENT, ROOT, compiled, edited, release
from coursewright.authoring.yaml_text.yaml_nodes import read_yaml
from coursewright.errors import UnknownNameError
from coursewright.renewing.catalogue import Catalogue
from coursewright.renewing.impact.heat_map import heat_map
from coursewright.renewing.impact.impact import Impact, Outcome, impact
from coursewright.renewing.impact.what_if import Question, answered
from coursewright.renewing.status import course_status

O1_ENDS = date(2026, 10, 23)
KEYS = Path(__file__).parent / "keys"


def _key(name: str) -> dict[str, Any]:
    root, findings = read_yaml((KEYS / name).read_bytes(), name)
    assert root
    assert () == tuple(findings)
    key: dict[str, Any] = root.plain()
    return key


@cache
def _before() -> Catalogue:
    return catalogue_of(release(ARCHIVE), "2026-Q3")


def _outcome(found: Impact, event: str) -> Outcome:
    (outcome,) = (outcome for outcome in found.outcomes if outcome.event.id == event)
    return outcome


def _as_key(outcome: Outcome) -> dict[str, Any]:
    """What an outcome names, in the form of a key."""
    ids = {kind: sorted(one.id for one in outcome.affected if one.kind == kind) for kind in
           ("claim", "lesson", "activity", "question", "course", "credential")}  # fmt: skip
    objectives = [one for one in outcome.affected if one.kind == "objective"]
    return {
        **{f"{kind}s" if kind != "activity" else "activities": found for kind, found in ids.items()},
        "objectives": {
            "named": sorted(one.id for one in objectives if "its text names it" in one.how),
            "reached": sorted(one.id for one in objectives if any(how.startswith("by ") for how in one.how)),
        },
    }


def test_what_speaks_of_o1_is_what_a_reader_found() -> None:
    found = impact(_before(), O1_ENDS)

    assert _key("o1-ends.yaml") == _as_key(_outcome(found, "shutdown:o1"))


def test_asking_about_o1_alone_finds_the_same_and_nothing_else() -> None:
    found = answered(_before(), Question(O1_ENDS, model="o1"))

    assert ["shutdown:o1"] == [outcome.event.id for outcome in found.outcomes]
    assert _key("o1-ends.yaml") == _as_key(found.outcomes[0])


def test_what_depends_on_the_parameter_temperature_is_what_a_reader_found() -> None:
    found = answered(_before(), Question(date(2026, 9, 1), api="parameter:temperature", changed=date(2026, 9, 1)))

    assert ["api:parameter:temperature"] == [outcome.event.id for outcome in found.outcomes]
    assert _key("temperature-changes.yaml") == _as_key(found.outcomes[0])
    assert {"api-changed"} == {one.status for one in found.outcomes[0].affected}


def test_before_its_end_all_that_speaks_of_o1_is_expiring_and_before_the_notice_nothing_is_told() -> None:
    during, before = (_outcomes_of("o1", O1_ENDS - timedelta(days=days)) for days in (90, 91))

    assert _key("o1-ends.yaml") == _as_key(during[0])
    assert {"expiring"} == {one.status for one in during[0].affected}
    assert [] == before


def _outcomes_of(model: str, as_of: date) -> list[Outcome]:
    return [outcome for outcome in impact(_before(), as_of).outcomes if outcome.event.subject == model]


def test_a_lesson_that_can_go_on_without_a_model_is_not_broken_by_its_end() -> None:
    affected = {one.id: one for one in _outcomes_of("o1", O1_ENDS)[0].affected}

    assert "expiring" == affected["ai-foundations/structured-output"].status
    assert (
        "It speaks of o1, shut down on 2026-10-23. The rest of it goes on."
        == affected["ai-foundations/structured-output"].because
    )
    assert "broken" == affected["ai-foundations/reasoning-models"].status


def test_what_only_names_a_model_is_to_be_looked_at() -> None:
    affected = {one.id: one for one in _outcomes_of("o1", O1_ENDS)[0].affected}

    assert ("unverified", ("names o1",)) == (
        affected["ai-foundations/prompt-for-o1"].status,
        affected["ai-foundations/prompt-for-o1"].how,
    )


def test_everything_affected_has_an_owner_and_a_file_of_the_content() -> None:
    told = [one for outcome in impact(_before(), O1_ENDS).outcomes for one in outcome.affected]
    placed = [one for one in told if one.kind in ("claim", "lesson", "activity", "question")]

    assert placed
    assert {"curriculum"} == {one.owner for one in placed}
    assert [] == [one.path for one in placed if not (ARCHIVE / (one.path or "missing")).is_file()]


@pytest.mark.parametrize("folder", [ARCHIVE, CONTENT], ids=["2026-Q3", "2026-Q4"])
def test_editors_are_told_of_all_that_learners_are_told_of_and_nothing_is_worse_for_learners(folder: Path) -> None:
    catalogue = catalogue_of(release(folder))
    course = catalogue.courses[0]
    for month in range(18):
        day = date(2026 + (6 + month) // 12, (6 + month) % 12 + 1, 15)
        found = impact(catalogue, day)
        broken = {one.id.split("/")[1] for outcome in found.outcomes for one in outcome.affected
                  if one.kind in ("lesson", "activity") and one.status == "broken"}  # fmt: skip
        told = course_status(course.index, {"claims": course.claims}, catalogue.ledger, day)["items"]

        assert {item for item, status in told.items() if status["status"] == "broken"} == broken, day
        affected = {
            one.id.split("/")[1] for outcome in found.outcomes for one in outcome.affected if one.kind in ("lesson", "activity")
        }
        assert {item for item, status in told.items() if status["status"] != "current"} <= affected, day


def test_a_model_can_be_retired_to_see_what_would_happen() -> None:
    day = date(2026, 9, 1)
    found = answered(_before(), Question(day, model="gpt-4o", retired=day))

    assert {"gpt-4o"} == {outcome.event.subject for outcome in found.outcomes}
    broken = {one.id for outcome in found.outcomes for one in outcome.affected if one.status == "broken"}
    assert {
        "gpt-4o-window-is-128-thousand",
        "ai-foundations/what-a-model-is",
        "ai-foundations/final-exam/ex-after-cutoff",
    } <= broken
    assert () == answered(_before(), Question(day, model="gpt-4o")).outcomes  # by the ledger as it is


@pytest.mark.parametrize("name", ["gpt-99", "has:vision"])
def test_who_asks_about_no_model_is_told_so(name: str) -> None:
    with pytest.raises(UnknownNameError, match=f"knows no model and no family '{name}'"):
        answered(_before(), Question(O1_ENDS, model=name))


def test_since_a_release_only_what_was_not_known_then_is_told() -> None:
    now = catalogue_of(release())
    day = date(2027, 1, 15)
    events = {outcome.event.id for outcome in answered(now, Question(day, since=_before().ledger)).outcomes}

    assert "shutdown:gpt-4o" in events  # was announced after 2026-Q3 was made
    assert "shutdown:o3" not in events
    assert set() == {outcome.event.id for outcome in answered(now, Question(day, since=now.ledger)).outcomes}


def test_a_capability_that_models_lost_since_is_told_to_whoever_builds_on_it() -> None:
    before = _before().ledger
    now = {**before, "models": [
        {**model, "capabilities": [one for one in model["capabilities"] if (model["id"], one) != ("o3", "reasoning")]}
        for model in before["models"]]}  # fmt: skip
    found = answered(_before(), Question(date(2026, 9, 1), since=before), now)

    assert [("api:has:reasoning", "lost by o3")] == [(one.event.id, one.event.happens) for one in found.outcomes]
    ids = {one.id for one in found.outcomes[0].affected}
    assert {"reasoning-tokens-count-as-output", "ai-foundations/tokens-and-context", "ai-foundations/prompting-that-works"} <= ids
    assert {"api-changed"} == {one.status for one in found.outcomes[0].affected}


def test_a_model_that_is_gone_has_lost_no_capability() -> None:
    """Sources drop models once they end."""
    now = catalogue_of(release())
    found = answered(now, Question(date(2027, 1, 15), since=_before().ledger))
    silent = {"codex-mini-latest"}

    assert silent <= {model["id"] for model in now.ledger["models"] if model["shutdown"] and not model["capabilities"]}
    assert silent <= {model["id"] for model in _before().ledger["models"] if model["capabilities"]}
    assert [] == [outcome.event.id for outcome in found.outcomes if outcome.event.kind == "api"]


def test_a_parameter_that_more_models_refuse_since_is_told_to_whoever_speaks_of_it() -> None:
    before = _before().ledger
    part: dict[str, Any] = {"id": "parameter:temperature", "deprecated": None, "shutdown": None, "replacements": [], "facts": []}
    now = {**before, "api": [{**part, "rejected_by": ["gpt-4o"]}]}
    found = answered(_before(), Question(date(2026, 9, 1), since=before), now)

    assert [("api:parameter:temperature", "refused by gpt-4o")] == [(one.event.id, one.event.happens) for one in found.outcomes]
    assert "ai-foundations/final-exam/ex-o1-temperature" in {one.id for one in found.outcomes[0].affected}
    assert () == answered(_before(), Question(date(2026, 9, 1), since=now), now).outcomes


def test_a_claim_whose_proof_is_on_a_model_that_is_gone_is_to_be_probed_again() -> None:
    verified = "verified:\n  on: 2026-07-20\n  against: [o1]\n  how: Tried.\n"
    made = compiled(edited({"claims/reasoning-tokens-count-as-output.yaml": lambda text: text + verified}, ARCHIVE))
    found = _outcome(impact(catalogue_of(made), O1_ENDS), "shutdown:o1")
    again = {one.id: one.because for one in found.affected if one.status == "re-probe"}

    assert (
        "It was verified on o1, shut down on 2026-10-23, and on nothing that goes on."
        == again["reasoning-tokens-count-as-output"]
    )
    assert "ai-foundations/final-exam/ex-window-holds" in again


def test_a_claim_that_was_verified_under_a_name_that_stands_for_another_model_now_is_to_be_probed_again() -> None:
    aliases = "aliases:\n" + "".join(
        f"  - {{alias: gpt-4o, target: {target}, observed: {day}, source: models-dev}}\n"
        for target, day in (("gpt-4o-2024-08-06", "2026-07-01"), ("gpt-4o-2024-11-20", "2026-09-01"))
    )
    verified = "verified:\n  on: 2026-07-20\n  against: [gpt-4o]\n  how: Tried.\n"
    changes = {
        "claims/gpt-4o-window-is-128-thousand.yaml": lambda text: text + verified,
        "ledger/overlay.yaml": lambda text: text + aliases,
    }
    catalogue = catalogue_of(compiled(edited(changes, ARCHIVE)))
    event = "alias:gpt-4o"
    outcome = _outcome(impact(catalogue, date(2026, 9, 1)), event)

    assert "re-probe" == outcome.status
    assert {"gpt-4o-window-is-128-thousand"} == {one.id for one in outcome.affected if one.kind == "claim"}
    assert "moved from gpt-4o-2024-08-06 to gpt-4o-2024-11-20 by 2026-09-01" == outcome.event.happens
    assert event not in {outcome.event.id for outcome in impact(catalogue, date(2026, 8, 31)).outcomes}


def test_the_same_question_gives_the_same_answer() -> None:
    assert impact(_before(), O1_ENDS) == impact(catalogue_of(release(ARCHIVE), "2026-Q3"), O1_ENDS)


def test_of_a_release_without_what_it_depends_on_the_claims_are_judged_and_nobody_is_named() -> None:
    course = _before().courses[0]
    older = replace(_before(), courses=(replace(course, depends={}),))
    affected = _outcome(impact(older, O1_ENDS), "shutdown:o1").affected

    assert {"ai-foundations/final-exam", "ai-foundations/using-answers-check"} == {
        one.id for one in affected if one.kind == "activity"
    }
    assert {None} == {one.owner for one in affected}


def test_the_heat_map_has_a_cell_where_an_item_depends_on_a_model() -> None:
    found = heat_map(_before(), impact(_before(), O1_ENDS))
    rows = {row.id: row for row in found.rows}

    assert ["o1", "gpt-5", "o3"] == [name for name, _ in found.columns][:3]
    assert ("broken", "current") == (
        rows["ai-foundations/tokens-and-context"].cells["o1"],
        rows["ai-foundations/tokens-and-context"].cells["gpt-4o"],
    )
    assert "ai-foundations/safe-use-at-work" not in rows
    assert "broken" == rows["ai-foundations/final-exam"].status


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 400), st.integers(0, 200), st.integers(1, 40))
def test_time_only_makes_it_worse_for_models(day: int, later: int, models: int) -> None:
    catalogue = made_up(2, 12, 10, models)
    one, other = (_worst(impact(catalogue, FIRST + timedelta(days=when))) for when in (day, day + later))

    assert [] == [key for key, status in one.items() if key not in other or _WORSE.index(other[key]) > _WORSE.index(status)]


_WORSE = ("broken", "unverified", "expiring")
"""From the day of an end on, what is expiring is broken, or to be looked at."""


def _worst(found: Impact) -> dict[tuple[str, str], str]:
    """Of claims and questions, which have no part that could go on."""
    return {
        (outcome.event.id, one.id): one.status
        for outcome in found.outcomes
        for one in outcome.affected
        if one.kind in ("claim", "question")
    }


def test_the_keys_are_of_the_edition_before() -> None:
    assert ARCHIVE == ROOT / "archive" / "2026-Q3"

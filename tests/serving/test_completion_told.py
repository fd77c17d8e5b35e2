"""The status of a course says whether it can still be completed, and if not, which edition is the way on."""

from __future__ import annotations

from typing import Any

import pytest

from counting_store import CountingStore
from courses import ARCHIVE, compiled, edited, release, replaced
from coursewright.compiling.digest import Digest
from coursewright.compiling.release import Release
from coursewright.compiling.spaces import OBJECTS
from coursewright.publishing.storing.compressed import compressed_key
from coursewright.publishing.storing.store import object_key
from described import assert_shaped
from library import promoted
from served import Api, api_over
from serving.known_callers import TOKEN, Known

COURSE = "courses/ai-foundations"
_O1_ENDS = "2026-10-23"


def _completion(api: Api, at: str, day: str, **fields: str) -> dict[str, Any]:
    found: dict[str, Any] = assert_shaped(api.get(f"/v1/{at}/{COURSE}/status?as_of={day}", **fields), "StatusAnswer")[
        "completion"
    ]
    return found


def _asks_nearly_all() -> Release:
    """2026-Q3 with an exam that asks 21 of its 22 questions, two of which are about o1 alone."""
    return compiled(edited({f"{COURSE}/using-answers/08-final-exam.exam.yaml": replaced("draw: 12", "draw: 21")}, ARCHIVE))


@pytest.fixture(scope="module")
def strict() -> Api:
    return api_over(promoted(_asks_nearly_all(), release()))


def test_while_enough_questions_of_the_exam_hold_it_is_possible(api: Api, strict: Api) -> None:
    """Two of 22 questions are about o1, and twelve are asked: as its editor says, learners can finish on 2026-Q3."""
    assert {"possible": True, "because": [], "until": None, "way_on": None} == _completion(api, "2026-Q3", "2026-11-25")
    assert {"possible": True, "because": [], "until": "2026-10-22", "way_on": None} == _completion(
        strict, "2026-Q3", "2026-10-22"
    )


def test_from_the_day_on_which_too_few_hold_it_is_not_and_the_next_edition_is_the_way_on(strict: Api) -> None:
    found = _completion(strict, "2026-Q3", _O1_ENDS)

    assert (False, None) == (found["possible"], found["until"])
    assert [True] == [
        one.startswith("It cannot be completed any more: “AI Foundations exam” has fewer questions that hold than it asks.")
        for one in found["because"]
    ]
    assert {"edition": "2026-Q4", "changes": "/v1/2026-Q4/changes?since=2026-Q3&course=ai-foundations"} == found["way_on"]


def test_the_way_on_leads_to_an_offer(strict: Api) -> None:
    offer = strict.get(_completion(strict, "2026-Q3", _O1_ENDS)["way_on"]["changes"]).json()["changes"]

    assert ("2026-Q3.1", "2026-Q4.1") == (offer["since"]["release"], offer["to"]["release"])
    assert ["ai-foundations"] == [plan["course"] for plan in offer["carry_over"]]


def test_an_edition_that_cannot_be_completed_either_is_no_way_on() -> None:
    models = replaced("baseline_models:", "baseline_models: [gpt-4o] #")
    both = promoted(_asks_nearly_all(), compiled(edited({"editions/2026-Q4.yaml": models})))

    assert (False, None) == tuple(_completion(api_over(both), "2026-Q3", "2030-01-01")[name] for name in ("possible", "way_on"))


def test_an_edition_whose_every_baseline_model_is_gone_cannot_be_completed() -> None:
    """Whatever its exam rests on."""
    models = replaced("baseline_models:", "baseline_models: [o1] #")
    api = api_over(promoted(compiled(edited({"editions/2026-Q3.yaml": models}, ARCHIVE))))

    assert (
        "It cannot be completed any more: it was made for o1, shut down by 2026-10-23."
        in _completion(api, "2026-Q3", _O1_ENDS)["because"]
    )


def test_an_edition_that_this_caller_may_not_read_is_no_way_on_for_them() -> None:
    closed = compiled(edited({f"{COURSE}/course.yaml": replaced("availability: public", "availability: invited")}))
    api = api_over(promoted(_asks_nearly_all(), closed), callers=Known())

    assert None is _completion(api, "2026-Q3", _O1_ENDS)["way_on"]
    assert "2026-Q4" == _completion(api, "2026-Q3", _O1_ENDS, **TOKEN)["way_on"]["edition"]


@pytest.mark.parametrize("harmed", ["models", "editions", "programs"])
def test_a_damaged_edition_is_no_way_on_and_harms_no_other(harmed: str) -> None:
    store = CountingStore()
    promoted(_asks_nearly_all(), release(), store=store)
    digest = Digest(release().json(release().manifest)[harmed])
    assert digest != release(ARCHIVE).json(release(ARCHIVE).manifest)[harmed]
    for key in (object_key(OBJECTS, digest), compressed_key(digest)):
        store.kept[key] = b"{}"

    found = _completion(api_over(store), "2026-Q3", _O1_ENDS)
    assert (False, None) == (found["possible"], found["way_on"])

"""What becomes of a certificate when its credential is another one: its terms, its courses, or that it is awarded at all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from certified import (
    DAY,
    START,
    effects,
    side_of,
    source_of,
)
from course_states import COURSE, Item, Objective, State
from coursewright.errors import UnknownNameError
from coursewright.publishing.changes.between import changes_between
from coursewright.publishing.changes.change import Changes, CourseChange, ObjectiveChange, Reason
from coursewright.publishing.changes.program_changes import program_reasons
from coursewright.renewing.certificates.between import effect_between
from coursewright.renewing.certificates.certificate_effect import CertificateEffect
from coursewright.renewing.certificates.effect import effect
from coursewright.renewing.certificates.sides import CertificateSide, courses_for
from made_releases import released


def test_a_credential_that_is_no_longer_awarded_holds_until_its_end() -> None:
    one, other = released(START), released(START.edited("lesson-0", text=1))
    gone = replace(side_of(other, "2026-Q4.2"), credential=None)

    found = effect("credential", side_of(one, "2026-Q4.1"), gone, changes_between(one.side(), other.side()), DAY)

    assert ("log", "log") == effects(found)
    assert "It is no longer awarded. One that was earned holds until its own end." == found.log[0]


def test_what_could_not_be_earned_anew_is_not_asked_for() -> None:
    """A credential that is no longer awarded, and its course is gone with it."""
    one = released(START)
    gone = replace(side_of(one, "2026-Q4.2"), credential=None, courses={})

    found = effect("credential", side_of(one, "2026-Q4.1"), gone, Changes("one", "other"), DAY)

    assert (("log", "log"), (100.0, 100.0), None) == (effects(found), found.changed(), found.due)
    assert "It holds until its own end. It is no longer awarded, so nothing is asked of who holds it." == found.says()[0]


def _by(found: CertificateSide) -> CertificateEffect:
    """What a release means that awards the credential on other terms, all else being the same."""
    one = released(START)
    reasons = tuple(program_reasons(side_of(one, "2026-Q4.1").programs, found.programs, english=True))
    return effect("credential", side_of(one, "2026-Q4.1"), found, Changes("one", "other", reasons=reasons), DAY)


def _awarded(**fields: Any) -> CertificateSide:  # noqa: ANN401 - of a credential
    side = side_of(released(START), "2026-Q4.2")
    credential = {**(side.credential or {}), **fields}
    return replace(side, credential=credential, programs={**side.programs, "credentials": [credential]})


def test_what_the_credential_says_of_itself_stands_in_the_log() -> None:
    found = _by(_awarded(awarded="Its holder can do something else."))

    assert ("log", "log") == effects(found)
    assert ("What the credential “A certificate” says of itself was changed.",) == found.log
    assert "nothing that it says of its holder changed" not in found.says()[0]


def test_what_was_only_mended_in_words_is_no_news_of_a_certificate() -> None:
    course = CourseChange(COURSE, "A course", "kept", (Reason("wording", "editorial", "Its wording was mended."),))
    side = side_of(released(START), "2026-Q4.1")

    found = _by(_awarded(title="A certificate!"))
    assert (("current", "current"), ()) == (effects(found), found.log)
    assert () == effect("credential", side, replace(side, release="2026-Q4.2"), Changes("one", "other", (course,)), DAY).log


def test_of_several_courses_the_log_says_which_and_of_one_that_is_gone_that_it_is() -> None:
    side = side_of(released(START), "2026-Q4.1")
    earned = replace(side, courses={COURSE: side.courses[COURSE], "other": side.courses[COURSE]})
    goal = ObjectiveChange("more", "Do more", 10, "added", (Reason("added", "structural", "It is new."),))
    went = Reason("removed", "structural", "It is gone.")
    course = CourseChange(COURSE, "A course", "kept", (), (), (goal,))
    gone = CourseChange("other", "Another course", "removed", (went,))
    without = replace(side, release="2026-Q4.2", credential=None, courses=side.courses)

    found = effect("credential", earned, without, Changes("one", "other", (course, gone)), DAY)

    assert ("A course: A new goal: Do more.", "The course “Another course” is gone.") == found.log[1:]


def test_the_course_of_its_exam_is_needed_also_where_no_program_takes_it() -> None:
    programs = {"programs": [], "credentials": [{"id": "credential", "completion": {"exam": "board/final"}}]}

    assert (["board"], []) == (courses_for(programs, "credential"), courses_for(programs, "diploma"))


def test_how_long_it_is_awarded_now_is_told_and_leaves_those_that_were_earned() -> None:
    found = _by(_awarded(valid_months=24))

    assert ("log", "log") == effects(found)
    assert "It is awarded for 24 months now; one that was earned before keeps its 12." == found.log[-1]


def test_a_course_that_is_needed_now_is_to_be_learned_and_one_that_is_not_any_more_is_told() -> None:
    side = side_of(released(START), "2026-Q4.2")
    both = {"programs": [{**side.programs["programs"][0], "courses": [COURSE, "other"]}]}
    small = State((Item("more-lesson", objectives=("more",)),), {}, (Objective("more", "Do more", 25),))
    more = replace(side, programs={**side.programs, **both}, courses={**side.courses, "other": released(small).parts})

    found, back = _by(more), effect("credential", more, replace(side, release="2026-Q4.3"), Changes("one", "other"), DAY)

    assert (("delta", "delta"), (25.0, 25.0)) == (effects(found), found.changed())
    assert [("other", "more")] == [(one.course, one.id) for one in found.delta()]
    assert "It takes the course “A course” now, too." in found.log
    assert ("It no longer takes the course “A course”.",) == back.log


def test_a_credential_that_the_release_did_not_award_is_refused_with_those_it_did() -> None:
    made = released(START)
    source = source_of(made, "2026-Q4.1")

    with pytest.raises(UnknownNameError, match=r"2026-Q4\.1 awards no credential 'diploma'; it has: credential"):
        effect_between("diploma", source, source, changes_between(made.side(), made.side()), DAY)

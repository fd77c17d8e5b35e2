"""Offers and certificates of courses made up: whatever happened to a course, both are told, in their shape and in bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from course_states import COURSE, OPERATIONS, State, beginning, step
from coursewright.commands.renewing.certificate_documents import CertificateEffectJson
from coursewright.commands.renewing.changes_documents import ChangesJson
from coursewright.publishing.changes.between import changes_between
from coursewright.renewing.certificates.between import effect_between
from coursewright.renewing.certificates.certificate_effect import CertificateEffect
from coursewright.renewing.certificates.document import certificate_document
from coursewright.renewing.certificates.rules import EFFECTS
from coursewright.renewing.certificates.sides import Source
from coursewright.renewing.upgrading.comparing import comparing
from coursewright.renewing.upgrading.document import offer_document
from coursewright.renewing.upgrading.markdown import as_markdown
from coursewright.renewing.upgrading.offer import upgrade_offer
from coursewright.renewing.upgrading.reading import read_offer_side
from made_releases import Made, released

DAY = date(2026, 11, 25)
DOINGS = st.lists(st.tuples(st.sampled_from(list(OPERATIONS)), st.integers(0, 7), st.integers(0, 7)), max_size=8)
Doings = list[tuple[str, int, int]]


def _effect(old: Made, new: Made) -> CertificateEffect:
    one, other = (
        Source(name, "2026-Q4", made.manifest, made.objects.__getitem__)
        for name, made in (("2026-Q4.1", old), ("2026-Q4.2", new))
    )
    return effect_between("credential", one, other, changes_between(old.side(), new.side()), DAY, date(2026, 9, 1))


@settings(max_examples=100, deadline=None)
@given(
    first=DOINGS,
    second=DOINGS,
    done=st.none() | st.sets(st.sampled_from(["item-0", "item-1", "item-3", "course/item-5", "what"])),
)
def test_every_offer_is_told_in_its_shape(first: Doings, second: Doings, done: set[str] | None) -> None:
    start = beginning()
    middle = step(start, first)
    earlier, stands, new = released(start), released(middle), released(step(middle, second))
    since = read_offer_side("2026-Q3.1", stands.manifest, "2026-Q4", stands.objects.__getitem__, [COURSE])
    to = read_offer_side("2026-Q4.1", new.manifest, "2026-Q4", new.objects.__getitem__, [COURSE])

    offer = upgrade_offer(
        since,
        to,
        changes_between(stands.side(), new.side()),
        new.objects[new.objects[new.manifest]["models"]],
        DAY,
        already=changes_between(earlier.side(), stands.side()),
        completed=done,
        compare=comparing(stands.side(), new.side()),
    )

    told = ChangesJson.model_validate(offer_document(offer))
    page = as_markdown(offer)
    assert [] == [item.title for plan in told.carry_over for item in (*plan.refresh, *plan.new) if item.title not in page]
    assert (done is not None) == told.completed_given
    assert done is None or {"what"} & done <= {one.id for one in told.unknown}


@settings(max_examples=150, deadline=None)
@given(doings=DOINGS)
def test_every_effect_is_in_its_bounds_and_asks_for_nothing_where_nothing_changed(doings: Doings) -> None:
    start = beginning()
    old, new = released(start), released(step(start, doings))

    found = _effect(old, new)

    CertificateEffectJson.model_validate(certificate_document(found))
    least, most = found.changed()
    assert 0 <= least <= most <= 100
    assert EFFECTS.index(found.least) <= EFFECTS.index(found.most)
    assert all(one.least <= one.most for one in found.objectives)
    assert ("current", "current", 0) == (_effect(new, new).least, _effect(new, new).most, _effect(new, new).changed()[1])


def test_of_releases_of_older_formats_what_cannot_be_told_counts_in_the_most_only() -> None:
    """Before compiler format 4 nothing told of keys, safety, or the publisher's rules for certificates."""
    start = beginning()
    old, new = _aged(released(start)), released(start.edited("item-5", key=1))

    found = _effect(old, new)

    exam = next(item for item in changes_between(old.side(), new.side()).items() if item.id == "item-5")
    assert ["key-unknown"] == [reason.code for reason in exam.reasons]
    assert {"goal-1": (0, 50)} == {one.id: (one.least, one.most) for one in found.delta()}
    assert {"objective": 100, "assessment": 50, "claim": 25} == found.rules.weights


def _aged(made: Made) -> Made:
    """As compiler format 3 made it."""
    index: dict[str, Any] = {**made.index}
    del index["corrections"]
    index["objectives"] = [{key: value for key, value in one.items() if key != "safety"} for one in index["objectives"]]
    prints: Mapping[str, Any] = index["fingerprints"]["items"]
    bare = {name: {key: value for key, value in one.items() if key != "marks"} for name, one in prints.items()}
    index["fingerprints"] = {"items": bare}
    body = made.objects[made.manifest]
    digest = type(made.manifest)("aged index")
    aged = {**body, "courses": {COURSE: digest}}
    manifest = type(made.manifest)("aged manifest")
    return replace(made, manifest=manifest, objects={**made.objects, digest: index, manifest: aged})


def test_a_state_is_told_from_the_next_by_what_was_done() -> None:
    """Else the thousands of courses above would all be one."""
    start = beginning()
    after: dict[str, State] = {operation: step(start, [(operation, 1, 4)]) for operation in OPERATIONS}

    assert {"name back"} == {
        operation for operation, state in after.items() if replace(state, fate={}) == replace(start, fate={})
    }

"""Whatever becomes of a release, no change that a learner sees is called editorial, and nobody can lower a class."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from coursewright.publishing.changes.change import CLASSES
from generated_releases import COURSE, EDITORIAL, LARGER, chance_of, compiled_anew, draft, untouched
from releases_as_sides import changed, reasons

_RAISED = some.dictionaries(
    some.sampled_from(["reading", "writing", "rewriting", "final", "draft"]), some.sampled_from(CLASSES[1:]), max_size=2
)

_EDITED = given(
    seed=some.integers(0, 2**32),
    editorial=some.lists(some.sampled_from(sorted(EDITORIAL)), max_size=2),
    larger=some.lists(some.sampled_from(sorted(LARGER)), max_size=2),
    anew=some.booleans(),
    raised=_RAISED,
)
"""What is done to a release: edits by name, perhaps another compiler, and classes that an editor raised."""


@pytest.mark.parametrize("releases", [500, pytest.param(2000, marks=pytest.mark.thorough)])
def test_every_item_has_the_class_of_what_was_done_to_it(releases: int) -> None:
    often = settings(max_examples=releases, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    often(_EDITED(_has_the_class_of_its_edit))()


def _has_the_class_of_its_edit(seed: int, editorial: list[str], larger: list[str], anew: bool, raised: dict[str, str]) -> None:
    chance = chance_of(seed)
    after = draft(chance)
    least = _edited(after, editorial, larger, chance)
    if anew:
        compiled_anew(after)
    entries = [{"item": f"{COURSE}/{item}", "to": to, "reason": "It means more."} for item, to in sorted(raised.items())]
    after.editions["editions"]["2026-Q4"]["raised"] = entries
    found = changed(untouched(), after.made())
    computed = {item.id: item.computed for item in found.items()}

    assert {item.id for item in found.items()} <= {*least, *raised}  # moving one item may be told of another, of the same order
    for item, cls in least.items():
        if cls != CLASSES[0]:
            assert CLASSES.index(computed[item] or "") >= CLASSES.index(cls)
        else:
            assert computed.get(item) in {None, CLASSES[0]}
    for change in found.items():
        said = [change.computed or CLASSES[0], raised.get(change.id, CLASSES[0])]
        assert max(said, key=CLASSES.index) == change.cls
    assert bool(found.cls) == bool(list(found.items()) or list(reasons(found)))


def _edited(after: Any, editorial: list[str], larger: list[str], chance: random.Random) -> dict[str, str]:  # noqa: ANN401 - a Draft
    """Make the edits, each to an item of its own; gives the least class of every item that was touched."""
    least: dict[str, str] = {}
    for name in editorial + larger:
        items, edit, *cls = EDITORIAL.get(name) or LARGER[name]
        free = [item for item in items if item not in least]
        if free:
            item = chance.choice(free)
            edit(after, item)
            least[item] = cls[0] if cls else CLASSES[0]
    return least


def test_another_compiler_alone_changes_nothing() -> None:
    after = draft(chance_of(1))
    compiled_anew(after, otherwise=True)
    one, other = untouched(), after.made()

    assert one.manifest != other.manifest
    assert changed(one, other).cls is None
    assert () == changed(one, other).courses


def test_equal_releases_have_no_changes() -> None:
    one = draft(chance_of(1)).made()

    assert ((), (), ()) == (changed(one, one).courses, changed(one, one).reasons, changed(one, one).corrections)

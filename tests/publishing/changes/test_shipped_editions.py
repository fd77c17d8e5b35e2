"""What changed between the shipped editions, item by item: read with both beside it, and kept for whoever reads it next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from courses import ARCHIVE, release
from coursewright.publishing.changes.change import Changes, Reason
from releases_as_sides import changed

GOLDEN = Path(__file__).parents[1] / "golden" / "changes-2026-Q3-to-2026-Q4.md"


@pytest.mark.golden
def test_the_shipped_editions_differ_as_a_reader_of_both_says(golden: Callable[[Path, str], None]) -> None:
    """Whoever writes it anew reads both editions again."""
    golden(GOLDEN, "\n".join(_told(changed(release(ARCHIVE), release()))) + "\n")


def test_an_edition_is_no_other_than_itself() -> None:
    assert changed(release(), release()).cls is None


def _told(changes: Changes) -> Iterator[str]:
    yield "# From 2026-Q3 to 2026-Q4"
    yield f"\nLargest class: {changes.cls}. Items by class: {', '.join(f'{n} {cls}' for cls, n in changes.counts().items())}."
    yield from ("", "Beyond courses:", "", *_reasons(changes.reasons))
    for course in changes.courses:
        yield from (f"\n## {course.title} ({course.change})", "", *_reasons(course.reasons))
        for objective in course.objectives:
            yield f"\n### Objective {objective.id} ({objective.change})"
            yield from ("", f"Was: {objective.was_text}", "", f"Is: {objective.text}", "", *_reasons(objective.reasons))
        for item in course.items:
            came = f"; was {item.was}" if item.was else f"; heir {item.heir}" if item.heir else ""
            again = "; to refresh" if item.is_to_refresh else ""
            yield f"\n### {item.title}: {item.cls}\n\n`{item.id}`, {item.kind}, {item.change}{came}{again}"
            yield from ("", *_reasons(item.reasons))


def _reasons(reasons: Iterable[Reason]) -> list[str]:
    return [
        f"- {one.cls}, `{one.code}`: {one.says}" + (f" ({', '.join(f'`{name}`' for name in one.names)})" if one.names else "")
        for one in reasons
    ]

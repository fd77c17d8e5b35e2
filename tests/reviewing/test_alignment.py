"""Two rows of blocks as one: everything stands there once, and what moved is told as moved."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from courses import ARCHIVE, index, read, release
from coursewright.reviewing.comparing.alignment import Became, Block, aligned

_WORDS = ["a model", "answers", "one word", "at a time", "and", "stops", "there", "again", "with care"]


def _block(text: str, kind: str = "paragraph") -> dict[str, Any]:
    return {"id": f"{kind}:{text}", "kind": kind, "html": f"<p>{text}</p>"}


_BLOCK = st.builds(
    _block, st.lists(st.sampled_from(_WORDS), min_size=1, max_size=5).map(" ".join), st.sampled_from(["paragraph", "list"])
)
_ROW = st.lists(_BLOCK, max_size=8, unique_by=lambda block: block["id"])


def _told(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[tuple[str, str | None, str | None]]:
    return [(pair.became.value, _said(pair.old), _said(pair.new)) for pair in aligned(old, new)]


def _said(block: Block | None) -> str | None:
    return str(block["html"])[3:-4] if block else None


@settings(max_examples=500, deadline=None)
@given(_ROW, _ROW)
def test_every_block_stands_there_once_and_in_its_order(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> None:
    pairs = aligned(old, new)

    assert list(range(len(new))) == [p.new_at for p in pairs if p.new_at is not None and not p.is_departure]
    before = [p.old_at for p in pairs if p.old_at is not None and not (p.became is Became.MOVED and not p.is_departure)]
    assert list(range(len(old))) == before
    assert all(
        (p.old, p.new) == (None if p.old_at is None else old[p.old_at], None if p.new_at is None else new[p.new_at])
        for p in pairs
    )


@settings(max_examples=300, deadline=None)
@given(_ROW, st.randoms(use_true_random=False))
def test_blocks_that_only_changed_places_are_the_same_or_moved(row: list[dict[str, Any]], random: Any) -> None:  # noqa: ANN401 - of Hypothesis
    other = list(row)
    random.shuffle(other)

    found = aligned(row, other)

    assert not {pair.became for pair in found} & {Became.ADDED, Became.REMOVED} or any(pair.is_reworded for pair in found)


def test_a_paragraph_that_moved_stands_where_it_was_and_where_it_is() -> None:
    one, two, three = (_block(text) for text in ("The first one.", "Something else, second.", "A third and last."))

    assert [
        ("moved", "The first one.", "The first one."),
        ("same", "Something else, second.", "Something else, second."),
        ("same", "A third and last.", "A third and last."),
        ("moved", "The first one.", "The first one."),
    ] == _told([one, two, three], [two, three, one])


def test_a_reworded_paragraph_is_one_that_changed_and_another_is_not() -> None:
    was, now = _block("The model o1 ends in October."), _block("The model o1 ended in October.")

    assert [("changed", "The model o1 ends in October.", "The model o1 ended in October.")] == _told([was], [now])
    assert {"added", "removed"} == {became for became, *_ in _told([was], [_block("Ask for a table.")])}


def test_a_lesson_of_two_editions_is_one_row_in_which_most_of_it_stayed() -> None:
    sides = [
        read(made, index(made)["items"]["tokens-and-context"]["outcomes"][0]["json"])["blocks"]
        for made in (release(ARCHIVE), release())
    ]
    pairs = aligned(*sides)

    assert len(sides[1]) == sum(pair.new_at is not None and not pair.is_departure for pair in pairs)
    assert {Became.SAME, Became.CHANGED} <= {pair.became for pair in pairs}
    assert len(sides[1]) / 2 < sum(pair.became is Became.SAME for pair in pairs)

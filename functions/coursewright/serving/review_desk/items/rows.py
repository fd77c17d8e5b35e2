"""Two versions of an item → the rows of its page: each passage before and after, what became of it, and what was said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from markupsafe import Markup

from coursewright.reviewing.comparing.alignment import Became, Pair, aligned
from coursewright.reviewing.comparing.marked_html import marked
from coursewright.reviewing.threads import Thread
from coursewright.serving.review_desk.items.markup import Markings

_SAYS = {
    Became.CHANGED: "Changed",
    Became.MOVED: "Moved here",
    Became.ADDED: "New",
    Became.REMOVED: "Removed",
}
_QUOTED = 200
"""Characters of a passage that a comment on it keeps, for whoever reads it when the passage says something else."""


@dataclass(frozen=True, slots=True)
class Row:
    """A passage. `old`, `new` and `both` are markup, empty where a side has none; `is_plain` where nothing became of it."""

    id: str
    kind: str
    label: str
    became: Became
    said: str
    old: Markup
    new: Markup
    both: Markup
    block: Mapping[str, Any]
    before: Mapping[str, Any]
    quote: str
    elsewhere: str = ""
    """Where a passage that moved stood, or where it went, as an anchor."""
    is_departure: bool = False
    is_private: bool = False
    threads: tuple[Thread, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether it says what it said, where it said it."""
        return self.became is Became.SAME

    @property
    def is_figure(self) -> bool:
        """Whether it is a picture, which is compared as one."""
        return self.kind == "figure"


def rows(
    old: Sequence[Mapping[str, Any]],
    new: Sequence[Mapping[str, Any]],
    sides: tuple[Markings, Markings],
    threads: Sequence[Thread] = (),
) -> list[Row]:
    """The passages in the order of the new version, what is gone where it stood; with the threads about each."""
    by_block: dict[str, list[Thread]] = {}
    for one in threads:
        by_block.setdefault(str(one.first.body.get("block")), []).append(one)
    made = [_row(pair, sides) for pair in aligned(old, new)]
    return [replace(one, threads=tuple(by_block.get(one.id, ()))) for one in made]


def unplaced(threads: Sequence[Thread], made: Sequence[Row]) -> list[Thread]:
    """Threads about the item as a whole, or about a passage that is not there any more."""
    placed = {thread.first.number for row in made for thread in row.threads}
    return [one for one in threads if one.first.number not in placed]


def _row(pair: Pair, sides: tuple[Markings, Markings]) -> Row:
    block: Mapping[str, Any] = (pair.old if pair.is_departure else pair.new or pair.old) or {}
    is_gone = pair.new is None or pair.is_departure
    before, after, both = _markup(pair, sides)
    became = Became.SAME if pair.became is Became.CHANGED and before == after else pair.became
    return Row(
        id=f"was-{block['id']}" if is_gone else str(block["id"]),
        kind=str(block["kind"]),
        label=str(block.get("label", "")),
        became=became,
        said="Moved away" if pair.is_departure else _SAYS.get(became, ""),
        old=before,
        new=Markup("") if pair.is_departure else after,
        both=before if pair.is_departure else both,
        block=pair.new or {},
        before=pair.old or {},
        quote=_words(block)[:_QUOTED],
        elsewhere=_elsewhere(pair),
        is_departure=pair.is_departure,
        is_private=bool(block.get("is_private")),
    )


def _markup(pair: Pair, sides: tuple[Markings, Markings]) -> tuple[Markup, Markup, Markup]:
    old, new = sides
    before = str(pair.old["html"]) if pair.old else ""
    after = str(pair.new["html"]) if pair.new else ""
    if pair.is_reworded and not pair.is_departure:
        told = marked(before, after)
        return old.shown(told.old), new.shown(told.new), new.shown(told.both)
    return old.shown(before), new.shown(after), (new.shown(after) if pair.new else old.shown(before))


def _elsewhere(pair: Pair) -> str:
    """Of a passage that moved, the other place; it stands twice only where its order means something."""
    if pair.became is not Became.MOVED or not pair.old or not pair.new:
        return ""
    return str(pair.new["id"]) if pair.is_departure else f"was-{pair.old['id']}"


def _words(block: Mapping[str, Any]) -> str:
    text = str(block["text"]) if "text" in block else Markup(block["html"]).striptags()  # noqa: S704 - only its words are used
    return " ".join(text.split())


def marked_line(old: str | None, new: str | None) -> tuple[Markup, Markup]:
    """A line before and after, with what differs marked: nothing before where it did not differ."""
    if old is None or new is None or old == new:
        return Markup(""), Markup(escape(new or old or ""))  # noqa: S704 - escaped
    told = marked(escape(old), escape(new))
    return Markup(told.old), Markup(told.new)  # noqa: S704 - made of escaped words

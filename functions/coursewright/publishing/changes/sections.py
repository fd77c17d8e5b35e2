"""Where in a lesson something else is said than before: its sections, by their headings, in a sentence for learners.

Takes the blocks of versions of a lesson before and after, as releases hold them. A section is what follows a heading, of any
level, to the next; what stands before the first is the beginning. A section counts as changed where it does not say the same by
the rules of wording.py. Where headings tell nothing (there is none, or every section changed), the sentence is the plain one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coursewright.publishing.changes.pairing import out_of_order
from coursewright.publishing.changes.reading import Token, read_blocks, tokens_of_text
from coursewright.publishing.changes.wording import compared
from coursewright.publishing.changes.words import quoted

CHANGED = "What it says was changed."
_BEGINNING = ""
_MOST = 3
Block = Mapping[str, Any]
Sections = dict[str, "Section"]


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under a heading; `title` is the heading's text, empty at the beginning."""

    title: str
    blocks: tuple[Block, ...]


def where_changed(pairs: Sequence[tuple[Sequence[Block], Sequence[Block]]], *, english: bool, is_all: bool) -> str:
    """Say where a lesson says something else.

    Args:
        pairs: the blocks before and now, of one version that differs, or of several for different learners.
        english: whether the wording of English is known of it.
        is_all: whether no other version of the lesson differs; else what is told is an example.
    """
    both = [(_sections(old), _sections(new)) for old, new in pairs]
    if is_all and len(both) == 1:
        return _told(*both[0], english) or CHANGED
    places: dict[str, str] = {}
    for before, after in both:
        found = [name for name in after if name not in before or not _say_the_same(before[name], after[name], english)]
        if _tells_nothing(after, found):
            return CHANGED
        places |= {name: after[name].title for name in found}
    if not places:
        return CHANGED
    return (
        f"What it says {_under(places.values())} was changed."
        if is_all
        else f"{CHANGED[:-1]}, for example {_under(places.values())}."
    )


def _told(before: Sections, after: Sections, english: bool) -> str:
    """Where the one version that there is says something else, and which parts came, went or are called otherwise."""
    changed = [name for name in after if name in before and not _say_the_same(before[name], after[name], english)]
    renamed = dict(_renamed(before, after))
    known = {*before, *renamed.values()}
    added = [name for name in after if name not in known]
    removed = [name for name in before if name not in after and name not in renamed]
    if _tells_nothing(after, [*changed, *added]):
        return CHANGED
    said = [f"What it says {_under([after[name].title for name in changed])} was changed."] if changed else []
    said += _parts([after[name].title for name in added], "is a new part of it.", "are new parts of it.")
    said += _otherwise([(before[old].title, after[new].title) for old, new in renamed.items()])
    said += _parts([before[name].title for name in removed], "is no longer part of it.", "are no longer parts of it.")
    if out_of_order(list(before), list(after)):
        said.append("Its parts come in another order.")
    return " ".join(said)


def _tells_nothing(after: Sections, changed: Sequence[str]) -> bool:
    return not any(after) or len(changed) == len(after)


def _sections(blocks: Iterable[Block]) -> Sections:
    """By what the heading says, however it is written; of several headings that say the same, the number comes with it."""
    found: Sections = {}
    times: dict[str, int] = {}
    name, title, held = _BEGINNING, "", list[Block]()
    for block in blocks:
        if block["kind"] != "heading":
            held.append(block)
            continue
        if held or name:
            found[name] = Section(title, tuple(held))
        title, held = str(block["text"]), []
        said = " ".join(token.text for token in tokens_of_text(title)) or title
        times[said] = times.get(said, 0) + 1
        name = said if times[said] == 1 else f"{said}\n{times[said]}"
    if held or name:
        found[name] = Section(title, tuple(held))
    return found


def _renamed(before: Sections, after: Sections) -> Iterator[tuple[str, str]]:
    """Sections with another heading that say the same, word by word."""
    left: dict[tuple[Token, ...], list[str]] = {}
    for name, section in before.items():
        if name not in after and section.blocks:
            left.setdefault(tuple(read_blocks(section.blocks)), []).append(name)
    for name, section in after.items():
        alike = left.get(tuple(read_blocks(section.blocks))) if name not in before and section.blocks else None
        if alike:
            yield alike.pop(0), name


def _say_the_same(old: Section, new: Section, english: bool) -> bool:
    return old.blocks == new.blocks or compared(read_blocks(old.blocks), read_blocks(new.blocks), english=english).is_worded_alike


def _parts(titles: Sequence[str], one: str, several: str) -> list[str]:
    return [f"{quoted(titles)} {one if len(titles) == 1 else several}"] if titles else []


def _otherwise(renamed: Sequence[tuple[str, str]]) -> list[str]:
    """How parts are called; of many, how many are."""
    if len(renamed) > _MOST:
        return [f"{len(renamed)} parts of it are called otherwise now."]
    return [f"The part {quoted([old])} is called {quoted([new])} now." for old, new in renamed]


def _under(titles: Collection[str]) -> str:
    named = [title for title in titles if title]
    places = ["at the beginning"] if len(named) < len(titles) else []
    return " and ".join(places + ([f"under {quoted(named)}"] if named else []))

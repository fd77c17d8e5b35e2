"""What a lesson tells the tutor, note by note, by ids of their own: by whom a note is for and what it says, as blocks have them.

Two notes of one length have two ids, so that the desk shows what became of one; an author's file gives the same ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from coursewright.reviewing.comparing.activity_blocks import name_of

Note = tuple[Sequence[str], str]
"""The conditions under which the tutor is told, and the HTML."""


def shown(note: Note) -> str:
    """A note as reviewers read it."""
    conditions, html = note
    return (f"<p><em>Only {escape(', '.join(conditions))}</em></p>" if conditions else "") + html


def coach_ids(notes: Iterable[Note]) -> list[str]:
    """Ids of a lesson's notes in one language; twins are numbered."""
    names = [f"coach-{name_of('coach', '', shown(note))}" for note in notes]
    before = (names[:place].count(name) for place, name in enumerate(names))
    return [f"{name}-{count + 1}" if count else name for name, count in zip(names, before, strict=True)]

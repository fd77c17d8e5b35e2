"""Cards of a catalogue, each compared with its course as verified: where courses are not shown, no digest covers them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from coursewright.publishing.verifying.records import says

_FIELDS = ("id", "title", "summary", "level", "audience", "availability", "prerequisites", "minutes", "written_for")


def wrong_cards(cards: Sequence[Any], seen: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """What is wrong with the cards that are shown; `seen` are the verified indexes of all courses that are shown."""
    names = [card.get("id") if isinstance(card, dict) else None for card in cards]
    for name, card in zip(names, cards, strict=True):
        if not isinstance(name, str) or name not in seen:
            yield f"shows a card of course {name!r}, which is not of this release or not shown itself"
            continue
        expected = {field: seen[name][field] for field in _FIELDS if field in seen[name]}
        if wrong := says(card, **expected):
            yield f"the card of course {name}: {wrong}, as the course says"
        elif set(card) != set(expected):
            yield f"the card of course {name} says more than the course: {', '.join(sorted(set(card) - set(expected)))}"
    for name in sorted(set(seen) - {name for name in names if isinstance(name, str)}):
        yield f"has no card of course {name}, which is shown"

"""Whether an item was only written anew: each of its parts rewritten or dropped, and nothing added but a short note or warning.

Parts are the blocks of a lesson, as each kind of learner gets them, and of an activity's texts; for who gets another version than
before, the parts of that one count as added. What may stand within the parts is told in room.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.publishing.changes.change import ItemChange
from coursewright.publishing.changes.reading import tokens_of_html
from coursewright.publishing.changes.side import Side
from coursewright.publishing.changes.versions import Index, Text, outcomes, versions
from coursewright.publishing.extending.room import Room

_ASIDE = frozenset({"note", "warning"})
_FIELDS = ("brief", "scene", "intro")

Parts = list[tuple[str, str]]
"""Kind and HTML of each block."""


@dataclass(frozen=True, slots=True)
class Rewriting:
    """The two releases, and the claims that are corrected."""

    old: Side
    new: Side
    corrected: frozenset[str]

    def adds(self, item: ItemChange) -> str:
        """What was added to an item that both releases have, in words; empty if nothing was."""
        indexes = [side.index(item.course) for side in (self.old, self.new)]
        before, after = indexes[0]["items"][item.was or item.id], indexes[1]["items"][item.id]
        room = Room.of(self.old, self.new, self.corrected & set(item.corrects))
        if item.kind != "lesson":
            return self._to_activity(before, after, room)
        languages = before.get("locales", {}).keys() ^ after.get("locales", {}).keys()
        if languages:
            return "a translation came or went"
        texts = [(before, after), *((before["locales"][one], after["locales"][one]) for one in after.get("locales", {}))]
        return next((found for pair in texts if (found := self._to_text(indexes, pair, room))), "")

    def _to_text(self, indexes: Sequence[Index], pair: tuple[Text, Text], room: Room) -> str:
        before, after = pair
        found = versions(indexes[0], before, indexes[1], after)
        old, new = list(map(self._old_parts, outcomes(before))), list(map(self._new_parts, outcomes(after)))
        pairs = [([old[one]], new[other]) for one, other in found.pairs]
        pairs += [(old, new[other]) for other in found.only_new]
        return next((said for olds, news in pairs if (said := min((_added(one, news, room) for one in olds), key=len))), "")

    def _old_parts(self, digest: str) -> Parts:
        return [(block["kind"], block["html"]) for block in self.old.read(Digest(digest))["blocks"]]

    def _new_parts(self, digest: str) -> Parts:
        return [(block["kind"], block["html"]) for block in self.new.read(Digest(digest))["blocks"]]

    def _to_activity(self, before: Mapping[str, Any], after: Mapping[str, Any], room: Room) -> str:
        old, new = self.old.read(Digest(before["object"])), self.new.read(Digest(after["object"]))
        for field in _FIELDS:
            if said := _not_in_turn(*(list(_tags(one.get(field, {}).get("html", ""))) for one in (old, new))):
                return said
        if said := room.exceeded(*(list(_texts(one)) for one in (old, new))):
            return said
        if old.get("starter") is None and new.get("starter"):
            return "a prompt to begin from was added"
        asked = [[question["id"] for question in one.get("questions", ())] for one in (old, new)]
        return "a question was added" if set(asked[1]) - set(asked[0]) else ""


def _added(old: Parts, new: Parts, room: Room) -> str:
    """What one version has that another had not."""
    kinds, htmls = ([[part[at] for part in parts] for parts in (old, new)] for at in (0, 1))
    asides = [sum(kind in _ASIDE for kind in one) for one in kinds]
    if asides[1] - asides[0] > room.claims:
        return f"{asides[1] - asides[0]} notes were added, and there is room for {room.claims}, one for each corrected claim"
    return _not_in_turn(*kinds) or room.exceeded(*htmls)


def _texts(activity: Mapping[str, Any]) -> Iterator[str]:
    """All that is public of its texts in HTML."""
    yield from (activity.get(field, {}).get("html", "") for field in _FIELDS)
    for question in activity.get("questions", ()):
        yield question.get("html", "")
        choices = (one for one in question.get("choices", ()) if not isinstance(one, str))  # a survey's are plain text
        yield from ((one.get("explanation") or {}).get("html", "") for one in choices)


def _not_in_turn(old: Sequence[str], new: Sequence[str]) -> str:
    """The first part that is not in its turn among the old ones."""
    left = iter([part for part in old if part not in _ASIDE])
    kept = (part for part in new if part not in _ASIDE)
    return next((f"a {part} was added" for part in kept if part not in left), "")


def _tags(html: str) -> Iterator[str]:
    """The outermost elements of a text."""
    depth = 0
    for token in tokens_of_html(html):
        if token.kind == "mark" and token.text.startswith("</"):
            depth -= 1
        elif token.kind == "mark" and token.text.startswith("<"):
            if depth == 0:
                yield token.text.strip("<>").partition(" ")[0]
            depth += token.text.strip("<>").partition(" ")[0] != "hr"

"""How much a correction may add within the texts that it writes anew: words enough for what is true instead, and nowhere to go.

A link may lead to where it led before, or to a source of a claim that is corrected. Figures, code, tables and lists are not to
become more, in notes neither. These are bounds on what can be slipped in unseen; whether what stands there is right is for
reviewers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from coursewright.compiling.digest import Digest
from coursewright.publishing.changes.side import Side

_WORDS = 100
"""How many words more a text may have for each claim that is corrected in it."""
_NAMES = {"img": "a figure", "pre": "code", "table": "a table", "ul": "a list", "ol": "a list"}


@dataclass(frozen=True, slots=True)
class Room:
    """For how many claims there is room, and where links may lead that led nowhere before."""

    claims: int
    sources: frozenset[str]

    @classmethod
    def of(cls, old: Side, new: Side, claims: Iterable[str]) -> Room:
        """The room for these claims, of two releases."""
        corrected = list(claims)
        stated = [(side, side.read(Digest(side.read(side.manifest)["claims"]))["claims"]) for side in (old, new)]
        told = [side.read(Digest(known[name])) for side, known in stated for name in corrected if name in known]
        return cls(len(corrected), frozenset(source["url"] for claim in told for source in claim["sources"] if source.get("url")))

    def exceeded(self, old: Sequence[str], new: Sequence[str]) -> str:
        """What the new texts, in HTML, have that there is no room for; empty if nothing."""
        before, after = _Contents(old), _Contents(new)
        if links := sorted(after.links - before.links - self.sources):
            return f"a link to {links[0]} was added, which is no source of a corrected claim"
        if more := sorted(after.elements - before.elements):
            return f"{_NAMES[more[0]]} was added"
        most = before.words + _WORDS * self.claims
        if after.words > most:
            return f"it grew from {before.words} to {after.words} words, and there is room for {most}"
        return ""


class _Contents(HTMLParser):
    """Links, elements of note, and words of texts."""

    def __init__(self, texts: Iterable[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.links: set[str] = set()
        self.elements: Counter[str] = Counter()
        self.words = 0
        for text in texts:
            self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _NAMES:
            self.elements[tag] += 1
        given = dict(attrs)
        self.links |= {given["href"]} if tag == "a" and given.get("href") else set()  # type: ignore[arg-type]
        self.words += sum(len((given.get(name) or "").split()) for name in ("alt", "title"))

    def handle_data(self, data: str) -> None:
        self.words += len(data.split())

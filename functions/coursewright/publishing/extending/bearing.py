"""Whether what was rewritten for a correction bears on what was false: a passage of an item says many other things as well.

A passage bears on a claim if it shares a word that weighs with what the claim said or says: a number, a name, or a word of four
letters or more that is seldom in English, and seldom in this item (in a course on models, `model` tells nothing). The passage as
it was counts as well as the passage as it is. Translations cannot be judged so, and are not; nor are private explanations.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.publishing.changes.change import Correction, ItemChange
from coursewright.publishing.changes.claim_changes import claims_of_course
from coursewright.publishing.changes.guarded_words import GUARDED
from coursewright.publishing.changes.reading import tokens_of_text
from coursewright.publishing.changes.side import Side
from coursewright.publishing.changes.spelling import is_common
from coursewright.publishing.changes.versions import Index, outcomes, versions
from coursewright.publishing.changes.wording import compared

_SHORTEST, _SHOWN, _MANY = 4, 60, 6
_ENDS = ("ing", "ed", "es", "s", "e", "d")
_TEXTS = ("title", "summary", "learner", "opening", "starter")
_HTML = ("brief", "scene", "intro")
_MARKUP = re.compile(r"^(?:[>#\s-]|\*\*\w+:\*\*)+")
"""What a passage in Markdown begins with before its words."""


@dataclass(frozen=True, slots=True)
class Bearing:
    """The two releases, and what the new one corrects."""

    old: Side
    new: Side
    corrections: Sequence[Correction]

    def stray(self, item: ItemChange, corrected: Iterable[str]) -> str:
        """The beginning of a passage that was changed and bears on none of these claims; empty if each does."""
        before, after = (side.index(item.course) for side in (self.old, self.new))
        old, new = before["items"][item.was or item.id], after["items"][item.id]
        if item.kind == "lesson":
            pairs = self._lessons(before, old, after, new)
        else:
            was, now = (_texts(one, set(corrected)) for one in self._objects(item))
            pairs = iter([(was, now)])
        said = self._words(item, set(corrected))
        for was, now in pairs:
            weighing = said - _frequent(was) or said
            for one, other in _changed(was, now):
                if not weighing & {*_words(one), *_words(other)}:
                    return _beginning(other or one)
        return ""

    def stray_question(self, item: ItemChange, names: Iterable[str], corrected: Iterable[str]) -> str:
        """The beginning of one of these questions of an assessment that neither states these claims nor bears on them."""
        claims, said = set(corrected), self._words(item, set(corrected))
        old, new = ({question["id"]: question for question in one["questions"]} for one in self._objects(item))
        for name in names:
            former = next((one for one in (name, *new[name].get("formerly", ())) if one in old), name)
            both = [side[one] for side, one in ((old, former), (new, name)) if one in side]
            if not any(claims & set(one["claims"]) or said & set(_words(one["markdown"])) for one in both):
                return _beginning(new[name]["markdown"])
        return ""

    def _objects(self, item: ItemChange) -> list[Mapping[str, Any]]:
        named = ((self.old, item.was or item.id), (self.new, item.id))
        return [side.read(Digest(side.index(item.course)["items"][name]["object"])) for side, name in named]

    def _lessons(self, before: Index, old: Index, after: Index, new: Index) -> Iterator[tuple[list[str], list[str]]]:
        heads = [[str(one["title"]), str(one["summary"])] for one in (old, new)]
        yield heads[0], heads[1]
        digests = list(outcomes(old)), list(outcomes(new))
        for one, other in versions(before, old, after, new).pairs:
            if digests[0][one] != digests[1][other]:
                yield _passages(self.old, digests[0][one]), _passages(self.new, digests[1][other])

    def _words(self, item: ItemChange, corrected: set[str]) -> set[str]:
        """What weighs in what these claims said and say."""
        claims = [claims_of_course(side, side.index(item.course)) for side in (self.old, self.new)]
        told = [str(one[name]["statement"]) for one in claims for name in corrected & one.keys()]
        told += [one.was for one in self.corrections if one.claim in corrected]
        return {word for text in told for word in _words(text)}


def _passages(side: Side, outcome: str) -> list[str]:
    return [str(block["markdown"]) for block in side.read(Digest(outcome))["blocks"]]


def _texts(activity: Mapping[str, Any], corrected: set[str]) -> list[str]:
    """What an activity says by itself, and explains of its questions, save of those that state a claim that is corrected."""
    found = [str(activity.get(name) or "") for name in _TEXTS]
    found += [str(activity.get(name, {}).get("markdown", "")) for name in _HTML]
    others = (one for one in activity.get("questions", ()) if not corrected & set(one.get("claims", ())))
    choices = (choice for question in others for choice in question.get("choices", ()) if isinstance(choice, Mapping))
    return found + [str((choice.get("explanation") or {}).get("markdown", "")) for choice in choices]


def _changed(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """Each passage that says something else, with what stood there; of more or fewer than stood there, with all that did."""
    for kind, i, j, m, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if j - i == n - m:
            both = zip(old[i:j], new[m:n], strict=True)
            yield from ((one, other) for one, other in both if not _says_the_same(one, other))
            continue
        yield from ((" ".join(old[i:j]), other) for other in new[m:n])
        yield from ((one, " ".join(new[m:n])) for one in old[i:j])


def _says_the_same(one: str, other: str) -> bool:
    return compared(tokens_of_text(one), tokens_of_text(other), english=True).is_worded_alike


def _frequent(passages: Sequence[str]) -> set[str]:
    """What more than half of many passages hold."""
    if len(passages) < _MANY:
        return set()
    counted = Counter(word for passage in passages for word in set(_words(passage)))
    return {word for word, times in counted.items() if 2 * times > len(passages)}


def _words(text: str) -> Iterator[str]:
    """What weighs in a text, without the ends of words."""
    for token in tokens_of_text(text):
        if token.kind == "exact":
            if any(one.isnumeric() for one in token.text):
                yield token.text
        elif len(token.text) >= _SHORTEST and token.text not in GUARDED and not is_common(token.text):
            yield _stem(token.text)


def _stem(word: str) -> str:
    found = next((word.removesuffix(end) for end in _ENDS if word.endswith(end)), word)
    return found if len(found) >= _SHORTEST else word


def _beginning(passage: str) -> str:
    line = " ".join(_MARKUP.sub("", passage).split())
    return line if len(line) <= _SHOWN else line[:_SHOWN].rsplit(" ", 1)[0] + " …"

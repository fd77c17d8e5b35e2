"""What changed in what learners read in a lesson, in its own language and in each of its translations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.publishing.changes.change import Reason
from coursewright.publishing.changes.reading import read_blocks, tokens_of_text
from coursewright.publishing.changes.sections import CHANGED, where_changed
from coursewright.publishing.changes.side import Side
from coursewright.publishing.changes.texts import WORDING, TextChange
from coursewright.publishing.changes.versions import Index, Text, Versions, outcomes, versions
from coursewright.publishing.changes.words import quoted

_SUMMARY = "Its summary was changed."
_OTHERS = "Some learners are shown other passages of it now."
_ABOUT = "It is about other models now."


@dataclass(frozen=True, slots=True)
class LessonPair:
    """A lesson of two releases, by what their indexes say: of the course, of the lesson, and its fingerprints."""

    old: Side
    new: Side
    old_index: Index
    new_index: Index
    before: Text
    after: Text
    old_prints: Mapping[str, Any]
    new_prints: Mapping[str, Any]


def lesson_reasons(pair: LessonPair) -> Iterator[Reason]:
    """Why a lesson counts as changed, as far as its texts go."""
    language = str(pair.new_index.get("locale", "en"))
    found: list[Reason] = []
    if pair.old_prints["seen"] != pair.new_prints["seen"]:
        found += list(_own_text(pair, language)) or [Reason("wording", "editorial", WORDING)]  # a comma, say
    elif not _is_shown_alike(pair, pair.before, pair.after):
        found.append(Reason("text", "content", _OTHERS))
    is_about = [sorted(side.get("models", ())) for side in (pair.before, pair.after)]
    if is_about[0] != is_about[1] and not any(reason.code == "text" for reason in found):
        found.append(Reason("text", "content", _ABOUT))
    yield from found
    yield from _translations(pair)


def _translations(pair: LessonPair) -> Iterator[Reason]:
    before, after = (prints.get("locales") or {} for prints in (pair.old_prints, pair.new_prints))
    found: dict[str, list[str]] = {"editorial": [], "content": []}
    for language in sorted(before.keys() | after.keys()):
        if language not in before or language not in after:
            found["content"].append(language)
            continue
        texts = [side["locales"][language] for side in (pair.before, pair.after)]
        if before[language] != after[language]:
            change = _translation(pair, texts[0], texts[1], language)
            found["content" if "content" in (change.words, change.figures) else "editorial"].append(language)
        elif not _is_shown_alike(pair, texts[0], texts[1]):
            found["content"].append(language)
    if found["editorial"]:
        yield Reason("translation", "editorial", "The wording of a translation was mended.", tuple(found["editorial"]))
    if found["content"]:
        yield Reason("translation", "content", "A translation was added, changed or removed.", tuple(found["content"]))


def _own_text(pair: LessonPair, language: str) -> Iterator[Reason]:
    """Why a lesson counts as changed in its own language: how it is called, what it says and where, its figures.

    Where is told of two versions at most, the first that says something else and the last: a lesson can have sixty-four.
    """
    change = TextChange(pair.old, pair.new, english=_is_english(language))
    called = list(_called(change, pair.before, pair.after))
    found = _Paired.of(pair, pair.before, pair.after)
    other = found.first_other(change, most=1 if called else None)
    if other:
        shown = list(dict.fromkeys([other, found.differing[-1]]))
        blocks = [found.blocks(both) for both in shown]
        called.append(where_changed(blocks, english=change.english, is_all=len(shown) == len(found.differing)))
    yield from change.reasons(WORDING, " ".join(called) or CHANGED)


def _translation(pair: LessonPair, before: Text, after: Text, language: str) -> TextChange:
    """What became of a lesson in another language; looked at no further than to where something else is said."""
    change = TextChange(pair.old, pair.new, english=_is_english(language))
    if not list(_called(change, before, after)):
        _Paired.of(pair, before, after).first_other(change)
    return change


def _called(change: TextChange, before: Text, after: Text) -> Iterator[str]:
    """Compare title and summary; a sentence about each that says something else."""
    if not change.compare(tokens_of_text(before["title"]), tokens_of_text(after["title"])):
        yield f"It was called {quoted([before['title']])} before."
    if not change.compare(tokens_of_text(before["summary"]), tokens_of_text(after["summary"])):
        yield _SUMMARY


@dataclass(frozen=True, slots=True)
class _Paired:
    """The versions of a lesson in one language, paired by who gets them; by their digests."""

    pair: LessonPair
    found: Versions
    old: tuple[str, ...]
    new: tuple[str, ...]

    @classmethod
    def of(cls, pair: LessonPair, before: Text, after: Text) -> _Paired:
        found = versions(pair.old_index, before, pair.new_index, after)
        return cls(pair, found, tuple(outcomes(before)), tuple(outcomes(after)))

    @property
    def differing(self) -> list[tuple[str, str]]:
        both = [(self.old[one], self.new[other]) for one, other in self.found.pairs]
        return [(one, other) for one, other in both if one != other]

    def blocks(self, both: tuple[str, str]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        return self.pair.old.read(Digest(both[0]))["blocks"], self.pair.new.read(Digest(both[1]))["blocks"]

    def first_other(self, change: TextChange, most: int | None = None) -> tuple[str, str] | None:
        """Take in the versions that differ, at most so many, to the first that says something else; that pair, if there is one.

        Versions that nobody on both sides gets say something else, too, unless some version of the other side says the same.
        """
        for both in self.differing[:most]:
            if not self._is_alike(change, both):
                return both
        if change.words != "content" and not self._are_explained(english=change.english):
            change.words = "content"
        return None

    def _are_explained(self, *, english: bool) -> bool:
        """Whether each version that nobody on both sides gets says what some version of the other side says."""
        left_over = [(old, new) for old in self.found.only_old for new in range(len(self.new))]
        left_over += [(old, new) for new in self.found.only_new for old in range(len(self.old))]
        alike = set()
        for old, new in left_over:
            trial = TextChange(self.pair.old, self.pair.new, english=english)
            if self._is_alike(trial, (self.old[old], self.new[new])) and trial.figures != "content":
                alike |= {("old", old), ("new", new)}
        return {*(("old", old) for old in self.found.only_old), *(("new", new) for new in self.found.only_new)} <= alike

    def _is_alike(self, change: TextChange, both: tuple[str, str]) -> bool:
        old, new = self.blocks(both)
        return change.compare(read_blocks(old), read_blocks(new))


def _is_shown_alike(pair: LessonPair, before: Text, after: Text) -> bool:
    """Whether a lesson whose text is the same is shown to each kind of learner as before; no object is read for this."""
    if len(before["outcomes"]) == len(after["outcomes"]) == 1:
        return True
    return versions(pair.old_index, before, pair.new_index, after).is_one_to_one


def _is_english(language: str) -> bool:
    return language.partition("-")[0] == "en"

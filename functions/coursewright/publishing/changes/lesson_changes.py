"""What changed in what learners read in a lesson, in its own language and in each of its translations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.publishing.changes.change import Reason
from coursewright.publishing.changes.reading import Token, exactly, mark, tokens_of_html, tokens_of_text
from coursewright.publishing.changes.side import Side
from coursewright.publishing.changes.texts import WORDING, TextChange
from coursewright.publishing.changes.versions import Index, Text, Versions, outcomes, versions

_CONTENT = "What it says was changed."
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
        said = list(_text(pair, pair.before, pair.after, language).reasons(WORDING, _CONTENT))
        found += said or [Reason("wording", "editorial", WORDING)]  # a comma, say
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
            change = _text(pair, texts[0], texts[1], language)
            found["content" if "content" in (change.words, change.figures) else "editorial"].append(language)
        elif not _is_shown_alike(pair, texts[0], texts[1]):
            found["content"].append(language)
    if found["editorial"]:
        yield Reason("translation", "editorial", "The wording of a translation was mended.", tuple(found["editorial"]))
    if found["content"]:
        yield Reason("translation", "content", "A translation was added, changed or removed.", tuple(found["content"]))


def _text(pair: LessonPair, before: Text, after: Text, language: str) -> TextChange:
    """Compare title, summary and every version; no further than to where something else is said."""
    change = TextChange(pair.old, pair.new, english=language.partition("-")[0] == "en")
    for field in ("title", "summary"):
        change.compare(tokens_of_text(before[field]), tokens_of_text(after[field]))
    if change.words == "content":
        return change
    found = versions(pair.old_index, before, pair.new_index, after)
    digests = list(outcomes(before)), list(outcomes(after))
    for old, new in found.pairs:
        if digests[0][old] != digests[1][new] and not change.compare(*_both(pair, digests[0][old], digests[1][new])):
            return change
    if not _are_explained(pair, found, digests, english=change.english):
        change.words = "content"
    return change


def _are_explained(pair: LessonPair, found: Versions, digests: tuple[list[str], list[str]], *, english: bool) -> bool:
    """Whether each version that nobody on both sides gets says what some version of the other side says."""
    left_over = [(old, new) for old in found.only_old for new in range(len(digests[1]))]
    left_over += [(old, new) for new in found.only_new for old in range(len(digests[0]))]
    alike = set()
    for old, new in left_over:
        trial = TextChange(pair.old, pair.new, english=english)
        if trial.compare(*_both(pair, digests[0][old], digests[1][new])) and trial.figures != "content":
            alike |= {("old", old), ("new", new)}
    return {*(("old", old) for old in found.only_old), *(("new", new) for new in found.only_new)} <= alike


def _is_shown_alike(pair: LessonPair, before: Text, after: Text) -> bool:
    """Whether a lesson whose text is the same is shown to each kind of learner as before; no object is read for this."""
    if len(before["outcomes"]) == len(after["outcomes"]) == 1:
        return True
    return versions(pair.old_index, before, pair.new_index, after).is_one_to_one


def _both(pair: LessonPair, old: str, new: str) -> tuple[Iterator[Token], Iterator[Token]]:
    return read_blocks(pair.old.read(Digest(old))["blocks"]), read_blocks(pair.new.read(Digest(new))["blocks"])


def read_blocks(blocks: list[dict[str, Any]]) -> Iterator[Token]:
    """What a version of a lesson says, block by block."""
    for block in blocks:
        yield mark(f"{block['kind']} {block.get('level', '')}{block.get('language', '')}")
        match block["kind"]:
            case "code":
                yield exactly(block["markdown"])
            case "try":
                yield from tokens_of_text(block["title"])
                yield exactly(block["prompt"])
            case _:
                yield from tokens_of_html(block["html"])

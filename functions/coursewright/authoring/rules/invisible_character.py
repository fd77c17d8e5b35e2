"""No invisible character hides in what authors write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Edit, Finding, Place, Severity
from coursewright.authoring.words import authored_files, pages, place_at, source_text, yaml_files
from coursewright.authoring.yaml_text.yaml_nodes import walk

_DECEIVING = "\u200e\u200f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f"
_INVISIBLE = re.compile(f"[{_DECEIVING}\u00ad\u180e\u200b-\u200d\u2060-\u2064\ufeff]")
_IS_DECEIVING = re.compile(f"[{_DECEIVING}]")
_DIRECTION_MARKS = "\u200e\u200f"
_JOINERS = "\u200c\u200d"
_FIRST_JOINED_SCRIPT = "\u0590"  # Hebrew; the scripts before it never need a joiner
_EMOJI_CATEGORIES = ("So", "Sk", "Mn", "Me")
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]{1,12}\U000e007f")


def invisible_character(draft: Draft) -> Iterator[Finding]:
    """Texts hold no characters that nobody sees: those that turn the direction of reading, spaces of no width, soft hyphens.

    Characters that turn the direction (U+202A to U+202E, U+2066 to U+2069, and the marks U+200E and U+200F) can make a text read
    otherwise than it is, to a reviewer above all (https://trojansource.codes), and tag characters (U+E0000 to U+E007F) can carry
    instructions that only a model reads: both are errors. The others come along when text is pasted and make searches, links and
    copied code fail: warnings. Where a script or an emoji needs a joiner, it is let be, as are direction marks beside a letter of
    a script that runs from right to left. The fix deletes the character.
    """
    for path in authored_files(draft):
        text = source_text(draft, path) or ""
        for match in _INVISIBLE.finditer(text):
            if not _is_needed(text, match.start()):
                yield _finding(match[0], place_at(path, text, match.start(), match.end()), in_source=True)
    yield from _escaped(draft)


def _escaped(draft: Draft) -> Iterator[Finding]:
    r"""Characters that stand in the source as an escape, `"\u202e"`, or as a reference, `&rlm;`."""
    for located in (*(page.front for page in pages(draft)), *yaml_files(draft)):
        text = source_text(draft, located.path) or ""
        for _steps, node in walk(located.root):
            for character in dict.fromkeys(_INVISIBLE.findall(node.value) if isinstance(node.value, str) else ()):
                if character not in text:
                    yield _finding(character, node.place, in_source=False)
    for prose in draft.prose:
        for block in prose.document.blocks:
            said = "".join(child.content for token in block.tokens for child in token.children or [])
            for character in dict.fromkeys(_INVISIBLE.findall(said)):
                if said.count(character) > block.markdown.count(character):
                    yield _finding(character, block.place, in_source=False)


def _finding(character: str, place: Place, *, in_source: bool) -> Finding:
    deceives = _IS_DECEIVING.match(character)
    name = unicodedata.name(character, "unnamed").lower()
    return Finding(
        "invisible-character",
        place,
        f"the invisible character U+{ord(character):04X} ({name}) {'stands' if in_source else 'is written as an escape'} here",
        "Delete it; it often comes along when text is pasted." if in_source else "Leave the escape out.",
        Severity.ERROR if deceives else Severity.WARNING,
        Edit(place, "") if in_source else None,
    )


def _is_needed(text: str, at: int) -> bool:
    """Whether a script, an emoji or a flag needs the character where it stands."""
    character, before, after = text[at], text[at - 1 : at] or " ", text[at + 1 : at + 2] or " "
    if character in _JOINERS:
        joins_letters = before >= _FIRST_JOINED_SCRIPT and unicodedata.category(before)[0] in "LM"
        is_emoji = unicodedata.category(before) in _EMOJI_CATEGORIES and unicodedata.category(after) == "So"
        return joins_letters or (character == "\u200d" and is_emoji)
    if character in _DIRECTION_MARKS:
        around = text[max(at - 2, 0) : at + 3]
        return any(unicodedata.bidirectional(beside) in ("R", "AL") for beside in around if beside not in _DIRECTION_MARKS)
    return any(flag.start() <= at < flag.end() for flag in _FLAG.finditer(text, max(at - 13, 0), at + 13))

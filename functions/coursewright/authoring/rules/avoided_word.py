"""No text uses a word the publisher avoids."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding, Severity
from coursewright.authoring.words import everywhere


def avoided_word(draft: Draft) -> Iterator[Finding]:
    """No authored text uses a word that `avoid:` in `curriculum.yaml` lists.

    The list is the publisher's own, each entry with its reason, which the finding repeats. Whole words are looked for, in
    capitals or not, in what authors write: titles, lessons, questions. Code, prompts and addresses are not looked at. Reword the
    sentence. If the word is only spoken of, put it in backticks; if it is right after all, take it off the list.
    """
    if draft.settings is None:
        return
    reasons = {word.casefold(): entry.reason for entry in draft.settings.value.avoid for word in entry.words}
    if not reasons:
        return
    longest_first = sorted(reasons, key=lambda word: (-len(word), word))
    words = "|".join(r"\s+".join(map(re.escape, word.split())) for word in longest_first)
    for place, match in everywhere(draft, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)):
        said = " ".join(match[0].split())
        message = f'"{said}" is a word to avoid: {reasons[said.casefold()].rstrip(".")}'
        yield Finding("avoided-word", place, message, "Reword the sentence.", Severity.WARNING)

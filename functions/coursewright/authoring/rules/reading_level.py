"""No lesson asks for more schooling than its course says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coursewright.authoring.draft import Draft, DraftLesson
from coursewright.authoring.findings.finding import Finding, Severity
from coursewright.authoring.reading import paragraphs, shown

FEWEST_WORDS = 100
MUCH = 2
_SENTENCE_END = re.compile(r"[.!?…]+[\"\u201d\u2019')\]]*(?=\s|$)")


def reading_level(draft: Draft) -> Iterator[Finding]:
    """A lesson's prose asks for no more years of schooling than the course's `reading_level:`.

    The number is the Automated Readability Index (Smith and Senter 1967), made of the length of words and of sentences. It knows
    nothing of meaning, so read it as a question: can a long sentence be split, a long word be replaced? Headings, tables, code
    and prompts do not count, nor do lessons of fewer than 100 words. Two years over are a hint, more a warning. A course without
    `reading_level:`, or in another language than English, is not measured.
    """
    if draft.settings is None or not draft.settings.value.locales[0].startswith("en"):
        return
    for course in draft.courses:
        most = course.file.value.reading_level if course.file else None
        for lesson in course.lessons():
            texts = _prose(lesson)
            if most is None or len(" ".join(texts).split()) < FEWEST_WORDS or (level := _index(texts)) <= most:
                continue
            yield Finding(
                "reading-level",
                lesson.front.at("title"),
                f"the lesson asks for about {level:.1f} years of schooling; the course says at most {most}",
                "Split long sentences, and take shorter words where they say the same.",
                Severity.WARNING if level > most + MUCH else Severity.HINT,
            )


def _prose(lesson: DraftLesson) -> list[str]:
    return [text for block in shown(lesson.document) if block.kind != "figure" for _token, text in paragraphs(block) if text]


def _index(texts: list[str]) -> float:
    """Automated Readability Index: Smith, Senter, AMRL-TR-66-220 (1967); a paragraph without a full stop is a sentence."""
    words = [word for text in texts for word in text.split() if any(map(str.isalnum, word))]
    letters = sum(character.isalnum() for word in words for character in word)
    sentences = sum(max(len(_SENTENCE_END.findall(text.strip())), 1) for text in texts)
    return 4.71 * letters / len(words) + 0.5 * len(words) / sentences - 21.43

"""A lesson becomes its outcomes, each a stored answer in JSON and in Markdown, and a decision table that says who gets which.

A translation becomes outcomes of its own: what it says of objectives, claims and models is the original's, its text is its own,
and so are its conditions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from coursewright.authoring.curriculum import Course, Curriculum, Lesson, Module
from coursewright.authoring.markdown.document import Block, Document, plain_text
from coursewright.authoring.outcomes import Axis, Outcomes, outcomes_of
from coursewright.authoring.reading import shown
from coursewright.compiling.addresses import AddressBook
from coursewright.compiling.claims import claim_object
from coursewright.compiling.digest import digest_of
from coursewright.compiling.release import ObjectWriter
from coursewright.compiling.rendering import Addresses, html_of, html_of_tokens, markdown_of
from coursewright.compiling.words import words_of_lesson
from coursewright.errors import InvalidCurriculumError


@dataclass(frozen=True, slots=True)
class _Text:
    """A lesson in one language."""

    locale: str
    title: str
    summary: str
    path: str
    document: Document


@dataclass(slots=True)
class LessonCompiler:
    """Compiles the lessons of one course.

    `axes` collects what their decision tables count by, each once for the whole course: an axis has an entry for every model of
    the ledger, and most lessons, and all translations of one, tell the same few apart.
    """

    curriculum: Curriculum
    course: Course
    book: AddressBook
    writer: ObjectWriter
    axes: dict[Axis, int] = field(default_factory=dict)

    def entry(self, module: Module, lesson: Lesson) -> dict[str, Any]:
        """Store every outcome of a lesson in every language; give its entry for the course index."""
        original, *translations = _texts(lesson, self.curriculum.settings.locales[0])
        outcomes = self._outcomes(original)
        return {
            "kind": "lesson",
            **_about(lesson),
            "words": words_of_lesson(shown(original.document), outcomes, self.curriculum),
            **self._stored(module, lesson, original, outcomes),
            "locales": {text.locale: self._stored(module, lesson, text, self._outcomes(text)) for text in translations},
        }

    def _outcomes(self, text: _Text) -> Outcomes:
        outcomes = outcomes_of(shown(text.document), self.curriculum.settings, self.curriculum.ledger)
        if outcomes is None:  # the too-many-outcomes rule is an error
            raise InvalidCurriculumError(())
        return outcomes

    def _stored(self, module: Module, lesson: Lesson, text: _Text, outcomes: Outcomes) -> dict[str, Any]:
        """What the index says of a lesson in one language."""
        addresses = self.book.of(self.course, text.path, text.document)
        blocks = shown(text.document)
        ids = block_ids(blocks)
        stored = []
        for seen in outcomes.shown:
            pieces = [_block(ids[index], blocks[index], addresses) for index in seen]
            stored.append(
                {
                    "json": self.writer.put(self._outcome(module, lesson, text, pieces)),
                    "markdown": self.writer.put_bytes(_as_markdown(text.title, pieces).encode()),
                }
            )
        return {
            "title": text.title,
            "summary": text.summary,
            "decision": self._decision(outcomes),
            "outcomes": stored,
            "assets": self.book.used(text.path, text.document),
        }

    def _outcome(self, module: Module, lesson: Lesson, text: _Text, blocks: list[dict[str, Any]]) -> dict[str, Any]:
        objectives = {objective.id: objective.text for objective in self.course.file.objectives}
        claims = self.curriculum.claims
        return {
            "kind": "lesson",
            "id": lesson.id,
            "course": self.course.id,
            "module": module.id,
            **_about(lesson),
            "locale": text.locale,
            "title": text.title,
            "summary": text.summary,
            "objectives": [{"id": name, "text": objectives[name]} for name in lesson.front.objectives],
            "claims": [claim_object(name, claims[name]) for name in lesson.front.claims],
            "blocks": blocks,
        }

    def _decision(self, outcomes: Outcomes) -> dict[str, Any]:
        return {
            "axes": [self.axes.setdefault(axis, len(self.axes)) for axis in outcomes.axes],
            "table": list(outcomes.table),
        }


def coach_notes(lesson: Lesson) -> dict[str, Any] | None:
    """What a lesson tells the tutor, in each of its languages, each note with whom it is for; None where it tells nothing."""
    notes = _notes(lesson.document)
    translated = {made.locale: told for made in lesson.translations if (told := _notes(made.document))}
    return {"notes": notes, "locales": translated} if notes or translated else None


def _notes(document: Document) -> list[dict[str, Any]]:
    return [
        {
            "when": [str(condition) for condition in block.conditions],
            "markdown": block.markdown,
            "html": html_of_tokens(block.tokens),
        }
        for block in document.blocks
        if block.kind == "coach"
    ]


def _texts(lesson: Lesson, locale: str) -> Iterator[_Text]:
    """The lesson as its author wrote it, then its translations."""
    yield _Text(locale, lesson.front.title, lesson.front.summary, lesson.path, lesson.document)
    for made in lesson.translations:
        yield _Text(made.locale, made.front.title, made.front.summary, made.path, made.document)


def _about(lesson: Lesson) -> dict[str, Any]:
    front = lesson.front
    return {
        "minutes": front.minutes,
        "objectives": list(front.objectives),
        "models": list(front.models),
        "claims": list(front.claims),
        "formerly": list(front.formerly),
    }


def _block(block_id: str, block: Block, addresses: Addresses) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": block_id,
        "kind": block.kind,
        "markdown": markdown_of(block, addresses),
        "html": html_of(block, addresses),
        "text": plain_text(block.tokens),
    }
    match block.kind:
        case "heading":
            made |= {"level": int(block.tokens[0].tag[1]), "anchor": block.anchor}
        case "try":
            made |= {"title": block.info.removeprefix("try").strip(), "prompt": block.tokens[0].content.rstrip("\n")}
        case "code":
            made["language"] = block.info.split(" ", 1)[0]
        case "figure":
            made |= _figure(block, addresses)
    return made


def _figure(block: Block, addresses: Addresses) -> dict[str, Any]:
    image = (block.tokens[1].children or [])[0]
    figure, address = addresses.figures[str(image.attrGet("src"))]
    return {
        "src": address,
        "alt": image.content,
        "caption": str(image.attrGet("title") or ""),
        "width": figure.width,
        "height": figure.height,
    }


def _as_markdown(title: str, blocks: list[dict[str, Any]]) -> str:
    parts = [f"# {title}", *(block["markdown"] for block in blocks)]
    return "\n\n".join(parts) + "\n"


def block_ids(blocks: tuple[Block, ...]) -> list[str]:
    """Named by what they say, so that a block that moves keeps its name; twins are numbered."""
    ids: list[str] = []
    taken: dict[str, int] = {}
    for block in blocks:
        base = digest_of(f"{block.kind}\0{block.markdown}".encode())[:12]
        taken[base] = taken.get(base, 0) + 1
        ids.append(base if taken[base] == 1 else f"{base}-{taken[base]}")
    return ids

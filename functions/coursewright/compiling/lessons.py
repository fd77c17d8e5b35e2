"""A lesson becomes its outcomes, each a stored answer in JSON and in Markdown, and a decision table that says who gets which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from coursewright.authoring.curriculum import Course, Curriculum, Lesson, Module
from coursewright.authoring.markdown.document import Block, plain_text
from coursewright.authoring.outcomes import Outcomes, outcomes_of
from coursewright.compiling.addresses import AddressBook
from coursewright.compiling.claims import claim_object
from coursewright.compiling.digest import digest_of
from coursewright.compiling.release import ObjectWriter
from coursewright.compiling.rendering import Addresses, html_of, html_of_tokens, markdown_of
from coursewright.errors import InvalidCurriculumError


@dataclass(frozen=True, slots=True)
class _Setting:
    """What every outcome of one lesson is compiled with."""

    curriculum: Curriculum
    course: Course
    module: Module
    lesson: Lesson
    addresses: Addresses


def compile_lesson(  # noqa: PLR0913 - the lesson, what it is part of, and where it goes
    curriculum: Curriculum, course: Course, module: Module, lesson: Lesson, book: AddressBook, writer: ObjectWriter
) -> dict[str, Any]:  # fmt: skip
    """Store every outcome of a lesson; give its entry for the course index."""
    setting = _Setting(curriculum, course, module, lesson, book.of(course, lesson.path, lesson.document))
    blocks = tuple(block for block in lesson.document.blocks if block.kind != "coach")
    outcomes = outcomes_of(blocks, curriculum.settings, curriculum.ledger)
    if outcomes is None:  # the too-many-outcomes rule is an error
        raise InvalidCurriculumError(())
    ids = _block_ids(blocks)
    stored = []
    for shown in outcomes.shown:
        pieces = [_block(ids[index], blocks[index], setting.addresses) for index in shown]
        stored.append(
            {
                "json": writer.put(_outcome(setting, pieces)),
                "markdown": writer.put_bytes(_as_markdown(lesson, pieces).encode()),
            }
        )
    return {
        "kind": "lesson",
        **_about(lesson),
        "decision": _decision(outcomes),
        "outcomes": stored,
        "assets": book.used(lesson.path, lesson.document),
    }


def coach_notes(lesson: Lesson) -> list[dict[str, Any]]:
    """What a lesson tells the tutor, each note with whom it is for."""
    return [
        {
            "when": [str(condition) for condition in block.conditions],
            "markdown": block.markdown,
            "html": html_of_tokens(block.tokens),
        }
        for block in lesson.document.blocks
        if block.kind == "coach"
    ]


def _about(lesson: Lesson) -> dict[str, Any]:
    front = lesson.front
    return {
        "title": front.title,
        "summary": front.summary,
        "minutes": front.minutes,
        "objectives": list(front.objectives),
        "models": list(front.models),
        "claims": list(front.claims),
        "formerly": list(front.formerly),
    }


def _outcome(setting: _Setting, blocks: list[dict[str, Any]]) -> dict[str, Any]:
    texts = {objective.id: objective.text for objective in setting.course.file.objectives}
    claims = setting.curriculum.claims
    return {
        "kind": "lesson",
        "id": setting.lesson.id,
        "course": setting.course.id,
        "module": setting.module.id,
        **_about(setting.lesson),
        "objectives": [{"id": name, "text": texts[name]} for name in setting.lesson.front.objectives],
        "claims": [claim_object(name, claims[name]) for name in setting.lesson.front.claims],
        "blocks": blocks,
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


def _as_markdown(lesson: Lesson, blocks: list[dict[str, Any]]) -> str:
    parts = [f"# {lesson.front.title}", *(block["markdown"] for block in blocks)]
    return "\n\n".join(parts) + "\n"


def _block_ids(blocks: tuple[Block, ...]) -> list[str]:
    """Named by what they say, so that a block that moves keeps its name; twins are numbered."""
    ids: list[str] = []
    taken: dict[str, int] = {}
    for block in blocks:
        base = digest_of(f"{block.kind}\0{block.markdown}".encode())[:12]
        taken[base] = taken.get(base, 0) + 1
        ids.append(base if taken[base] == 1 else f"{base}-{taken[base]}")
    return ids


def _decision(outcomes: Outcomes) -> dict[str, Any]:
    return {
        "axes": [{"dimension": axis.dimension, "classes": list(axis.classes)} for axis in outcomes.axes],
        "table": list(outcomes.table),
    }

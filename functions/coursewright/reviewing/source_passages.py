"""What an author's files say, passage by passage, each by the id that a compiled block of it has, and where it stands.

Takes a draft as far as it could be read, so that one file with a mistake hides no other. A lesson's blocks have the ids that
compiling gives them; an activity's those that the desk gives them, but where a link or a figure leads elsewhere once compiled.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from coursewright.authoring.draft import DraftActivity, DraftCourse, DraftLesson, DraftTranslation
from coursewright.authoring.finding import Place
from coursewright.authoring.markdown.document import Document, plain_text
from coursewright.authoring.shapes.activities import SurveyFile
from coursewright.compiling.lessons import block_ids
from coursewright.compiling.rendering import html_of_tokens
from coursewright.reviewing.comparing.activity_blocks import name_of

Item = DraftLesson | DraftActivity
_Steps = tuple[str | int, ...]
_ASKED, _CHOSEN = 3, 5
"""How many steps lead to a question's text, and to what belongs to one of its choices."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a file. `locale` is empty for what is in the curriculum's first language."""

    id: str
    text: str
    place: Place
    locale: str = ""


def start_of(item: Item) -> Place:
    """Where an item begins: its title."""
    located = item.front if isinstance(item, DraftLesson) else item.file
    return located.key("title")


def passages_of(course: DraftCourse, item: Item) -> Iterator[Passage]:
    """The passages of an item, in the order of its file; then those of its translations."""
    if isinstance(item, DraftActivity):
        yield from _activity(item)
        return
    yield from _blocks(item.document)
    for made in _translations(course, item):
        yield from _blocks(made.document, made.locale)


def _translations(course: DraftCourse, lesson: DraftLesson) -> Iterator[DraftTranslation]:
    return (one for module in course.modules for one in module.translations if one.original == lesson.path)


def _blocks(document: Document, locale: str = "") -> Iterator[Passage]:
    """What learners see has an id; what only the tutor is told has none."""
    shown = tuple(block for block in document.blocks if block.kind != "coach")
    ids = dict(zip(map(id, shown), block_ids(shown), strict=True))
    for block in document.blocks:
        yield Passage(ids.get(id(block), ""), plain_text(block.tokens), block.place, locale)


def _activity(item: DraftActivity) -> Iterator[Passage]:
    for steps, document in item.texts.items():
        tokens = [token for block in document.blocks for token in block.tokens]
        html = html_of_tokens(tokens)
        yield Passage(name_of(*_kind(item, steps), html), plain_text(tokens), item.file.at(*steps))
    if isinstance(item.file.value, SurveyFile):
        for index, question in enumerate(item.file.value.questions):
            name = name_of("question", str(question.id), f"<p>{escape(question.text)}</p>")
            yield Passage(name, question.text, item.file.at("questions", index, "text"))
    for index, criterion in enumerate(getattr(item.file.value, "rubric", ())):
        said = [str(value) for value in criterion.model_dump(mode="json").values()]
        html = "".join(f"<p>{escape(one)}</p>" for one in said)
        yield Passage(name_of("criterion", "", html), " ".join(said), item.file.at("rubric", index))


def _kind(item: DraftActivity, steps: _Steps) -> tuple[str, str]:
    """What a block of the desk is called that holds this text, and the question it is part of."""
    place = str(item.questions[int(steps[1])].id) if steps[0] == "questions" else ""
    if len(steps) == _ASKED:
        return "question", place
    if len(steps) == _CHOSEN:
        return ("choice" if steps[-1] == "text" else str(steps[-1])), place
    return str(steps[0]), place

"""What an author's files say, passage by passage, each by the id that a compiled block of it has, and where it stands.

Takes a draft as far as it could be read, so that one file with a mistake hides no other. A lesson's blocks have the ids that
compiling gives them; what only the tutor is told, and an activity's passages, those that the desk gives them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

from coursewright.authoring.draft import Draft, DraftActivity, DraftCourse, DraftLesson, DraftTranslation
from coursewright.authoring.findings.finding import Place
from coursewright.authoring.links import target_of
from coursewright.authoring.markdown.document import Document, plain_text
from coursewright.authoring.shapes.activities import SurveyFile
from coursewright.compiling.activities import choice_id
from coursewright.compiling.addresses import AddressBook
from coursewright.compiling.digest import digest_of
from coursewright.compiling.lessons import block_ids
from coursewright.compiling.rendering import NOWHERE, Addresses, html_of_tokens
from coursewright.reviewing.comparing.activity_blocks import name_of
from coursewright.reviewing.comparing.coach_notes import coach_ids

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


def passages_of(draft: Draft, course: DraftCourse, item: Item) -> Iterator[Passage]:
    """The passages of an item, in the order of its file; then those of its translations."""
    if isinstance(item, DraftActivity):
        yield from _activity(item, lambda document: _addresses(draft, course, item, document))
        return
    yield from _blocks(item.document)
    for made in _translations(course, item):
        yield from _blocks(made.document, made.locale)


def _translations(course: DraftCourse, lesson: DraftLesson) -> Iterator[DraftTranslation]:
    return (one for module in course.modules for one in module.translations if one.original == lesson.path)


def _blocks(document: Document, locale: str = "") -> Iterator[Passage]:
    shown = tuple(block for block in document.blocks if block.kind != "coach")
    told = tuple(block for block in document.blocks if block.kind == "coach")
    notes = [([str(condition) for condition in block.conditions], html_of_tokens(block.tokens)) for block in told]
    ids = dict(zip(map(id, (*shown, *told)), (*block_ids(shown), *coach_ids(notes)), strict=True))
    for block in document.blocks:
        yield Passage(ids[id(block)], plain_text(block.tokens), block.place, locale)


def _addresses(draft: Draft, course: DraftCourse, item: DraftActivity, document: Document) -> Addresses:
    """Where the links and figures of a text lead once it is compiled; as they stand, where one leads nowhere."""
    items = {
        one.path: (str(each.id), "lessons" if isinstance(one, DraftLesson) else "activities", str(one.id))
        for each in (draft.courses if document.links else ())
        for one in each.items()
    }
    paths = {target_of(link.href, item.path).path for link in document.links if link.is_image} & draft.figures.keys()
    figures = {path: (draft.figures[path], digest_of(draft.figures[path].data)) for path in paths}
    try:
        return AddressBook(items, figures).of(course, item.path, document)
    except KeyError:
        return NOWHERE


def _activity(item: DraftActivity, addresses: Callable[[Document], Addresses]) -> Iterator[Passage]:
    for steps, document in item.texts.items():
        tokens = [token for block in document.blocks for token in block.tokens]
        html = html_of_tokens(tokens, addresses(document))
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
    if len(steps) == _CHOSEN and steps[-1] == "text":
        return "choice", place
    if len(steps) == _CHOSEN:  # what belongs to one answer stands in a place of its own
        return str(steps[-1]), f"{place}/{choice_id(item.questions[int(steps[1])].choices[int(steps[3])].text)}"
    return str(steps[0]), place

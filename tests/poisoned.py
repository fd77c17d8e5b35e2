"""A curriculum whose every authored text is an attack, compiled as if each rule that refuses such a thing had failed.

Takes attacks, gives a Curriculum for the compiler: one course for each attack, in whose every field it stands, and one course
whose first lesson holds all of them in every position that Markdown has. What there is only one of, like the curriculum's title,
holds all of them, one behind the other.
"""

from __future__ import annotations

import typing
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, StringConstraints

from courses import curriculum
from coursewright.authoring.curriculum import Activity, Course, Curriculum, Lesson, Module
from coursewright.authoring.figures import Figure
from coursewright.authoring.findings.finding import Place
from coursewright.authoring.ledger import Ledger
from coursewright.authoring.links import LinkKind, target_of
from coursewright.authoring.markdown.document import Document, at_place, read_document
from coursewright.authoring.shapes.activities import Choice
from coursewright.authoring.shapes.base import Line, Text
from coursewright.authoring.slug import Slug
from small_course import VALID

POSITIONS = (
    *("{}", "so {} it is", "## {}", "{}\n===", "**{}**", "*{}*", "~~{}~~", "> {}", "- {}\n- {}", "1. {}", "\\{}", "&#60;{}"),
    *("[{}](https://example.org/)", "[a]({})", "[a](<{}>)", '[a](https://example.org/ "{}")', "[{}]", "<{}>"),
    "[a]: <{}> '{}'\n\n[a]",
    *("![{}](images/lines.svg)", '![Lines.](images/lines.svg "{}")', "so ![lines]({}) it is", "![{}](<{}> '{}')"),
    *("`{}`", "``` \n{}\n```", "```{}\ncode\n```", "    {}", "~~~ {}\n{}\n~~~", "```try {}\n{}\n```"),
    *("| {} | b |\n|:--|--:|\n| {} | d |", "::: note\n{}\n:::", "::: warning\n> {}\n:::", "::: coach\n{}\n:::"),
    *("<!-- {} -->", "<p title='{}'>", "<div>{}</div>", "---\n{}", "{}  \n{}"),
)  # fmt: skip
_TEXTS = tuple(one for kind in (Line, Text) for one in typing.get_args(kind) if isinstance(one, StringConstraints))


def poisoned(attacks: Sequence[str], edition: str = "2026-Q4", figures: Sequence[Figure] = ()) -> Curriculum:
    """See above; the lesson that holds all attacks shows these figures, too."""
    base, all_of_them = curriculum(VALID), "\n\n".join(attacks)
    (course,) = base.courses
    files = {name: _poisoned(file, all_of_them) for name, file in base.editions.items()}
    return replace(
        base,
        settings=_poisoned(base.settings, all_of_them),
        people=_poisoned(base.people, all_of_them),
        ledger=_ledger(base.ledger, all_of_them),
        claims={name: _poisoned(file, all_of_them) for name, file in base.claims.items()},
        programs={name: _poisoned(file, all_of_them) for name, file in base.programs.items()},
        credentials={name: _poisoned(file, all_of_them) for name, file in base.credentials.items()},
        editions={edition: files[max(files)]},
        courses=(
            course,
            _showing(_course(course, EVERYTHING, attacks), len(figures)),
            *(_course(course, name_of(n), [one]) for n, one in enumerate(attacks)),
        ),
        figures=_AnyFigure({**base.figures, **{_drawn(number): figure for number, figure in enumerate(figures)}}),
    )


def name_of(number: int) -> str:
    """The course in whose every field an attack stands."""
    return f"attack-{number}"


EVERYTHING = "all-attacks"
"""The course whose first lesson holds all of them in every position."""


class _AnyFigure(dict[str, Figure]):
    """Whatever an image shows, it is one that there is: the rule that refuses others has failed, too."""

    def __missing__(self, path: str) -> Figure:
        return next(iter(self.values()))


def _drawn(number: int) -> str:
    return f"courses/{EVERYTHING}/first/images/drawn-{number}.svg"


def _showing(course: Course, figures: int) -> Course:
    """The course with figures at the end of its first lesson."""
    (first, *others) = course.modules
    shown = "\n\n".join(f"![Drawn.](images/drawn-{number}.svg)" for number in range(figures))
    drawn = read_document(shown, at_place(Place("x.md")))
    items = tuple(_with(item, drawn) if item.path.endswith("01-reading.md") else item for item in first.items)
    return replace(course, modules=(replace(first, items=items), *others))


def _with(item: Lesson | Activity, more: Document) -> Lesson | Activity:
    assert isinstance(item, Lesson)
    document = replace(item.document, blocks=(*item.document.blocks, *more.blocks), links=(*item.document.links, *more.links))
    return replace(item, document=document)


def _course(course: Course, name: str, attacks: Sequence[str]) -> Course:
    one = "\n\n".join(attacks)
    modules = tuple(
        Module(module.id, _poisoned(module.file, one), tuple(_item(item, name, attacks) for item in module.items))
        for module in course.modules
    )
    return Course(Slug(name), _poisoned(course.file, one), modules)


def _item(item: Lesson | Activity, course: str, attacks: Sequence[str]) -> Lesson | Activity:
    one = "\n\n".join(attacks)
    path = item.path.replace("/minimal/", f"/{course}/")
    if isinstance(item, Lesson):
        is_whole = item.path.endswith("01-reading.md")
        document = _document(attacks, path) if is_whole else _document(attacks[:1], path, POSITIONS[:2])
        return replace(item, path=path, front=_poisoned(item.front, one), document=document)
    texts = {
        steps: _document(
            attacks[number :: len(item.texts)] or attacks[:1],
            path,
            POSITIONS[:2] if course != EVERYTHING else POSITIONS,
            blocks_allowed=False,
        )
        for number, steps in enumerate(item.texts)
    }
    return replace(item, path=path, file=_poisoned(item.file, one), texts=texts)


def _document(
    attacks: Sequence[str], path: str, positions: Sequence[str] = POSITIONS, *, blocks_allowed: bool = True
) -> Document:
    """Every attack in every position, each parsed for itself, so that none swallows what follows."""
    found = [_in_position(one, position, blocks_allowed) for one in attacks for position in positions]
    links = tuple(
        link for one in found for link in one.links if link.is_image or target_of(link.href, path).kind is not LinkKind.FILE
    )
    return Document(tuple(block for one in found for block in one.blocks), links, (), ())


def _in_position(attack: str, position: str, blocks_allowed: bool) -> Document:
    text = position.replace("{}", attack)
    return read_document(text, at_place(Place("x.md")), blocks_allowed=blocks_allowed)


def _poisoned(value: Any, attack: str, is_text: bool = False) -> Any:  # noqa: ANN401 - any authored value
    """The same value with every text in it an attack; ids, addresses and dates stay, since nothing could be compiled without."""
    if isinstance(value, BaseModel):
        kinds = type(value).model_fields
        told = {name: _part(getattr(value, name), kinds[name].annotation, kinds[name].metadata, attack) for name in kinds}
        if isinstance(value, Choice):  # which are told apart by what they say
            told["text"] = f"{attack} {value.text}"
        return value.model_copy(update=told)
    return attack if is_text else value


def _part(value: Any, annotation: Any, metadata: Sequence[Any], attack: str) -> Any:  # noqa: ANN401 - the same
    if isinstance(value, str):
        return _poisoned(value, attack, is_text=_is_text(metadata) or any(map(_holds_text, typing.get_args(annotation))))
    if isinstance(value, tuple):
        (inner, *_) = typing.get_args(_bare(annotation)) or (None,)
        return tuple(_part(one, _bare(inner), _metadata(inner), attack) for one in value)
    if isinstance(value, Mapping):
        inner = typing.get_args(_bare(annotation))[-1]
        return {key: _part(one, _bare(inner), _metadata(inner), attack) for key, one in value.items()}
    return _poisoned(value, attack)


def _is_text(metadata: Sequence[Any]) -> bool:
    return any(one in _TEXTS for one in metadata)


def _metadata(annotation: Any) -> Sequence[Any]:  # noqa: ANN401 - a type
    return getattr(annotation, "__metadata__", ())


def _bare(annotation: Any) -> Any:  # noqa: ANN401 - a type
    return typing.get_args(annotation)[0] if _metadata(annotation) else annotation


def _holds_text(annotation: Any) -> bool:  # noqa: ANN401 - a type
    return _is_text(_metadata(annotation)) or any(map(_holds_text, typing.get_args(annotation)))


def _ledger(ledger: Ledger, attack: str) -> Ledger:
    return replace(
        ledger,
        families={name: _poisoned(family, attack) for name, family in ledger.families.items()},
        sources={name: _poisoned(source, attack) for name, source in ledger.sources.items()},
    )

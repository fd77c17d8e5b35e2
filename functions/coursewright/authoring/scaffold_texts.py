"""The texts a scaffold is made of: templates in `scaffolds/`, with names, dates and objectives filled in."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import resources
from string import Template

from coursewright.authoring.yaml_text.yaml_editing import scalar

_LONGEST_PREFIX = 60


def item_text(kind: str, name: str, objectives: tuple[str, ...], used: frozenset[str] = frozenset(), when: str = "after") -> str:
    """A lesson or an activity; a quiz asks a question for each objective, an exam two."""
    template = "lesson.md" if kind == "lesson" else f"{kind}.yaml"
    asked = {"quiz": objectives, "exam": objectives * 2}.get(kind, ())
    head = filled(
        template,
        title=title_for(name),
        objective=listed(objectives[:1]),
        objectives=listed(objectives),
        draw=len(objectives),
        prefix=_prefix(name),
        when=when,
    )
    free = (number for number in range(1, 10_000) if f"{_prefix(name)}-{number}" not in used)
    return head + "".join(
        filled("question.yaml", id=f"{_prefix(name)}-{next(free)}", number=number, objective=scalar(objective))
        for number, objective in enumerate(asked, 1)
    )


def filled(template: str, **values: object) -> str:
    """A template with its places filled."""
    text = resources.files("coursewright.authoring").joinpath("scaffolds", template).read_text(encoding="utf-8")
    return Template(text).substitute(values)


def listed(names: Iterable[str]) -> str:
    """Names as they stand between the brackets of a list."""
    return ", ".join(scalar(name) for name in names)


def title_for(name: str) -> str:
    """`state-the-goal` → `State the goal`, quoted where YAML would take it for something else."""
    return scalar(name.replace("-", " ").capitalize())


def _prefix(name: str) -> str:
    """What identifiers inside an activity begin with; short enough to leave room for the rest."""
    return name[:_LONGEST_PREFIX].rstrip("-")

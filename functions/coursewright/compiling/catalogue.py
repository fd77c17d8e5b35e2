"""What a catalogue says of courses, and the dimensions learners differ in."""

from __future__ import annotations

from typing import Any

from coursewright.authoring.curriculum import Course, Curriculum, Lesson
from coursewright.authoring.markdown.conditions import MODEL
from coursewright.authoring.outcomes import values_of


def dimensions(curriculum: Curriculum) -> dict[str, Any]:
    """Known values and default of each dimension; a lesson's decision counts in the order of `values`."""
    settings = curriculum.settings
    defaults: dict[str, str] = {"model": settings.default_model}
    defaults.update((str(name), dimension.default) for name, dimension in settings.dimensions.items())
    return {
        name: {"values": list(values), "default": defaults[name]}
        for name, values in values_of(settings, curriculum.ledger).items()
    }


def card(curriculum: Curriculum, course: Course) -> dict[str, Any]:
    """What a catalogue says of a course."""
    file = course.file
    minutes = sum(item.front.minutes if isinstance(item, Lesson) else item.file.minutes for _, item in course.outline())
    return {
        "id": course.id,
        "title": file.title,
        "summary": file.summary.strip(),
        "level": file.level,
        "audience": file.audience,
        "availability": file.availability,
        "prerequisites": list(file.prerequisites),
        "minutes": minutes,
        "written_for": _written_for(curriculum, course),
    }


def _written_for(curriculum: Curriculum, course: Course) -> dict[str, list[str]]:
    """Whom some lesson speaks to in particular, by dimension: in a passage of its own, or by the models it says it is about.

    A passage for everybody but some is for nobody in particular, and what the tutor reads is for no learner.
    """
    found: dict[str, set[str]] = {name: set() for name in values_of(curriculum.settings, curriculum.ledger)}
    for _, item in course.outline():
        if isinstance(item, Lesson):
            found[MODEL].update(item.front.models)
            shown = (block for block in item.document.blocks if block.kind != "coach")
            for condition in {condition for block in shown for condition in block.conditions if not condition.negated}:
                found[condition.dimension].update(condition.values)
    found[MODEL] = {model for selector in found[MODEL] for model in curriculum.ledger.select(selector)}
    return {name: sorted(values) for name, values in found.items()}


def catalogue(curriculum: Curriculum) -> dict[str, Any]:
    """What a reader meets first. Dimensions and their values in the order authors gave; a model's values are in the ledger."""
    settings = curriculum.settings
    return {
        "kind": "catalogue",
        "courses": [card(curriculum, course) for course in curriculum.courses],
        "dimensions": [
            {"id": MODEL, "title": "Model", "default": settings.default_model, "values": []},
            *(
                {
                    "id": name,
                    "title": dimension.title,
                    "default": dimension.default,
                    "values": [{"id": value, "text": text} for value, text in dimension.values.items()],
                }
                for name, dimension in settings.dimensions.items()
            ),
        ],
        "locales": list(settings.locales),
    }

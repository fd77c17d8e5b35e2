"""How many words a learner reads of an item. An estimate for who reviews a release: no fingerprint is taken of it.

Words are what spaces separate, so of a language that writes without spaces it tells little.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from coursewright.authoring.curriculum import Curriculum
from coursewright.authoring.markdown.conditions import MODEL
from coursewright.authoring.markdown.document import Block
from coursewright.authoring.outcomes import Outcomes, values_of
from coursewright.authoring.reading import words_in

_MARKDOWN = ("brief", "scene", "intro")
_LINES = ("starter", "learner", "opening")


def words_of_lesson(blocks: Sequence[Block], outcomes: Outcomes, curriculum: Curriculum) -> int:
    """The words of the blocks that a learner is shown of whom the app says nothing."""
    return sum(words_in(blocks[index]) for index in outcomes.shown[outcomes.table[_default(outcomes, curriculum)]])


def words_of_activity(public: Mapping[str, Any]) -> int:
    """The words of an activity's prompts and choices, of all its questions where it draws some; takes what learners may see."""
    return sum(len(text.split()) for text in _texts(public))


def _default(outcomes: Outcomes, curriculum: Curriculum) -> int:
    """The position in the decision table of the value that is taken of each dimension where none is given."""
    settings = curriculum.settings
    values = values_of(settings, curriculum.ledger)
    taken = {MODEL: settings.default_model, **{str(name): str(one.default) for name, one in settings.dimensions.items()}}
    position = 0
    for axis in outcomes.axes:
        chosen = axis.classes[values[axis.dimension].index(taken[axis.dimension])]
        position = position * (max(axis.classes) + 1) + chosen
    return position


def _texts(public: Mapping[str, Any]) -> Iterator[str]:
    yield from (public[name]["text"] for name in _MARKDOWN if name in public)
    yield from (public[name] for name in _LINES if public.get(name))
    for question in public.get("questions", ()):
        yield question["text"]
        yield from (choice if isinstance(choice, str) else choice["text"] for choice in question.get("choices", ()))
        yield from (question[end] for end in ("low", "high") if end in question)

"""For whom an item is shown: the switches of its page, and the texts that it has for others.

A learner is named as `for_model=…`, `for_role=…`, `for_locale=…` in an address, so that no dimension is taken for something that
the desk itself asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from coursewright.serving.items.variants import LOCALE, locale_of
from coursewright.serving.items.versions import Read, version_of
from coursewright.serving.review_desk.question import Question

PREFIX = "for_"
MODEL = "model"
MOST_TEXTS = 24
"""Texts of one lesson that a page lists; a lesson has seldom more than six."""


@dataclass(frozen=True, slots=True)
class Switch:
    """A dimension that learners differ in: its values with what they are called, and the one that is shown."""

    name: str
    title: str
    values: Sequence[tuple[str, str]]
    chosen: str
    is_used: bool
    """Whether the item says different things by it."""


@dataclass(frozen=True, slots=True)
class Text:
    """One of the texts that a lesson has: who gets it, and whether it is another than what these learners have now."""

    learner: Mapping[str, str]
    said: str
    is_changed: bool
    is_shown: bool

    @property
    def query(self) -> dict[str, str]:
        """As an address asks for it."""
        return asked_as(self.learner)


def learner_in(question: Question) -> dict[str, str]:
    """Whom an address asks for."""
    said = question.query.items()
    return {name.removeprefix(PREFIX): value for name, value in said if name.startswith(PREFIX) and value}


def asked_as(learner: Mapping[str, str]) -> dict[str, str]:
    """The parameters that ask for a learner."""
    return {f"{PREFIX}{name}": value for name, value in learner.items()}


def switches(
    index: Mapping[str, Any], entry: Mapping[str, Any], chosen: Mapping[str, str], titles: Mapping[str, Any], first: Sequence[str]
) -> list[Switch]:
    """What can be chosen for an item; models that come `first` are those that the edition is written for."""
    used = {_axis(index, one)["dimension"] for one in entry.get("decision", {}).get("axes", ())}
    found = []
    for name, dimension in index["dimensions"].items():
        said = titles.get(name, {})
        values = list(dimension["values"])
        if name == MODEL:
            values.sort(key=lambda one: one not in first)
        called = [(one, one if name == MODEL else one.replace("-", " ")) for one in values]
        found.append(
            Switch(name, said.get("title", name.capitalize()), called, chosen.get(name, dimension["default"]), name in used)
        )
    languages = (locale_of(index), *entry.get("locales", {}))
    if len(languages) > 1:
        found.append(
            Switch(LOCALE, "Language", [(one, one) for one in languages], chosen.get(LOCALE, languages[0]), is_used=True)
        )
    return found


def texts(
    sides: tuple[tuple[Read, Mapping[str, Any] | None, str | None], tuple[Read, Mapping[str, Any], str]],
    shown: Mapping[str, Any],
    first: Sequence[str],
) -> list[Text]:
    """The texts of a lesson, each by a learner who gets it.

    `sides` are, of the old and the new release, what reads, the course's index, and the item's id. `shown` is the text on the
    page; models that come `first` speak for those that get the same.
    """
    (read_old, before, was), (read_new, index, name) = sides
    if index["items"][name]["kind"] != "lesson":
        return []
    found = []
    for learner in _learners(index, index["items"][name], first):
        now = version_of(read_new, index, name, learner).whole
        old = version_of(read_old, before, was, learner).whole
        said = ", ".join(learner.values()) or "everybody"
        found.append(Text(learner, said, is_changed=_says(now) != _says(old), is_shown=now == shown))
    return found


def _says(whole: Mapping[str, Any]) -> tuple[Any, ...]:
    return whole.get("title"), whole.get("summary"), [block["id"] for block in whole.get("blocks", ())]


def _learners(index: Mapping[str, Any], entry: Mapping[str, Any], first: Sequence[str]) -> Iterator[dict[str, str]]:
    """For each of the texts, the first learner who gets it, by the dimensions that tell them apart."""
    own = locale_of(index)
    told = 0
    for language, text in ((own, entry), *entry.get("locales", {}).items()):
        axes = [_axis(index, one) for one in text["decision"]["axes"]]
        seen: set[int] = set()
        for place, classes in enumerate(product(*(range(max(axis["classes"]) + 1) for axis in axes))):
            outcome = text["decision"]["table"][place]
            if outcome in seen or told == MOST_TEXTS:
                continue
            seen.add(outcome)
            told += 1
            chosen = {axis["dimension"]: _first(index, axis, of, first) for axis, of in zip(axes, classes, strict=True)}
            yield chosen if language == own else {**chosen, LOCALE: language}


def _first(index: Mapping[str, Any], axis: Mapping[str, Any], of: int, first: Sequence[str]) -> str:
    """The value that speaks for a class: the default where it is in it, else one that comes first, else any."""
    dimension = index["dimensions"][axis["dimension"]]
    values = [value for value, found in zip(dimension["values"], axis["classes"], strict=True) if found == of]
    return str(next((one for one in (dimension["default"], *first) if one in values), values[0]))


def _axis(index: Mapping[str, Any], named: Any) -> Mapping[str, Any]:  # noqa: ANN401 - compiler format 1 wrote it out in each lesson
    axis: Mapping[str, Any] = index["axes"][named] if isinstance(named, int) else named
    return axis

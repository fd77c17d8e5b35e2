"""Every outcome of a lesson, each with one learner who gets it: a decision table walked from its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """Stored forms of a lesson, and what to ask with to get them."""

    asked: Mapping[str, str]
    json: str
    markdown: str


def answered(index: Mapping[str, Any], asked: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The values that decide for who asks like this, and which of them are only defaults."""
    defaults = {name: str(dimension["default"]) for name, dimension in index["dimensions"].items()}
    defaults["locale"] = str(index.get("locale", "en"))
    return dict(sorted({**defaults, **asked}.items())), sorted(set(defaults) - set(asked))


def outcomes_of(index: Mapping[str, Any], item: Mapping[str, Any]) -> Iterator[Outcome]:
    """Every outcome of a lesson in every language that some learner gets."""
    own = {"locale": str(index["locale"])} if "locale" in index else {}  # format 1 knew no languages
    yield from _of_text(index, item, own)
    for locale, text in sorted(item.get("locales", {}).items()):
        yield from _of_text(index, text, {"locale": locale})


def _of_text(index: Mapping[str, Any], text: Mapping[str, Any], asked: Mapping[str, str]) -> Iterator[Outcome]:
    axes = [index["axes"][axis] if isinstance(axis, int) else axis for axis in text["decision"]["axes"]]
    seen: set[int] = set()
    classes = (range(max(axis["classes"]) + 1) for axis in axes)
    for number, chosen in zip(text["decision"]["table"], product(*classes), strict=True):
        learner = _learner(index, axes, chosen)
        if number not in seen and learner is not None:
            seen.add(number)
            stored = text["outcomes"][number]
            yield Outcome({**asked, **learner}, stored["json"], stored["markdown"])


def _learner(index: Mapping[str, Any], axes: list[Mapping[str, Any]], chosen: tuple[int, ...]) -> dict[str, str] | None:
    """Values by dimension that fall into these classes; None if there are none."""
    found: dict[str, str] = {}
    for axis, wanted in zip(axes, chosen, strict=True):
        name = axis["dimension"]
        values = [value for value, one in zip(index["dimensions"][name]["values"], axis["classes"], strict=True) if one == wanted]
        if not values:
            return None
        found[name] = values[0]
    return found

"""Which outcome of a lesson a learner gets: by model, role, industry …, in the decision table of the lesson in their language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coursewright.serving.http.negotiation import looked_up

LOCALE = "locale"


@dataclass(frozen=True, slots=True)
class Variant:
    """The outcome's objects; the values that decided, by dimension and `locale`; and which of them are only defaults."""

    outcome: Mapping[str, str]
    values: Mapping[str, str]
    defaulted: tuple[str, ...]

    @property
    def locale(self) -> str:
        """The language of the text."""
        return self.values[LOCALE]


def choose(index: Mapping[str, Any], item: Mapping[str, Any], asked: Mapping[str, str]) -> Variant:
    """The outcome for what the app says of its learner; what it does not say, or we do not know, takes the default."""
    values: dict[str, str] = {}
    defaulted: list[str] = []
    for name, dimension in index["dimensions"].items():
        wanted = asked.get(name)
        is_known = wanted is not None and wanted in dimension["values"]
        values[name] = wanted if is_known and wanted is not None else dimension["default"]
        if not is_known:
            defaulted.append(name)
    own = locale_of(index)
    translations = item.get("locales", {})
    values[LOCALE], is_default = looked_up(asked.get(LOCALE), (own, *translations), own)
    if is_default:
        defaulted.append(LOCALE)
    text = translations.get(values[LOCALE], item)
    outcome = text["outcomes"][_position(index, text["decision"], values)]
    return Variant(outcome, dict(sorted(values.items())), tuple(sorted(defaulted)))


def locale_of(index: Mapping[str, Any]) -> str:
    """The language a course was written in. Compiler format 1 knew of none but English."""
    return str(index.get("locale", "en"))


def _position(index: Mapping[str, Any], decision: Mapping[str, Any], values: Mapping[str, str]) -> int:
    """The number of the outcome: a decision table counts through its axes, the last the fastest."""
    position = 0
    for named in decision["axes"]:
        axis = index["axes"][named] if isinstance(named, int) else named  # compiler format 1 wrote it out in each lesson
        classes = axis["classes"]
        chosen = classes[index["dimensions"][axis["dimension"]]["values"].index(values[axis["dimension"]])]
        position = position * (max(classes) + 1) + chosen
    return int(decision["table"][position])

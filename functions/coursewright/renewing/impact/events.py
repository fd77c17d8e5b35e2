"""What happens to models and to APIs, by a ledger: the ends and changes that matter on a day, each an event with its date.

An event matters from the notice before its day on, for ever: what ended stays ended. A model's end is an event of the name that
authors use for it, a family or a model; a family ends with the last of its models. A part of an API has an event once its end was
announced. What a name without a date stands for can move; that was seen on a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from coursewright.errors import UnknownNameError
from coursewright.renewing.model_ends import ModelEnds

Kind = Literal["shutdown", "api", "review", "alias"]

_CHANGES, _ENDS, _TOLD = "changed on", "shut down on", "deprecated since"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that makes content untrue. `subject` is a model's or a family's name, a part of an API, or a claim.

    `happens` says of the subject what happens to it, as in "o1 is shut down on 2026-10-23" without "o1 is".
    """

    kind: Kind
    subject: str
    day: date
    happens: str
    replacements: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """A name for it that does not change while its date moves."""
        return f"{self.kind}:{self.subject}"

    def told(self, on: date) -> str:
        """What happened to the subject, or is to happen, as seen from a day."""
        return f"to be {self.happens}" if self.day > on else self.happens


def ends_of_models(ends: ModelEnds, names: Iterable[str], until: date) -> Iterator[Event]:
    """The end of each of these names that ends by a day, soonest first."""
    found = [(end, name) for name in set(names) if (end := ends.end(name)) and end <= until]
    for end, name in sorted(found):
        yield Event("shutdown", name, end, f"{_ENDS} {end}", tuple(ends.replacements([name])))


def changes_of_apis(ledger: Mapping[str, Any], until: date) -> Iterator[Event]:
    """What was announced of parts of APIs by a day, soonest first; dated by the end itself where that is known."""
    found = []
    for part in ledger.get("api", ()):
        told, end, changed = (_day(part.get(field)) for field in ("deprecated", "shutdown", "changed"))
        known = [day for day in (told, end, changed) if day]
        if known and min(known) <= until:
            day, what = next((day, what) for day, what in ((changed, _CHANGES), (end, _ENDS), (told, _TOLD)) if day)
            found.append(Event("api", part["id"], day, f"{what} {day}", tuple(part["replacements"])))
    yield from sorted(found, key=lambda event: (event.day, event.subject))


def moves_of_aliases(ledger: Mapping[str, Any], until: date) -> Iterator[Event]:
    """For each name without a date, when it was last seen to stand for another model than before."""
    seen: dict[str, Mapping[str, Any]] = {}
    moved: dict[str, Event] = {}
    for alias in ledger.get("aliases", ()):
        name, day = alias["alias"], date.fromisoformat(alias["observed"])
        before = seen.get(name)
        if day > until:
            continue
        if before and before["target"] != alias["target"]:
            moved[name] = Event("alias", name, day, f"moved from {before['target']} to {alias['target']} by {day}")
        seen[name] = alias
    yield from (moved[name] for name in sorted(moved))


def changes_since(ledger: Mapping[str, Any], before: Mapping[str, Any], on: date) -> Iterator[Event]:
    """What an older ledger did not know and no date is given for, dated by the day it is asked about.

    That is: a capability that models have lost, as the event of `has:<capability>`, and a parameter that more models refuse. A
    model that is gone by then has lost nothing more: sources stop speaking of it.
    """
    older = {model["id"]: frozenset(model["capabilities"]) for model in before["models"]}
    lost: dict[str, list[str]] = {}
    for model in ledger["models"]:
        if model["shutdown"] and date.fromisoformat(model["shutdown"]) <= on:
            continue
        for capability in sorted(older.get(model["id"], frozenset()) - frozenset(model["capabilities"])):
            lost.setdefault(capability, []).append(model["id"])
    yield from (Event("api", f"has:{name}", on, f"lost by {', '.join(models)}") for name, models in sorted(lost.items()))
    refused = {part["id"]: frozenset(part["rejected_by"]) for part in before.get("api", ())}
    for part in ledger.get("api", ()):
        if new := sorted(frozenset(part["rejected_by"]) - refused.get(part["id"], frozenset())):
            yield Event("api", part["id"], on, f"refused by {', '.join(new)}", tuple(part["replacements"]))


def with_retired(ledger: Mapping[str, Any], name: str, day: date) -> dict[str, Any]:
    """The ledger as it would be if a model, or every model of a family, were shut down on a day.

    Raises:
        UnknownNameError: the ledger knows no model or family of this name.
    """
    models = ModelEnds(ledger).models(name)
    if not models or name.startswith("has:"):
        raise UnknownNameError(f"the ledger knows no model and no family {name!r}; `coursewright models list` lists them")
    retired = [{**model, "shutdown": day.isoformat()} if model["id"] in models else model for model in ledger["models"]]
    return {**ledger, "models": retired}


def with_changed(ledger: Mapping[str, Any], part: str, day: date) -> dict[str, Any]:
    """The ledger as it would be if a part of an API changed on a day, known to the ledger or not."""
    parts = {one["id"]: one for one in ledger.get("api", ())}
    told = parts.get(part, {"id": part, "deprecated": None, "shutdown": None, "replacements": [], "rejected_by": [], "facts": []})
    return {**ledger, "api": [*(one for name, one in parts.items() if name != part), {**told, "changed": day.isoformat()}]}


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None

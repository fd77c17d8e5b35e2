"""What is known of models now, and what that means for a release on a day: the ground under the heat map and its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.renewing.catalogue import Catalogue, CourseParts, read_catalogue
from coursewright.renewing.impact.heat_map import HeatMap, heat_map
from coursewright.renewing.impact.impact import impact
from coursewright.renewing.model_ends import ModelEnds, by_name
from coursewright.renewing.observing.effective_ledger import effective_ledger
from coursewright.renewing.observing.observations import newest_snapshots
from coursewright.serving.pin import Pin
from coursewright.serving.review_desk.compared import kept
from coursewright.serving.review_desk.desk import Desk


@dataclass(frozen=True, slots=True)
class Known:
    """A release as far as it can stop being true, and the ledger with what was observed since."""

    catalogue: Catalogue
    ledger: Mapping[str, Any]
    seen: str
    """What of the observations it was made from, so that what follows from it can be kept."""


def ledger_of(desk: Desk, pin: Pin) -> tuple[Mapping[str, Any], str]:
    """The ledger of a release with what was observed since, and by what that can be told from another."""
    released = desk.reader.json(Digest(desk.reader.manifest(pin)["models"]))
    snapshots, _ = newest_snapshots(desk.released)
    seen = ",".join(f"{source}:{note.number}" for source, (note, _) in sorted(snapshots.items()))
    if not snapshots:
        return released, ""
    made = kept(desk, ("ledger", pin.manifest, seen), lambda: effective_ledger(released, [one for _, one in snapshots.values()]))
    return made, seen


def known(desk: Desk, pin: Pin) -> Known:
    """All that is known.

    Raises:
        UnknownNameError: the release was compiled before courses had a status.
    """
    ledger, seen = ledger_of(desk, pin)
    catalogue = kept(desk, ("catalogue", pin.manifest), lambda: read_catalogue(pin.release, pin.manifest, desk.reader.json))
    return Known(catalogue, ledger, seen)


def heat(desk: Desk, about: Known, day: date) -> HeatMap:
    """The heat map of a day."""
    made: HeatMap = kept(
        desk,
        ("heat", about.catalogue.manifest, about.seen, day.isoformat()),
        lambda: heat_map(about.catalogue, impact(about.catalogue, day, about.ledger), about.ledger),
    )
    return made


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim that an item states about a model, as its author recorded how it was checked."""

    claim: Mapping[str, Any]
    owner: str | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a cell of the heat map rests on."""

    course: str
    item: str
    title: str
    model: str
    status: str
    because: str
    how: tuple[str, ...]
    end: date | None
    end_told_by: tuple[tuple[str, str], ...]
    replacements: tuple[str, ...]
    statements: tuple[Statement, ...]


def evidence(about: Known, rows: HeatMap, cell: str, model: str) -> Evidence | None:
    """The evidence of one cell, by its item (`course/item`) and its model; None where there is no such cell."""
    row = next((one for one in rows.rows if one.id == cell and model in one.cells), None)
    course, _, item = cell.partition("/")
    parts = next((one for one in about.catalogue.courses if one.id == course), None)
    if row is None or parts is None:
        return None
    ends = ModelEnds(about.ledger)
    return Evidence(
        course,
        item,
        row.title,
        model,
        row.cells[model],
        row.because.get(model, ""),
        tuple(_how(parts, item, model)),
        ends.end(model),
        tuple(_told_by(about.ledger, model)),
        tuple(ends.replacements([model])),
        tuple(Statement(claim, parts.owner_of_claim(claim["id"])) for claim in _claims(parts, item, model)),
    )


def _how(course: CourseParts, item: str, model: str) -> Iterator[str]:
    """Why an item depends on a model at all."""
    entry, depends = course.index["items"][item], course.item(item)
    if model in by_name(entry.get("models", ())):
        yield "It is about this model."
    if model in by_name(depends["conditions"]):
        yield "It has a passage for this model."
    if model in depends["speaks_of"]:
        yield "It names this model."
    if any(model in one["speaks_of"] for one in depends["questions"].values()):
        yield "A question of it names this model."


def _claims(course: CourseParts, item: str, model: str) -> Iterator[Mapping[str, Any]]:
    for name in course.index["items"][item]["claims"]:
        if model in course.claims[name]["models"]:
            yield course.claims[name]


def _told_by(ledger: Mapping[str, Any], model: str) -> Iterator[tuple[str, str]]:
    """Who says when a model ends: each source, and the day it names."""
    found = next((one for one in ledger["models"] if one["id"] == model), None)
    for fact in found["facts"] if found else ():
        if fact["field"] == "shutdown":
            yield str(fact["source"]), str(fact["value"])

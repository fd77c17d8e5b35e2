"""How an item stands on a day: with each model that it depends on, and with each claim that it states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from coursewright.compiling.digest import Digest
from coursewright.errors import UnknownNameError
from coursewright.renewing.impact.links import STATUSES
from coursewright.renewing.model_ends import ModelEnds
from coursewright.serving.items.versions import Read
from coursewright.serving.review_desk.compared import Compared
from coursewright.serving.review_desk.desk import Desk
from coursewright.serving.review_desk.items.rows import marked_line
from coursewright.serving.review_desk.known_models import heat, known, ledger_of


@dataclass(frozen=True, slots=True)
class WithModel:
    """How the item stands with a model, and why."""

    model: str
    status: str
    because: str
    is_baseline: bool


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim that the item states, what it said before where that was something else, and how it stands."""

    claim: Mapping[str, Any]
    before: Markup
    statement: Markup
    is_new: bool
    status: str
    because: str


def with_models(desk: Desk, about: Compared, item: str, day: date, baseline: Sequence[str]) -> list[WithModel]:
    """The models that an item (`course/item`) depends on, what stands worst first; none of a release that does not tell."""
    try:
        found = heat(desk, known(desk, about.pin), day)
    except UnknownNameError:
        return []
    row = next((one for one in found.rows if one.id == item), None)
    told = [WithModel(one, row.cells[one], row.because.get(one, ""), one in baseline) for one in row.cells] if row else []
    order = {status: place for place, status in enumerate(STATUSES)}
    return sorted(told, key=lambda one: (order.get(one.status, len(order)), not one.is_baseline, one.model))


def summary_of(standing: Sequence[WithModel]) -> str:
    """How many models it stands how with, the worst first."""
    counts = Counter(one.status for one in standing)  # in the order in which they are met
    return ", ".join(f"{number} {status}" for status, number in counts.items())


def claims_stated(
    desk: Desk, about: Compared, sides: tuple[Mapping[str, Any] | None, Mapping[str, Any] | None], item: str, day: date
) -> list[Stated]:
    """The claims of an item of the course that these are the indexes of, before and now, as of a day."""
    before, now = (_claims(desk.reader.json, index) for index in sides)
    entry = sides[1]["items"].get(item) if sides[1] else None
    ends = ModelEnds(ledger_of(desk, about.pin)[0])
    return [_stated(now[one], before.get(one), ends, day) for one in (entry["claims"] if entry else ()) if one in now]


def _stated(claim: Mapping[str, Any], before: Mapping[str, Any] | None, ends: ModelEnds, day: date) -> Stated:
    was, statement = marked_line(before["statement"] if before else None, claim["statement"])
    status, because = next(_reasons(claim, ends, day), ("current", ""))
    return Stated(claim, was, statement, is_new=before is None, status=status, because=because)


def _reasons(claim: Mapping[str, Any], ends: ModelEnds, day: date) -> Iterator[tuple[str, str]]:
    """What is wrong with a claim, the worst first."""
    end = ends.last_end(claim["models"])
    if end is not None and end <= day:
        yield "broken", f"what it is about is gone since {end}"
    if claim["review_by"] < day.isoformat():
        yield "unverified", f"it was to be looked at again by {claim['review_by']}"
    if end is not None:
        yield "expiring", f"what it is about ends on {end}"


def _claims(read: Read, index: Mapping[str, Any] | None) -> Mapping[str, Mapping[str, Any]]:
    """The claims of a course; none of one compiled before courses had them."""
    found: Mapping[str, Mapping[str, Any]] = read(Digest(index["claims"]))["claims"] if index and "claims" in index else {}
    return found

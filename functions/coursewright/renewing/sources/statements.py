"""Statements of one source, row by row: each is held against the ledger's shapes, and two that cannot both be true refuse it.

A shutdown before its own announcement is no reason to refuse a whole source: both days are withheld, with a finding.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from operator import itemgetter

from pydantic import TypeAdapter, ValidationError

from coursewright.authoring.findings.finding import Finding, Place, Severity
from coursewright.authoring.shapes.base import ApiId, ModelId
from coursewright.authoring.shapes.ledger_files import Alias, ApiFact, Fact
from coursewright.errors import SourceContradictoryError, SourceMalformedError
from coursewright.renewing.sources.source_data import SINGLE, Cell, SourceData, cell_of

FACTS = "ledger/facts.jsonl"
_MODEL_ID: TypeAdapter[str] = TypeAdapter(ModelId)
_API_ID: TypeAdapter[str] = TypeAdapter(ApiId)
_LONGEST = 300
Said = str | int | Iterable[str] | None


def is_model_id(text: str) -> bool:
    """Whether a text can name a model, as the ledger writes them."""
    return _fits(_MODEL_ID, text)


def _fits(kind: TypeAdapter[str], text: str) -> bool:
    try:
        kind.validate_python(text)
    except ValidationError:
        return False
    return True


class Statements:
    """What a source says of the hosts that are followed; of the others, nothing is kept."""

    def __init__(self, source: str, providers: frozenset[str]) -> None:
        self.source, self.providers = source, providers
        self._values: dict[Cell, dict[str | int, Fact | ApiFact]] = {}
        self._aliases: dict[tuple[str, str, date], Alias] = {}
        self._models: set[str] = set()
        self._left_out: set[str] = set()

    def knows(self, model: str, host: str) -> bool:
        """Note that the source knows a model; false where nothing is to be kept of it."""
        if host not in self.providers:
            return False
        if not is_model_id(model):
            self._left_out.add(model)
            return False
        self._models.add(model)
        return True

    def model(self, model: str, host: str, where: str, **said: Said) -> None:
        """Facts of a model, by field; None and an empty list say nothing."""
        if not self.knows(model, host):
            return
        for field, value in _each(said):
            try:
                fact = Fact.model_validate(
                    {"model": model, "host": host, "field": field, "value": value, "source": self.source},
                )
            except ValidationError as error:
                raise SourceMalformedError(f"{where}: {field} of {model} is {value!r}, which is none") from error
            self._add(fact, where)

    def api(self, api: str, host: str, where: str, **said: Said) -> None:
        """Facts of a part of the API, by field; what takes its place is told in words, of which as many are kept as fit."""
        if host not in self.providers:
            return
        if not _fits(_API_ID, api):
            self._left_out.add(api)
            return
        if isinstance(instead := said.get("replacement"), str):
            said["replacement"] = instead if len(instead) <= _LONGEST else f"{instead[: _LONGEST - 1]}…"
        for field, value in _each(said):
            given = {"api": api, "host": host, "field": field, "value": value, "source": self.source}
            try:
                self._add(ApiFact.model_validate(given), where)
            except ValidationError as error:
                raise SourceMalformedError(f"{where}: {field} of {api} is {value!r}, which is none") from error

    def alias(self, alias: str, host: str, where: str, *, target: str, observed: date) -> None:
        """What a moving name pointed to on a day."""
        if host not in self.providers or not (is_model_id(alias) and is_model_id(target)):
            return
        seen = Alias.model_validate(
            {"alias": alias, "host": host, "target": target, "observed": observed, "source": self.source},
        )
        if (before := self._aliases.setdefault((host, alias, observed), seen)) != seen:
            raise SourceContradictoryError(f"{where}: {alias} points to {target}, and to {before.target} elsewhere")

    def data(self, as_of: date | None) -> SourceData:
        """All that was said."""
        withheld, findings = self._backwards()
        facts = [fact for cell, values in self._values.items() if cell not in withheld for fact in values.values()]
        if self._left_out:
            findings.append(self._said_of_left_out())
        return SourceData(
            source=self.source,
            version=None,
            as_of=as_of,
            facts=tuple(sorted(facts, key=lambda fact: (*cell_of(fact), str(fact.value)))),
            aliases=tuple(sorted(self._aliases.values(), key=lambda seen: (seen.alias, seen.host, seen.observed))),
            findings=tuple(findings),
            models=frozenset(self._models),
            withheld=withheld,
        )

    def _add(self, fact: Fact | ApiFact, where: str) -> None:
        values = self._values.setdefault(cell_of(fact), {})
        if values and fact.field in SINGLE and fact.value not in values:
            name, _, field = cell_of(fact)
            raise SourceContradictoryError(f"{where}: {field} of {name} is {fact.value}, and {next(iter(values))} elsewhere")
        values.setdefault(fact.value, fact)

    def _backwards(self) -> tuple[frozenset[Cell], list[Finding]]:
        """Cells of shutdowns that come before their announcement, and of those announcements."""
        found: list[Finding] = []
        withheld: set[Cell] = set()
        for (name, host), cells in groupby(sorted(self._values), key=itemgetter(0, 1)):
            days = {
                field: next(iter(self._values[name, host, field])) for _, _, field in cells if field in ("deprecated", "shutdown")
            }
            if len(days) > 1 and str(days["shutdown"]) < str(days["deprecated"]):
                withheld |= {(name, host, "deprecated"), (name, host, "shutdown")}
                found.append(backwards(f"{self.source} says that {name}", str(days["shutdown"]), str(days["deprecated"])))
        return frozenset(withheld), found

    def _said_of_left_out(self) -> Finding:
        names = sorted(self._left_out)
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""  # noqa: PLR2004 - as many as fit on a line
        said = f"{self.source} has rows under names that nothing in the ledger can have: {', '.join(map(repr, names[:3]))}{more}"
        advice = "They were left out; if one is a model, enter its facts in ledger/overlay.yaml."
        return Finding("unread-row", Place(FACTS), said, advice, Severity.HINT)


def backwards(who: str, shutdown: str, deprecated: str, place: Place | None = None) -> Finding:
    """A shutdown before its announcement."""
    return Finding(
        "shutdown-before-announcement",
        place or Place(FACTS),
        f"{who} was shut down on {shutdown}, before that was announced on {deprecated}",
        "Look both days up at the provider, and enter the true ones under `facts:` in ledger/overlay.yaml.",
        Severity.WARNING,
    )


def _each(said: dict[str, Said]) -> Iterable[tuple[str, str | int]]:
    for field, values in said.items():
        if isinstance(values, str | int):
            yield field, values
        else:
            yield from ((field, value) for value in values or ())

"""`coursewright models list`: which models there are on a day, and which of them end soon; or where sources disagree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Annotated, Any

import typer
from rich import box
from rich.table import Table
from rich.text import Text

from coursewright.authoring.findings.guessing import nearest
from coursewright.commands.acting import JsonOption, counted
from coursewright.commands.content import ContentOption
from coursewright.commands.printed import tell_json
from coursewright.commands.renewing.models_documents import ListJson, ModelJson
from coursewright.commands.renewing.models_reading import AsOf, Everybody, Families, day, ledger_in
from coursewright.commands.renewing.models_told import conflict_line, stated_json
from coursewright.commands.terminal import out, say
from coursewright.renewing.ledger.conflicts import conflicts_in
from coursewright.renewing.ledger.model_states import STATES, State, Wanted, state_of

_STYLES = {"active": "green", "deprecated": "yellow", "shutdown": "red", "unreleased": "cyan"}
_SOON = 92


def list_command(  # noqa: PLR0913 - a command has the options its users need
    content: ContentOption = None,
    family: Families = None,
    everybody: Everybody = False,
    status: Annotated[
        list[str] | None, typer.Option("--status", help="Only models that are active, deprecated, shutdown or unreleased.")
    ] = None,
    before: Annotated[
        datetime | None, typer.Option("--ending-before", formats=["%Y-%m-%d"], help="Only models that end before this day.")
    ] = None,
    within: Annotated[int | None, typer.Option("--ending-within", min=1, help="Only models that end in so many days.")] = None,
    as_of: AsOf = None,
    conflicts: Annotated[bool, typer.Option("--conflicts", help="Show where sources disagree, and what counts.")] = False,
    as_json: JsonOption = False,
) -> None:
    """List the models of the ledger with their days, those that end first at the top."""
    on, ledger = day(as_of), ledger_in(content)
    wanted = asked(ledger, family, everybody=everybody or conflicts, status=status, ending=_end(on, before, within))
    models = models_told(wanted.among(ledger["models"], on), on)
    names = {model.id for model in models}
    found = [stated_json(one) for one in conflicts_in(ledger) if one.subject in names or ":" in one.subject]
    if as_json:
        tell_json(ListJson(as_of=on, models=models, conflicts=tuple(found)))
        return
    if conflicts:
        for one in found:
            say(conflict_line(one))
            say(f"    {one.counts[0]} counts: {one.why}", "dim")
        say(f"{counted(len(found), 'conflicts')}; the first value of each line counts.", "dim")
        return
    out.print(_table(models))
    strangers = sum(model["family"] is None for model in ledger["models"])
    more = f"; {strangers} more are in no family (--all)" if strangers and not everybody and not family else ""
    say(f"{counted(len(models), 'models')} as of {on}{more}.", "dim")


def asked(
    ledger: Mapping[str, Any], family: list[str] | None, *, everybody: bool, status: list[str] | None, ending: date | None
) -> Wanted:
    """The options as a filter.

    Raises:
        BadParameter: there is no such family, or no such state.
    """
    families = [known["id"] for known in ledger["families"]]
    for name in family or ():
        if name not in families:
            meant = nearest(name, families)
            more = f"did you mean {meant}?" if meant else f"there are {', '.join(families)}"
            raise typer.BadParameter(f"no family is called {name}; {more}", param_hint="--family")
    states: dict[str, State] = {state: state for state in STATES}
    for one in status or ():
        if one not in states:
            raise typer.BadParameter(f"{one!r} is none of {', '.join(STATES)}", param_hint="--status")
    return Wanted(frozenset(family or ()), frozenset(states[one] for one in status or ()), ending, everybody)


def models_told(models: Iterable[Mapping[str, Any]], on: date) -> tuple[ModelJson, ...]:
    """Models as they are told, those that end first at the top, and what has ended at the bottom."""
    found = [model_json(model, on) for model in models]
    return tuple(
        sorted(found, key=lambda one: (one.state == "shutdown", one.shutdown or date.max, one.released or date.min, one.id))
    )


def model_json(model: Mapping[str, Any], on: date) -> ModelJson:
    """One model as it is told."""
    days = {name: date.fromisoformat(model[name]) if model[name] else None for name in ("released", "deprecated", "shutdown")}
    return ModelJson(
        id=model["id"],
        family=model["family"],
        state=state_of(model, on),
        **days,
        days_left=(days["shutdown"] - on).days if days["shutdown"] else None,
        replacements=tuple(model["replacements"]),
    )


def _end(on: date, before: datetime | None, within: int | None) -> date | None:
    if before and within:
        raise typer.BadParameter("say one of --ending-before and --ending-within", param_hint="--ending-within")
    try:
        return before.date() if before else on + timedelta(days=within + 1) if within else None
    except OverflowError as error:
        raise typer.BadParameter(f"{within} days are too many", param_hint="--ending-within") from error


def _table(models: Iterable[ModelJson]) -> Table:
    table = Table("model", "state", "released", "announced", "shutdown", "days", "instead", box=box.SIMPLE_HEAD, pad_edge=False)
    table.columns[5].justify = "right"
    for model in models:
        left = model.days_left
        days = "" if left is None or left < 0 else str(left)
        soon = "red" if left is not None and 0 <= left <= _SOON else ""
        dates = (one.isoformat() if one else "" for one in (model.released, model.deprecated))
        ends = Text(model.shutdown.isoformat() if model.shutdown else "", soon)
        state = Text(model.state, _STYLES[model.state])
        table.add_row(model.id, state, *dates, ends, Text(days, soon), ", ".join(model.replacements))
    return table

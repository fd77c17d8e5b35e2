"""`coursewright models show`: everything that is stated of one model, or of a part of an API, and why what counts does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer
from rich.text import Text

from coursewright.authoring.findings.guessing import nearest
from coursewright.commands.acting import JsonOption
from coursewright.commands.content import ContentOption
from coursewright.commands.printed import tell_json
from coursewright.commands.renewing.models_documents import AliasJson, ModelShowJson, StatedJson
from coursewright.commands.renewing.models_list import model_json
from coursewright.commands.renewing.models_reading import AsOf, day, ledger_in
from coursewright.commands.renewing.models_told import stated_json
from coursewright.commands.terminal import out
from coursewright.errors import UnknownNameError
from coursewright.renewing.ledger.conflicts import facts_of, stated

_WHY = {
    "by hand": "entered by hand, which counts before all sources",
    "first in precedence": "this source comes first in precedence",
    "first by name": "no source has precedence; the first by name",
    "only one": "",
}


def show_command(
    name: Annotated[str, typer.Argument(metavar="ID", help="A model, or a part of an API such as endpoint:/v1/prompts.")],
    content: ContentOption = None,
    as_of: AsOf = None,
    as_json: JsonOption = False,
) -> None:
    """Show every statement about a model with its source, which of them counts, and why."""
    on, ledger = day(as_of), ledger_in(content)
    models = {model["id"]: model for model in ledger["models"]}
    known = {**models, **{part["id"]: part for part in ledger["api"]}}
    if name not in known:
        raise _unknown(name, known, ledger)
    told = ModelShowJson(
        as_of=on,
        id=name,
        model=model_json(models[name], on) if name in models else None,
        snapshots=tuple(sorted(model["id"] for model in models.values() if model["snapshot_of"] == name)),
        aliases=tuple(_aliases(ledger, name)),
        stated=tuple(stated_json(one) for one in stated(facts_of(known[name]))),
    )
    if as_json:
        tell_json(told)
        return
    for line in _lines(told):
        out.print(line)


def _unknown(name: str, known: Mapping[str, Any], ledger: Mapping[str, Any]) -> UnknownNameError:
    members = next((family["members"] for family in ledger["families"] if family["id"] == name), None)
    if members:
        return UnknownNameError(f"{name} is a family; its models are {', '.join(members)}")
    meant = nearest(name, known)
    advice = f"did you mean {meant}?" if meant else "`coursewright models list --all` shows what it knows"
    return UnknownNameError(f"the ledger knows no {name}; {advice}")


def _aliases(ledger: Mapping[str, Any], name: str) -> Iterator[AliasJson]:
    for seen in ledger["aliases"]:
        if name in (seen["alias"], seen["target"]):
            yield AliasJson(**{field: seen[field] for field in ("alias", "target", "observed", "source")})


def _lines(told: ModelShowJson) -> Iterator[Text]:
    yield Text(told.id, "bold").append(f"  {_summary(told)}", "not bold")
    if told.snapshots:
        yield Text(f"  releases    {', '.join(told.snapshots)}")
    for seen in told.aliases:
        yield Text(f"  pointed to  {seen.alias} → {seen.target} on {seen.observed} ({seen.source})")
    yield Text("")
    width = max((len(one.field) for one in told.stated), default=0)
    for one in told.stated:
        yield from _statements(one, width)


def _summary(told: ModelShowJson) -> str:
    model = told.model
    if model is None:
        days = {one.field: one.counts[0] for one in told.stated if one.field in ("deprecated", "shutdown")}
        return "; ".join(f"{field} {day}" for field, day in days.items())
    left = f" in {model.days_left} days" if model.days_left and model.days_left > 0 else ""
    ends = f"; shutdown {model.shutdown}{left}" if model.shutdown else ""
    instead = f"; instead {', '.join(model.replacements)}" if model.replacements else ""
    return f"{model.state} on {told.as_of}{f', family {model.family}' if model.family else ', in no family'}{ends}{instead}"


def _statements(one: StatedJson, width: int) -> Iterator[Text]:
    """What counts is marked; sources that state the same stand together."""
    by_value: dict[str | int, list[str]] = {}
    for said in one.statements:
        by_value.setdefault(said.value, []).append(f"{said.source}{' (by hand)' if said.by_hand else ''}")
    is_settled = len(by_value) > 1 and len(one.counts) == 1
    for number, (value, sources) in enumerate(by_value.items()):
        counts = value in one.counts
        why = f"  ← {_WHY[one.why]}" if number == 0 and is_settled else ""
        label = one.field if number == 0 else ""
        host = f" at {one.host}" if one.host != "openai" else ""
        style = ("green" if counts else "dim") if len(by_value) > 1 else ""
        yield (
            Text(f"  {label:<{width}}  ")
            .append(f"{'✓' if counts else ' '} {value}{host}", style)
            .append(f"  {', '.join(sources)}{why}", "dim")
        )

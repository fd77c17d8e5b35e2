"""`coursewright certificate-effect`: what a later release means for a certificate that was earned before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer
from rich.text import Text

from coursewright.commands.acting import StoreOption
from coursewright.commands.days import day_of
from coursewright.commands.printed import tell_json
from coursewright.commands.renewing.certificate_documents import CertificateEffectJson
from coursewright.commands.renewing.compared import Compared, changed, compared, newest_ledger
from coursewright.commands.terminal import out
from coursewright.publishing.records.names import parse_numbered
from coursewright.publishing.storing.stores import DEFAULT, stores_at
from coursewright.renewing.certificates.between import effect_between
from coursewright.renewing.certificates.certificate_effect import CertificateEffect, ObjectiveEffect
from coursewright.renewing.certificates.document import certificate_document
from coursewright.renewing.certificates.sides import Source
from coursewright.renewing.certificates.telling import effect_said
from coursewright.renewing.upgrading.whats_new import kind, minutes_said

NOW = "stable"
_STYLES = {"current": "green", "log": "cyan", "delta": "yellow", "recertify": "bold red"}


class Form(StrEnum):
    """How an effect is written."""

    TEXT = "text"
    JSON = "json"


def certificate_effect_command(  # noqa: PLR0913 - a command has the options its users need
    credential: Annotated[str, typer.Argument(help="The credential: the name of its file in credentials.")],
    earned: Annotated[str, typer.Option("--earned", metavar="NAME", help="The release, or edition, that it was earned on.")],
    now: Annotated[
        str, typer.Option("--now", metavar="NAME", help="The release, candidate, edition or channel to judge it by.")
    ] = NOW,
    earned_on: Annotated[
        str | None, typer.Option("--earned-on", metavar="DATE", help="The day it was earned, for its end and for what is due.")
    ] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="The day of the question. Default: today.")] = None,
    store: StoreOption = DEFAULT,
    form: Annotated[Form, typer.Option("--format", help="How it is written.")] = Form.TEXT,
) -> None:
    """Say what a release means for a certificate earned before it: nothing, something to know, to learn, or to earn anew.

    With the reasoning, objective by objective. A certificate is never revoked because models changed.
    """
    stores = stores_at(store)
    old, new = compared(stores, earned), compared(stores, now)
    if (numbered := parse_numbered(old.named.name)) and numbered.is_candidate:
        raise typer.BadParameter(f"{old.named.name} is a candidate; a certificate is earned on a release", param_hint="--earned")
    day = day_of(as_of, "--as-of") or datetime.now(UTC).date()
    earned_day = day_of(earned_on, "--earned-on")
    if earned_day and earned_day > day:
        raise typer.BadParameter(f"{earned_day} is after {day}, the day of the question", param_hint="--earned-on")
    found = effect_between(
        credential,
        _source(old),
        _source(new),
        changed(stores, old, new),
        day,
        earned_day,
        newest_ledger(stores, new),
    )
    if form is Form.JSON:
        tell_json(CertificateEffectJson.model_validate(certificate_document(found)))
        return
    for line in lines(found):
        out.print(line)


def _source(compared: Compared) -> Source:
    named = compared.named
    return Source(named.name, named.edition, named.manifest, compared.side.read)


def lines(effect: CertificateEffect) -> Iterator[Text]:
    """The effect, the sentences, and each objective that changed with its reasons."""
    yield Text(f"{effect.title}, earned on {effect.earned.release}, by {effect.now.release}", "bold")
    yield Text(f"  {effect_said(effect)}", "dim" if effect.is_over else _STYLES[effect.most])
    yield from (Text(f"  {sentence}") for sentence in effect.says())
    if effect.valid_until:
        yield Text(f"  valid until {effect.valid_until}", "dim")
    yield from _objectives(effect)
    if effect.log:
        yield Text("\nChange log", "bold")
        yield from (Text(f"  {sentence}") for sentence in effect.log)


def _objectives(effect: CertificateEffect) -> Iterator[Text]:
    if not effect.objectives:
        return
    rules = effect.rules
    yield Text("\nObjectives", "bold").append(
        f"  counted: {', '.join(f'{kind} {weight} %' for kind, weight in rules.weights.items())}; "
        f"a delta module from {rules.delta} %, to be earned anew from {rules.recertify} %",
        "dim",
    )
    for one in effect.objectives:
        yield from _objective(one)
    least, most = effect.changed()
    yield Text(f"  {_share(least, most):>10}  of all, by weight", "bold")


def _objective(one: ObjectiveEffect) -> Iterator[Text]:
    style = "dim" if not one.most else "yellow" if one.least else "cyan"
    marks = f"{', about safety' if one.is_safety else ''}{', new' if one.is_new else ''}"
    yield Text(f"  {_share(one.least, one.most):>10}  ", style).append(f"{one.text} (weight {one.weight}{marks})", "default")
    for cause in one.causes:
        doubt = "" if cause.is_certain else "may count: "
        yield Text(f"{'':>14}{cause.kind:<10}  ", "dim").append(f"{doubt}{cause.says}", "default")
    if one.study:
        told = [f"{study.title} ({kind(study.kind)}, {minutes_said(study.minutes)})" for study in one.study]
        yield Text(f"{'':>14}{'to learn':<10}  ", "dim").append(", ".join(told), "green")


def _share(least: float, most: float) -> str:
    return f"{least:g} %" if least == most else f"{least:g}-{most:g} %"

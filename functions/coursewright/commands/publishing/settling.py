"""`coursewright settle`: whether a record won or lost its place, where a store had not said so."""

from __future__ import annotations

import json
from typing import Annotated, Literal

import typer

from coursewright.commands.acting import JsonOption, StoreOption, command
from coursewright.commands.printed import tell_json
from coursewright.commands.publishing import acts
from coursewright.commands.publishing.documents import SettleJson, WaitingJson
from coursewright.commands.terminal import complain, say
from coursewright.errors import LostRaceError, UnknownVerdictError
from coursewright.publishing.keys.envelope import opened
from coursewright.publishing.records.named import unknown
from coursewright.publishing.records.pending import Kept, forget, kept
from coursewright.publishing.storing.stores import DEFAULT, Stores, stores_at

Verdict = Literal["waiting", "won", "lost", "unknown"]


def settle_command(
    name: Annotated[str | None, typer.Argument(help="What to settle. Default: list what waits.")] = None,
    store: StoreOption = DEFAULT,
    as_json: JsonOption = False,
) -> None:
    """Find out whether a record won or lost its place, where the store had not said so; it is safe to repeat.

    Exit code 0: won. 1: lost, or still unknown.
    """
    stores = stores_at(store)
    waiting = kept(stores.pending)
    if name is None:
        _list(stores, waiting, as_json=as_json)
        return
    if name not in waiting:
        raise unknown("record that waits called", name, waiting, command(stores, "settle"))
    told = _settled(stores, name, waiting[name])
    if as_json:
        tell_json(SettleJson(records=(told,)))
    else:
        _tell(told)
    raise typer.Exit(0 if told.verdict == "won" else 1)


def _list(stores: Stores, waiting: dict[str, Kept], *, as_json: bool) -> None:
    records = tuple(_told(stores, name, one, "waiting") for name, one in waiting.items())
    if as_json:
        tell_json(SettleJson(records=records))
        return
    if not records:
        say("Nothing waits to be settled.")
    for record in records:
        say(f"{record.name}: record {record.number} of {record.log} ({record.act} by {record.by} at {record.at})")
        say(f"  Next: {record.next}", "dim")


def _settled(stores: Stores, name: str, one: Kept) -> WaitingJson:
    """Put it until the store says; what was decided is forgotten here."""
    try:
        acts.settle(stores, one.pending)
    except LostRaceError as lost:
        told = _told(stores, name, one, "lost", str(lost))
    except UnknownVerdictError as trouble:
        return _told(stores, name, one, "unknown", str(trouble))
    else:
        told = _told(stores, name, one, "won")
    forget(stores.pending, name)
    return told


def _told(stores: Stores, name: str, one: Kept, verdict: Verdict, message: str | None = None) -> WaitingJson:
    said = json.loads(opened(one.pending.data).payload)
    decided = verdict in ("won", "lost")
    return WaitingJson(
        name=name,
        log=one.pending.prefix,
        number=one.pending.number,
        act=said.get("act") or {"candidates": "deposit", "releases": "name", "heads": "head"}[one.pending.prefix.split("/")[0]],
        by=said["by"],
        at=said["at"],
        verdict=verdict,
        message=message,
        next=one.command if decided else command(stores, "settle", name),
    )


def _tell(told: WaitingJson) -> None:
    match told.verdict:
        case "won":
            say(f"✓ won: record {told.number} of {told.log} is in the store ({told.act} by {told.by})")
            say(f"  Next, to finish what is left: {told.next}", "dim")
        case "lost":
            complain(f"lost: {told.message}; nothing of it was written")
            say(f"  Look at what happened meanwhile, and if you still want it: {told.next}", "dim")
        case _:
            complain(f"still unknown: {told.message}")
            say(f"  It stays kept. When the store answers again: {told.next}", "dim")

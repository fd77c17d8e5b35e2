"""`coursewright observe` and `remind`: what a deployment does daily by itself, for stores in a folder, and to look at one."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from typing import Annotated, Any

import typer

from coursewright.commands.acting import JsonOption, StoreOption, command, counted
from coursewright.commands.printed import tell_json
from coursewright.commands.renewing.observing_documents import DigestJson, ObserveJson, RemindJson, SourceJson
from coursewright.commands.terminal import progress, say
from coursewright.publishing.storing.stores import DEFAULT, Deployed, stores_at
from coursewright.renewing.observing.observer import Observer
from coursewright.renewing.observing.watched_sources import sources_from
from coursewright.renewing.reminding.reminder import Digest, Reminder, digests_due

FromOption = Annotated[
    list[str] | None,
    typer.Option("--from", metavar="SOURCE=PLACE", help="Read a source there: a file, a folder, a wheel, an https address."),
]
AcceptOption = Annotated[
    list[str] | None,
    typer.Option("--accept", metavar="SOURCE", help="Take what this source says, although it lost much or went back in time."),
]
OnlyOption = Annotated[bool, typer.Option("--only", help="Read no source but those of --from.")]
GOOD = {"observed", "unchanged"}


def _now() -> datetime:
    return datetime.now(UTC)


def observe_command(
    store: StoreOption = DEFAULT,
    places: FromOption = None,
    only: OnlyOption = False,
    accept: AcceptOption = None,
    as_json: JsonOption = False,
) -> None:
    """Look at what sources publish about models, keep what is new, and write down today's status of every course in use.

    A source that cannot be read is told, and stops no other. Doing it twice writes nothing; a day's status is written once.
    """
    stores = stores_at(store)
    told: list[dict[str, Any]] = []
    sources = sources_from(_places(places or []), os.environ, only=only)
    with progress() as report:
        report("observing", 0, 0)
        facts = Observer(stores.released, sources, told.append, accepted=accept or ()).run(_now())
    seen = tuple(SourceJson.model_validate(one) for one in told if "source" in one)
    document = ObserveJson(
        as_of=facts["as_of"], sources=seen, releases=tuple(facts["releases"]), statuses=facts["statuses"]
    )  # fmt: skip
    if as_json:
        tell_json(document)
    elif not document.releases:
        say(f"No edition is in use in {stores.address}, so nothing was looked at.")
    else:
        _tell(document)


def _places(said: list[str]) -> dict[str, str | None]:
    pairs = [one.partition("=") for one in said]
    for name, _, place in pairs:
        if not name or not place:
            raise typer.BadParameter("it goes SOURCE=PLACE, as in llm-sunset=snapshot.json", param_hint="--from")
    return {name: place for name, _, place in pairs}


def _tell(document: ObserveJson) -> None:
    width = max((len(one.source) for one in document.sources), default=0)
    for one in document.sources:
        is_good = one.outcome in GOOD
        says = f": {one.says}" if one.says else ""
        facts = f", {counted(one.facts, 'facts')}" if is_good else ""
        say(f"{'✓' if is_good else '✗'} {one.source:<{width}}  {one.outcome}{facts}{says}", "" if is_good else "yellow")
    releases = " and ".join(filter(None, (", ".join(document.releases[:-1]), document.releases[-1])))
    if document.statuses:
        wrote = f"{document.statuses} {'status' if document.statuses == 1 else 'statuses'}"
        say(f"✓ wrote {wrote} as of {document.as_of}, of {releases}")
    else:
        say(f"✓ every course of {releases} has its status of {document.as_of}; nothing was written")


class _Collected:
    """A teller that keeps what it is told: the terminal shows it afterwards."""

    def __init__(self) -> None:
        self.digests: list[Digest] = []

    def tell(self, digest: Digest) -> None:
        """See `Teller`."""
        self.digests.append(digest)


def remind_command(
    store: StoreOption = DEFAULT,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what is new to owners, and note nothing.")] = False,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="Show what would be new to owners on a day, and note nothing.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show each owner's digest of what became broken or soon will, as far as it is new, and note that they know it now.

    Of a deployment it only shows what is new: its own function tells owners.
    """
    stores = stores_at(store)
    looks_only = dry_run or as_of is not None or isinstance(stores, Deployed)
    on = _day(as_of) if as_of else _now().date()
    if looks_only:
        digests = digests_due(stores.released, on)
    else:
        teller = _Collected()
        Reminder(stores.released, teller, log=lambda _: None).run(on)
        digests = teller.digests
    if as_json:
        found = tuple(DigestJson.model_validate(one.document()) for one in digests)
        tell_json(RemindJson(as_of=on.isoformat(), told=not looks_only, digests=found))
        return
    for one in digests:
        say(f"To {one.owner}: {one.subject}", "bold")
        say(one.text)
    if not digests:
        say(f"✓ as of {on}, nothing is new to any owner")
    elif looks_only and not isinstance(stores, Deployed):
        say(f"Nothing was noted. To note that they know: {command(stores, 'remind')}", "dim")


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise typer.BadParameter(f"{said!r} is no day; they look like 2027-01-14", param_hint="--as-of") from error

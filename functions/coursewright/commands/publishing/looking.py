"""`coursewright releases` and `history`: what stands where, and how it came to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer
from rich.text import Text

from coursewright.commands.acting import JsonOption, StoreOption, command
from coursewright.commands.printed import tell_json
from coursewright.commands.publishing.documents import RecordJson, record_json
from coursewright.commands.publishing.graph import columns, drawn, when
from coursewright.commands.publishing.views import (
    CandidateJson,
    ChannelJson,
    EditionJson,
    HistoriesJson,
    HistoryJson,
    ReleaseJson,
    ReleasesJson,
)
from coursewright.commands.terminal import out, say
from coursewright.publishing.records.editions import standing_in
from coursewright.publishing.records.log import Log
from coursewright.publishing.records.logs import candidates, channel_log, edition_log
from coursewright.publishing.records.named import unknown
from coursewright.publishing.records.names import is_edition
from coursewright.publishing.storing.store import Store
from coursewright.publishing.storing.stores import DEFAULT, stores_at

_MOST = Annotated[int | None, typer.Option("--most", "-n", min=1, metavar="N", help="Show only the newest N of each.")]


def history_command(
    name: Annotated[str | None, typer.Argument(help="A channel or an edition. Default: all channels.")] = None,
    most: _MOST = None,
    store: StoreOption = DEFAULT,
    as_json: JsonOption = False,
) -> None:
    """Show what happened to a channel or an edition, the newest first: what, from where to where, who, when, why."""
    stores = stores_at(store)
    released = stores.released
    channels = released.folders("channels/")
    known = [*channels, *released.folders("editions/")]
    if name is not None and name not in known:
        raise unknown("channel or edition", name, known, command(stores, "releases"))
    told = tuple(_history(released, one, most) for one in ([name] if name else channels))
    if as_json:
        tell_json(HistoriesJson(logs=told))
        return
    if not told:
        say(f"Nothing was promoted in {stores.address} yet.")
    for number, one in enumerate(told):
        if len(told) > 1:
            say(("\n" if number else "") + one.name, "bold")
        for line in drawn(one):
            out.print(line)


def _history(released: Store, name: str, most: int | None) -> HistoryJson:
    log = (edition_log if is_edition(name) else channel_log)(released, name)
    records = [record for record, _ in zip(told_records(log), range(most), strict=False)] if most else list(told_records(log))
    return HistoryJson(name=name, records=tuple(records))


def told_records(log: Log) -> Iterator[RecordJson]:
    """The records of a log, the newest first; of a withdrawal it is told what it withdrew."""
    newer = None
    for record in log.records():
        if newer is not None:
            gone = set(newer.body.get("withdrawn") or ()) - set(record.body.get("withdrawn") or ())
            yield record_json(newer, withdrew=gone.pop() if newer["act"] == "withdraw" and gone else None)
        newer = record
    if newer is not None:
        yield record_json(newer)


def releases_command(store: StoreOption = DEFAULT, as_json: JsonOption = False) -> None:
    """Show channels, editions with their releases, and candidates, the newest first."""
    stores = stores_at(store)
    channels = tuple(_channels(stores.released))
    editions = tuple(_edition(stores.released, name, channels) for name in reversed(stores.released.folders("editions/")))
    told = ReleasesJson(
        channels=channels,
        editions=editions,
        candidates=tuple(_candidates(stores.candidates, {one.manifest: one.name for e in editions for one in e.releases})),
    )
    if as_json:
        tell_json(told)
    elif not told.channels and not told.candidates:
        say(f"Nothing in {stores.address} yet. Next: {command(stores, 'deposit')}")
    else:
        for line in _lines(told):
            out.print(line)


def _channels(released: Store) -> Iterator[ChannelJson]:
    for name in released.folders("channels/"):
        head = channel_log(released, name).head()
        if head:
            yield ChannelJson(
                name=name,
                edition=head["edition"],
                release=head["release"],
                withdrawn=head["withdrawn"],
                record=head.number,
                by=head["by"],
                at=head["at"],
                why=head["why"],
            )


def _edition(released: Store, name: str, channels: tuple[ChannelJson, ...]) -> EditionJson:
    records = list(edition_log(released, name).records())
    now = standing_in(records[0])
    promoted = {record["release"]: record for record in records if record["act"] == "promote"}
    return EditionJson(
        name=name,
        channels=tuple(channel.name for channel in channels if channel.edition == name),
        releases=tuple(
            ReleaseJson(
                name=release,
                manifest=record["manifest"],
                is_current=release == now.release,
                withdrawn=now.withdrawn.get(release),
                by=record["by"],
                at=record["at"],
                why=record["why"],
            )
            for release, record in promoted.items()
        ),
    )


def _candidates(store: Store, released: dict[str, str]) -> Iterator[CandidateJson]:
    for edition in reversed(store.folders("candidates/")):
        for record in candidates(store, edition).records():
            yield CandidateJson(
                name=f"{edition}-rc.{record.number}",
                manifest=record["manifest"],
                released_as=released.get(record["manifest"]),
                by=record["by"],
                at=record["at"],
                why=record["why"],
            )


def _lines(told: ReleasesJson) -> Iterator[Text]:
    """Three parts, each in columns of its own; `●` marks where an edition stands."""
    if told.channels:
        yield Text("channels", "bold")
        yield from columns(
            [
                (f"  {one.name}", f"→ {one.edition}", one.release, when(one.at), one.by, _why(one.withdrawn, one.why))
                for one in told.channels
            ]
        )
    if told.editions:
        yield Text("\neditions" if told.channels else "editions", "bold")
    for edition in told.editions:
        at = f"  ← {', '.join(edition.channels)}" if edition.channels else ""
        yield Text(f"  {edition.name}").append(at, "cyan")
        yield from columns(
            [
                (
                    f"  {'●' if one.is_current else ' '} {one.name}",
                    one.manifest[:12],
                    when(one.at),
                    one.by,
                    _why(one.withdrawn, one.why),
                )
                for one in edition.releases
            ]
        )
    if told.candidates:
        yield Text("\ncandidates" if told.editions else "candidates", "bold")
        yield from columns(
            [
                (
                    f"  {one.name}",
                    one.manifest[:12],
                    when(one.at),
                    one.by,
                    f"released as {one.released_as}" if one.released_as else "",
                    one.why,
                )
                for one in told.candidates
            ]
        )


def _why(withdrawn: str | None, why: str) -> str:
    return f"✗ withdrawn: {withdrawn}" if withdrawn else why

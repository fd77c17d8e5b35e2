"""`coursewright schedule`: a promotion at a set time, by a deployment; what waits, and what is taken away before it comes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from coursewright.commands.acting import ByOption, JsonOption, StoreOption, WhyOption, actor, command
from coursewright.commands.printed import tell_json
from coursewright.commands.publishing.documents import ScheduledJson, SchedulesJson
from coursewright.commands.terminal import say
from coursewright.errors import DeploymentError, UnknownNameError
from coursewright.publishing.depositing.deposit import find_candidate
from coursewright.publishing.promoting.moments import moment
from coursewright.publishing.records.logs import channel_log
from coursewright.publishing.records.named import candidate_names, unknown
from coursewright.publishing.records.names import is_channel, parse_candidate
from coursewright.publishing.storing.stores import DEFAULT, Deployed, stores_at

if TYPE_CHECKING:
    from coursewright.publishing.promoting.scheduling import Scheduled, Schedules  # a laptop needs no boto3


def schedule_command(  # noqa: PLR0913 - a command has the options its users need
    candidate: Annotated[str | None, typer.Argument(help="The candidate's name. Default: list what waits.")] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="TIME", help="When, as clocks show it: 2027-01-04T09:00.")] = None,
    timezone: Annotated[str | None, typer.Option("--timezone", metavar="ZONE", help="Where: Europe/Berlin, or UTC.")] = None,
    channel: Annotated[str, typer.Option("--channel", help="The channel to move to the candidate's edition.")] = "stable",
    cancel: Annotated[str | None, typer.Option("--cancel", metavar="NAME", help="Take away what waits by this name.")] = None,
    store: StoreOption = DEFAULT,
    by: ByOption = None,
    why: WhyOption = "",
    as_json: JsonOption = False,
) -> None:
    """Promote a candidate at a set time, if its channel is then still where it is now. Only on AWS: --store s3://NAME."""
    stores = stores_at(store)
    if not isinstance(stores, Deployed):
        raise DeploymentError(
            f"{stores.address} is a folder, and schedules are kept by a deployment: name one with --store s3://NAME; "
            "on a laptop, cron can run `coursewright promote`"
        )
    if cancel is not None:
        _refuse_misuse(candidate or at or timezone)
        done = _cancelled(stores, cancel)
    elif candidate is None:
        _refuse_misuse(at or timezone)
        done = _waiting(stores)
    else:
        done = _scheduled(stores, candidate, at, timezone, channel, by, why)
    told, lines = done
    if as_json:
        tell_json(told)
        return
    for line in lines:
        say(line)


Told = tuple[SchedulesJson, list[str]]


def _scheduled(  # noqa: PLR0913 - what a schedule needs
    stores: Deployed, candidate: str, at: str | None, zone: str | None, channel: str, by: str | None, why: str
) -> Told:
    if at is None or zone is None:
        raise typer.BadParameter("say when and where, as in --at 2027-01-04T09:00 --timezone Europe/Berlin", param_hint="--at")
    if not is_channel(channel):
        raise UnknownNameError(f"{channel!r} cannot be a channel; use lower-case words joined by hyphens, like pilot-health")
    when = moment(at, zone, datetime.now(UTC))
    found = find_candidate(stores.candidates, parse_candidate(candidate))
    if found is None:
        raise unknown("candidate", candidate, candidate_names(stores.candidates), command(stores, "releases"))
    head = channel_log(stores.released, channel).head()
    made = _schedules(stores).add(found, channel, head.number if head else 0, when, actor(by), why)
    told = _json(made)
    line = f"✓ scheduled {told.name}" if made.is_new else f"✓ {told.name} was scheduled before; nothing was changed"
    return SchedulesJson(schedules=(told,)), [
        f"{line}: {_when(told)}",
        f"  It happens only if {_seen(told)} then, too. To take it away: {command(stores, 'schedule', '--cancel', told.name)}",
    ]


def _waiting(stores: Deployed) -> Told:
    told = SchedulesJson(schedules=tuple(_json(one) for one in _schedules(stores).waiting()))
    lines = [f"{one.name}: {_when(one)}, by {one.by}{f': {one.why}' if one.why else ''}" for one in told.schedules]
    return told, lines or [f"No promotion waits in {stores.address}."]


def _cancelled(stores: Deployed, name: str) -> Told:
    told = _json(_schedules(stores).cancel(name))
    return SchedulesJson(schedules=(told,)), [f"✓ took away {told.name}, which was to be {_when(told)}"]


def _when(told: ScheduledJson) -> str:
    return f"{told.candidate} in {told.channel} at {told.at} ({told.timezone})"


def _seen(told: ScheduledJson) -> str:
    return f"{told.channel} is at its record {told.seen}" if told.seen else f"there is no channel {told.channel}"


def _refuse_misuse(given: object) -> None:
    if given:
        raise typer.BadParameter("name a candidate to schedule it, or nothing to list what waits, or --cancel NAME alone")


def _schedules(stores: Deployed) -> Schedules:
    from coursewright.publishing.promoting.scheduling import schedules_of  # noqa: PLC0415 - the same

    return schedules_of(stores.name)


def _json(one: Scheduled) -> ScheduledJson:
    asked = one.request
    return ScheduledJson(
        name=one.name,
        candidate=asked["candidate"],
        manifest=asked["manifest"],
        channel=asked["channel"],
        seen=asked["seen"],
        at=one.at,
        timezone=one.zone,
        by=asked["by"],
        why=asked.get("why", ""),
    )

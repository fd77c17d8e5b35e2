"""`coursewright approve`, `request-changes` and `override`: what a reviewer decides about a candidate."""

from __future__ import annotations

from typing import Annotated

import typer

from coursewright.commands.acting import ByOption, JsonOption, StoreOption, WhyOption, counted
from coursewright.commands.printed import tell_json
from coursewright.commands.reviewing.review_desks import (
    CandidateArgument,
    ChannelOption,
    DeskOption,
    ReviewDesk,
    Told,
    desk_at,
    known_channel,
)
from coursewright.commands.reviewing.review_documents import ReviewJson, review_json
from coursewright.commands.reviewing.review_text import gate_lines, missing_said, next_steps
from coursewright.commands.terminal import out, say
from coursewright.errors import ReviewRefusedError
from coursewright.publishing.records.names import parse_candidate
from coursewright.publishing.storing.stores import DEFAULT

NeededWhy = Annotated[str, typer.Option("--why", metavar="TEXT", help="Why, for the record.")]


def approve_command(  # noqa: PLR0913 - a command has the options its users need
    candidate: CandidateArgument,
    channel: ChannelOption = "stable",
    manifest: Annotated[
        str | None, typer.Option("--manifest", metavar="DIGEST", help="Approve only if this is the candidate's manifest.")
    ] = None,
    store: StoreOption = DEFAULT,
    desk: DeskOption = "",
    by: ByOption = None,
    why: WhyOption = "",
    as_json: JsonOption = False,
) -> None:
    """Approve a candidate: exactly these bytes, and what every gate says of them now.

    Refused to whoever's approval could never count: who wrote or deposited part of it, is in no people.yaml that decides, or is
    not among the reviewers. It stops counting when something fails that it did not see.
    """
    with_whom, channel = desk_at(store, desk, by), known_channel(channel)
    name = str(parse_candidate(candidate))
    told = with_whom.look(name, channel)
    if manifest is not None and manifest != told["manifest"]:
        raise ReviewRefusedError(f"{name} is {told['manifest'][:12]}, and {manifest[:12]} was to be approved; look at it again")
    if not as_json:
        say(f"{name}, manifest {told['manifest']}", "bold")
        _tell_gates(review_json(told))
    seen = {field: told[field] for field in ("manifest", "private")}
    said = {"act": "approve", **seen, "seen": told["judgement"]["seen"], "channel": channel, "text": why}
    after = _after(with_whom, name, channel, with_whom.note(name, said))
    if as_json:
        tell_json(after)
        return
    counting = sum(one.why_not is None for one in after.approvals)
    say(f"✓ approved: {counting} of {counted(after.needed, 'approvals')} count")
    _tell_next(after, with_whom)


def request_changes_command(  # noqa: PLR0913 - a command has the options its users need
    candidate: CandidateArgument,
    why: NeededWhy,
    channel: ChannelOption = "stable",
    store: StoreOption = DEFAULT,
    desk: DeskOption = "",
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask for changes: the candidate waits until you approve it, or take that back with `review --resolve`."""
    with_whom, channel = desk_at(store, desk, by), known_channel(channel)
    name = str(parse_candidate(candidate))
    after = _after(with_whom, name, channel, with_whom.note(name, {"act": "request", "text": why}))
    if as_json:
        tell_json(after)
        return
    number = after.noted.number if after.noted else 0
    say(f"✓ asked for changes: note {number} on {name}")
    say(f"  To take it back: {with_whom.command('review', name, '--resolve', str(number))}", "dim")


def override_command(  # noqa: PLR0913 - a command has the options its users need
    candidate: CandidateArgument,
    gate: Annotated[str, typer.Argument(help="The gate, as `coursewright review` names it.")],
    why: NeededWhy,
    items: Annotated[
        list[str] | None, typer.Option("--item", metavar="TEXT", help="Only this of what fails there. Default: all of it.")
    ] = None,
    channel: ChannelOption = "stable",
    store: StoreOption = DEFAULT,
    desk: DeskOption = "",
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let a gate pass for what fails there now. It holds once two people who made none of the candidate said the same."""
    with_whom, channel = desk_at(store, desk, by), known_channel(channel)
    name = str(parse_candidate(candidate))
    before = review_json(with_whom.look(name, channel))
    failing = next((one.items for one in before.gates if one.gate == gate), ())
    if not failing and any(one.gate == gate for one in before.gates):
        raise ReviewRefusedError(f"the gate {gate} does not fail, so there is nothing to override")
    said = {"act": "override", "gate": gate, "items": items or list(failing), "text": why, "channel": channel}
    after = _after(with_whom, name, channel, with_whom.note(name, said))
    if as_json:
        tell_json(after)
        return
    count = len((after.noted.items if after.noted else None) or ())
    now = next(one for one in after.gates if one.gate == gate)
    say(f"✓ {counted(count, 'items')} of the gate {gate} may pass, for your part; {missing_said(now)}")


def _after(desk: ReviewDesk, name: str, channel: str, noted: Told) -> ReviewJson:
    """How the candidate stands with the note."""
    return review_json(desk.look(name, channel), noted)


def _tell_gates(told: ReviewJson) -> None:
    for line in gate_lines(told):
        out.print(line)


def _tell_next(told: ReviewJson, desk: ReviewDesk) -> None:
    for line in next_steps(told, desk.command):
        say(f"Next: {line}", "dim")

"""`coursewright review`: what waits at a candidate, and comments on it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from coursewright.commands.acting import ByOption, JsonOption, StoreOption
from coursewright.commands.printed import tell_json
from coursewright.commands.reviewing.review_desks import AnyCandidate, ChannelOption, DeskOption, chosen, desk_at, known_channel
from coursewright.commands.reviewing.review_documents import ReviewJson, review_json
from coursewright.commands.reviewing.review_text import review_lines
from coursewright.commands.terminal import out, say
from coursewright.publishing.records.names import parse_candidate
from coursewright.publishing.storing.stores import DEFAULT

_DONE = {"comment": "commented", "resolve": "resolved"}


def review_command(  # noqa: PLR0913 - a command has the options its users need
    candidate: AnyCandidate = None,
    channel: ChannelOption = "stable",
    comment: Annotated[str | None, typer.Option("--comment", metavar="TEXT", help="Say something of it.")] = None,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="COURSE/ITEM#BLOCK", help="What the comment is about, as far as you can say."),
    ] = None,
    reply: Annotated[int | None, typer.Option("--reply", metavar="N", help="The note that the comment answers.")] = None,
    resolve: Annotated[int | None, typer.Option("--resolve", metavar="N", help="Note N is dealt with.")] = None,
    store: StoreOption = DEFAULT,
    desk: DeskOption = "",
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what waits at a candidate: changes, gates, approvals, what people said of it and what to do next.

    With --comment or --resolve: say something of it.
    """
    said = _said(comment, at, reply, resolve)
    with_whom = desk_at(store, desk, by)
    if said is not None and candidate is None:
        raise typer.BadParameter("say of which candidate; what is newest may change at any moment", param_hint="CANDIDATE")
    name = chosen(with_whom, candidate) if said is None else str(parse_candidate(candidate or ""))
    noted = with_whom.note(name, said) if said else None
    if noted and not as_json:
        say(f"✓ {_DONE[noted['act']]}: note {noted['number']} on {name}")
        return
    told: ReviewJson = review_json(with_whom.look(name, known_channel(channel)), noted)
    if as_json:
        tell_json(told)
        return
    for line in review_lines(told, with_whom.command):
        out.print(line)


def _said(comment: str | None, at: str | None, reply: int | None, resolve: int | None) -> dict[str, Any] | None:
    """The note that the options say; None where they only look."""
    if resolve is not None:
        if (comment, at, reply) != (None, None, None):
            raise typer.BadParameter("resolve a note, or comment, not both at once", param_hint="--resolve")
        return {"act": "resolve", "of": resolve}
    if comment is None:
        if at is not None or reply is not None:
            raise typer.BadParameter("say what: --comment TEXT", param_hint="--at" if at is not None else "--reply")
        return None
    return {"act": "comment", "text": comment, "reply_to": reply, **_place(at or "")}


def _place(at: str) -> dict[str, str | None]:
    """A place as it is written: course, course/item or course/item#block."""
    path, _, block = at.partition("#")
    course, _, item = path.partition("/")
    if "/" in item or (block and not item) or (item and not course):
        raise typer.BadParameter("write it as course, course/item or course/item#block", param_hint="--at")
    return {"course": course or None, "item": item or None, "block": block or None}

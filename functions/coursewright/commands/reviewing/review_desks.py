"""Where reviewers of a terminal say things: beside a folder's own stores, or at a deployment's desk, which knows them by a token.

Both give what was said and what the gates say as reviewing/review_document.py forms it, and take notes as reviewing/noting.py
does. On a folder whoever sits there is who they say, as with every verb.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Protocol

import typer

from coursewright.commands.acting import actor, command
from coursewright.commands.reviewing.asking_reviews import ask_reviews, preview_in
from coursewright.commands.terminal import err
from coursewright.errors import UnknownNameError
from coursewright.publishing.depositing.deposit import Candidate, find_candidate
from coursewright.publishing.records.logs import candidates as candidate_log
from coursewright.publishing.records.named import candidate_names, unknown
from coursewright.publishing.records.names import Numbered, is_channel, is_edition, parse_candidate
from coursewright.publishing.storing.stores import Deployed, Stores, stores_at
from coursewright.reviewing.gatekeeping import holds_by
from coursewright.reviewing.judging import Judgement, judge
from coursewright.reviewing.noting import noted
from coursewright.reviewing.review_document import note_document, review_document
from coursewright.reviewing.review_log import reviews_of
from coursewright.reviewing.signing_off import Pen
from coursewright.reviewing.who_reviews import WhoReviews

CandidateArgument = Annotated[str, typer.Argument(help="The candidate's name, like 2026-Q4-rc.1.")]
AnyCandidate = Annotated[
    str | None, typer.Argument(help="A candidate, or an edition for its newest. Default: the newest edition's newest.")
]
DeskOption = Annotated[
    str,
    typer.Option(
        "--desk",
        metavar="URL",
        help="The review desk of a deployment, https://…; who you are says the token in COURSEWRIGHT_TOKEN. "
        "With --store s3://NAME it may come from COURSEWRIGHT_PREVIEW_URL.",
    ),
]
ChannelOption = Annotated[str, typer.Option("--channel", help="The channel that it is judged for.")]
Told = dict[str, Any]


class ReviewDesk(Protocol):
    """Somebody at a desk, by whichever way."""

    def look(self, candidate: str, channel: str) -> Told:
        """What was said and what the gates say."""

    def note(self, candidate: str, said: Mapping[str, Any]) -> Told:
        """Say something; the note as it was recorded."""

    def command(self, *words: str) -> str:
        """A command to type at this desk."""

    def newest(self, edition: str | None) -> str:
        """The newest candidate of an edition, or of the newest that has any."""


@dataclass(frozen=True)
class FolderDesk:
    """Beside the stores of a folder."""

    stores: Stores
    by: str | None

    def look(self, candidate: str, channel: str) -> Told:
        """See `ReviewDesk`."""
        found = self._candidate(candidate)
        return review_document(
            self._judged(found, channel), reviews_of(self.stores.candidates, candidate), holds=holds_by(os.environ)
        )

    def note(self, candidate: str, said: Mapping[str, Any]) -> Told:
        """See `ReviewDesk`."""
        found, stores = self._candidate(candidate), self.stores
        people = WhoReviews(stores.candidates, stores.released).editors()
        pen = Pen(stores.candidates, candidate, found.record, people, actor(self.by), datetime.now(UTC))
        return note_document(noted(pen, lambda channel: self._judged(found, channel), said))

    def command(self, *words: str) -> str:
        """See `ReviewDesk`."""
        return command(self.stores, *words)

    def newest(self, edition: str | None) -> str:
        """See `ReviewDesk`."""
        name = edition or max(self.stores.candidates.folders("candidates/"), default=None)
        head = candidate_log(self.stores.candidates, name).head() if name else None
        if head is None:
            raise UnknownNameError(
                f"nothing was deposited{f' for {name}' if name else ''} yet; {self.command('deposit')} does it"
            )
        return str(Numbered(str(name), head.number, is_candidate=True))

    def _judged(self, found: Candidate, channel: str) -> Judgement:
        stores = self.stores
        return judge(stores.candidates, stores.released, found, channel or "stable", datetime.now(UTC))

    def _candidate(self, name: str) -> Candidate:
        found = find_candidate(self.stores.candidates, parse_candidate(name))
        if found is None:
            raise unknown("candidate", name, candidate_names(self.stores.candidates), self.command("releases"))
        return found


@dataclass(frozen=True)
class DistantDesk:
    """At the desk of a deployment."""

    address: str
    token: str
    words: tuple[str, ...]

    def look(self, candidate: str, channel: str) -> Told:
        """See `ReviewDesk`."""
        return ask_reviews(self.address, self.token, candidate, channel=channel)

    def note(self, candidate: str, said: Mapping[str, Any]) -> Told:
        """See `ReviewDesk`."""
        return ask_reviews(self.address, self.token, candidate, said)

    def command(self, *words: str) -> str:
        """See `ReviewDesk`."""
        return " ".join(["coursewright", *words, *self.words])

    def newest(self, edition: str | None) -> str:
        """See `ReviewDesk`: the desk says which, when it is asked."""
        if edition is None:
            raise typer.BadParameter("name a candidate, or an edition for its newest", param_hint="CANDIDATE")
        return edition


def desk_at(store: str, address: str, by: str | None) -> ReviewDesk:
    """The desk that the options name.

    Raises:
        ConfigurationError: a deployment's desk is not named, or there is no token to show to it.
    """
    stores = None if address else stores_at(store)
    if stores and not isinstance(stores, Deployed):
        return FolderDesk(stores, by)
    if by is not None:
        raise typer.BadParameter("a desk knows you by your token, not by what you say", param_hint="--by")
    at, token = preview_in(os.environ, address)
    return DistantDesk(at, token, ("--desk", at) if address else ("--store", stores.address if stores else store))


def chosen(desk: ReviewDesk, name: str | None, edition: str | None = None) -> str:
    """The candidate that is meant; where none was named, which it is is told."""
    if name is not None and not is_edition(name):
        parse_candidate(name)
        return name
    found = desk.newest(name or edition)
    if not is_edition(found):
        err.print(f"  {found} is the newest candidate of {found.partition('-rc.')[0]}", style="dim", markup=False)
    return found


def known_channel(channel: str) -> str:
    """A channel's name.

    Raises:
        UnknownNameError: it cannot be one.
    """
    if not is_channel(channel):
        raise UnknownNameError(f"{channel!r} cannot be a channel; use lower-case words joined by hyphens, like pilot-health")
    return channel

"""Acts on what was released, the same for both kinds of stores: done here on a folder, asked of the promote function on AWS."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import typer

from coursewright.commands.acting import actor, deciding, stamp
from coursewright.commands.terminal import progress
from coursewright.publishing.depositing.deposit import Candidate
from coursewright.publishing.promoting import promotion, rollback, withdrawal
from coursewright.publishing.promoting.promotion import Promotion
from coursewright.publishing.promoting.withdrawal import Withdrawal
from coursewright.publishing.records import heads, log
from coursewright.publishing.records.log import Pending, Record
from coursewright.publishing.records.names import Numbered
from coursewright.publishing.storing.stores import Deployed, Stores
from coursewright.reviewing.gatekeeping import gatekeeper_for

if TYPE_CHECKING:
    from coursewright.publishing.promoting.promote_function import PromoteFunction  # a laptop needs no boto3


def promote(  # noqa: PLR0913 - what a promotion needs
    candidate: Candidate,
    stores: Stores,
    channel: str,
    by: str | None,
    why: str,
    *,
    again: bool = False,
    full: bool = False,
    seen: int | None = None,
) -> Promotion:
    """Candidate → promotion, with progress."""
    if isinstance(stores, Deployed):
        if full:
            raise typer.BadParameter(
                f"only the promote function writes to {stores.address}, and it copies what is missing; "
                "bring lost objects back with `coursewright restore`",
                param_hint="--full",
            )
        with progress() as report, deciding(stores):
            report("promoting", 0, 0)
            return _function(stores).promote(candidate, channel, actor(by), why, again=again, seen=seen)
    who, asked = stamp(stores, by, why), gatekeeper_for(os.environ, stores.candidates, stores.released, is_shared=False)
    with progress() as report, deciding(stores):
        return promotion.promote(
            candidate,
            stores.candidates,
            stores.released,
            channel,
            who,
            report,
            again=again,
            full=full,
            seen=seen,
            gatekeeper=asked,
        )


def promote_as_seen(  # noqa: PLR0913 - what a promotion needs
    stores: Deployed, candidate: str, manifest: str, channel: str, seen: int, by: str | None, why: str, *, again: bool = False
) -> dict[str, Any]:
    """The same of a deployment that cannot be read: asks for exactly what was seen, and gives what the function says."""
    request = {"act": "promote", "candidate": candidate, "manifest": manifest, "channel": channel, "seen": seen}
    with progress() as report, deciding(stores):
        report("promoting", 0, 0)
        return _function(stores).ask({**request, "by": actor(by), "why": why, "again": again})


def roll_back(  # noqa: PLR0913 - what a rollback needs
    stores: Stores, head: Record, to: str, seen: int | None, by: str | None, why: str
) -> tuple[Record, bool]:
    """Take the channel of this head back."""
    channel = head["channel"]
    if isinstance(stores, Deployed):
        return _function(stores).rollback(channel, to, head.number if seen is None else seen, actor(by), why)
    return rollback.rollback(stores.released, channel, stamp(stores, by, why), to, seen)


def withdraw(stores: Stores, release: Numbered, by: str | None, why: str) -> Withdrawal:
    """Withdraw a release."""
    if isinstance(stores, Deployed):
        return _function(stores).withdraw(release, actor(by), why)
    return withdrawal.withdraw(stores.released, release, stamp(stores, by, why))


def issue_heads(stores: Stores, by: str | None) -> int:
    """Issue the heads that are due. On AWS the function itself says who issued them."""
    if isinstance(stores, Deployed):
        return _function(stores).heads()
    return heads.issue_heads(stores.released, stamp(stores, by, "due"))


def settle(stores: Stores, pending: Pending) -> None:
    """Put a record again until that is decided; raises where it lost, or is still unknown."""
    is_candidate = pending.prefix.startswith("candidates/")  # which a depositor may put
    if isinstance(stores, Deployed) and not is_candidate:
        _function(stores).settle(pending)
    else:
        log.settle(stores.candidates if is_candidate else stores.released, pending)


def _function(stores: Deployed) -> PromoteFunction:
    from coursewright.publishing.promoting.promote_function import promote_function  # noqa: PLC0415 - the same

    return promote_function(stores.name, stores.released)

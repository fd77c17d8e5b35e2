"""`coursewright rollback`, `withdraw` and `heads`: what is done when something went wrong, and daily so that it shows."""

from __future__ import annotations

from typing import Annotated

import typer

from coursewright.commands.acting import ByOption, JsonOption, StoreOption, WhyOption, command, counted, deciding
from coursewright.commands.printed import tell_json
from coursewright.commands.publishing import acts
from coursewright.commands.publishing.documents import HeadJson, HeadsJson, RollbackJson, WithdrawJson
from coursewright.commands.terminal import say
from coursewright.publishing.promoting.rollback import way_back
from coursewright.publishing.promoting.withdrawal import Withdrawal
from coursewright.publishing.records.editions import standing_in
from coursewright.publishing.records.logs import channel_log, edition_log, heads_of
from coursewright.publishing.records.named import releases_of, unknown
from coursewright.publishing.records.names import parse_numbered
from coursewright.publishing.storing.store import Store
from coursewright.publishing.storing.stores import DEFAULT, Stores, stores_at


def rollback_command(  # noqa: PLR0913 - a command has the options its users need
    channel: Annotated[str, typer.Argument(help="The channel to take back.")],
    to: Annotated[
        str | None, typer.Option("--to", metavar="EDITION", help="The older edition. Default: the one before; one step only.")
    ] = None,
    seen: Annotated[
        int | None, typer.Option("--seen", metavar="N", help="Move only if the channel is at its record N, as you saw it.")
    ] = None,
    store: StoreOption = DEFAULT,
    by: ByOption = None,
    why: WhyOption = "",
    as_json: JsonOption = False,
) -> None:
    """Take a channel back to an older edition: where new learners start. Who is pinned to the newer edition stays there."""
    stores = stores_at(store)
    log = channel_log(stores.released, channel)
    head = log.head()
    if head is None:
        raise unknown("channel", channel, stores.released.folders("channels/"), command(stores, "releases"))
    target = to or way_back(log, head)
    with deciding(stores, command(stores, "rollback", channel, "--to", target, *(("--why", why) if why else ()))):
        record, moved = acts.roll_back(stores, head, target, seen, by, why)
    told = RollbackJson(
        channel=channel,
        from_=head["edition"],
        to=record["edition"],
        release=record["release"],
        moved=moved,
        record=record.number,
    )
    if as_json:
        tell_json(told)
    else:
        _tell_rollback(told, stores, None if head["withdrawn"] else head["release"])


def _tell_rollback(told: RollbackJson, stores: Stores, left: str | None) -> None:
    """What happened, and to whom; `left` is the release the channel was at, if it still passes for good."""
    if not told.moved:
        say(f"✓ {told.channel} is at {told.to}, release {told.release}, already; nothing was written")
        say(f"  To go further back, name the edition: {command(stores, 'rollback', told.channel)} --to EDITION", "dim")
        return
    say(f"✓ rolled back {told.channel}: {told.from_} → {told.to}, release {told.release} (record {told.record})")
    say(f"  Who starts now gets {told.to}. Who is pinned to {told.from_} stays there, and {told.from_} can still be read.")
    if left:
        say(f"  If {left} is wrong, tell its readers: {command(stores, 'withdraw', left)} --why REASON", "dim")


def withdraw_command(
    release: Annotated[str, typer.Argument(help="The release's name, like 2026-Q4.1.")],
    why: Annotated[str, typer.Option("--why", help="Why; readers of the release are told.")],
    store: StoreOption = DEFAULT,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Withdraw a bad release. It can still be read, and says so; its edition goes back to its newest good release."""
    stores = stores_at(store)
    name = parse_numbered(release)
    known = [one for edition in stores.released.folders("editions/") for one in releases_of(stores.released, edition)]
    if name is None or release not in known:
        raise unknown("release", release, known, command(stores, "releases"))
    with deciding(stores):
        withdrawal = acts.withdraw(stores, name, by, why)
    told = _withdraw_json(release, withdrawal, stores)
    if as_json:
        tell_json(told)
    else:
        _tell_withdrawal(told, withdrawal)


def _withdraw_json(release: str, withdrawal: Withdrawal, stores: Stores) -> WithdrawJson:
    now = withdrawal.standing
    is_good = now.withdrawn_because is None
    back = None if is_good else _good_before(stores.released, now.edition)
    ways = [command(stores, "rollback", channel, "--to", back) for channel in withdrawal.channels] if back else []
    return WithdrawJson(
        release=release,
        edition=now.edition,
        stands_at=now.release,
        is_good=is_good,
        channels=withdrawal.channels,
        next=tuple(ways),
        moved=withdrawal.moved,
    )


def _tell_withdrawal(told: WithdrawJson, withdrawal: Withdrawal) -> None:
    why = withdrawal.standing.withdrawn[told.release]
    say(f"✓ withdrew {told.release}: {why}" if told.moved else f"✓ {told.release} was withdrawn already: {why}")
    at = f" (and with it {' and '.join(told.channels)})" if told.channels else ""
    if told.is_good:
        say(f"  {told.edition}{at} is at {told.stands_at}. Who asks for {told.release} by name still gets it, and is told.")
        return
    say(f"  {told.edition}{at} has no good release left: it stays at {told.stands_at}, and readers are told.", "yellow")
    say("  Mend it, then deposit and promote the correction." + (" Until then, take new learners back:" if told.next else ""))
    for line in told.next:
        say(f"    {line}")


def _good_before(released: Store, edition: str) -> str | None:
    """The newest older edition that stands at a good release."""
    for older in reversed(released.folders("editions/")):
        head = edition_log(released, older).head()
        if older < edition and head and standing_in(head).withdrawn_because is None:
            return older
    return None


def heads_command(store: StoreOption = DEFAULT, by: ByOption = None, as_json: JsonOption = False) -> None:
    """Issue the signed heads that are due: where each edition and channel stands, and until when that may be believed.

    To be run daily: without it, readers who verify are told after a week that they cannot know. Doing it twice writes nothing.
    """
    stores = stores_at(store)
    issued = 0
    if stores.released.folders("editions/"):  # or else keys would be made for nothing
        with deciding(stores):
            issued = acts.issue_heads(stores, by)
    told = HeadsJson(issued=issued, heads=tuple(_heads(stores.released)))
    if as_json:
        tell_json(told)
        return
    if not told.heads:
        say(f"Nothing was promoted in {stores.address} yet.")
        return
    total = len(told.heads)
    fresh = f"all {total} heads are fresh" if total > 1 else "the one head is fresh"
    say(f"✓ issued {issued} of {counted(total, 'heads')}" if issued else f"✓ {fresh}; nothing was written")
    width = max(len(head.log) for head in told.heads)
    for head in told.heads:
        say(f"  {head.log:<{width}}  record {head.record}, to be believed until {head.expires.replace('+00:00', 'Z')}", "dim")


def _heads(released: Store) -> list[HeadJson]:
    logs = [edition_log(released, name) for name in released.folders("editions/")]
    logs += [channel_log(released, name) for name in released.folders("channels/")]
    found = [heads_of(log).head() for log in logs]
    return [
        HeadJson(log=head["of"], record=head["record"], digest=head["digest"], expires=head["expires"]) for head in found if head
    ]

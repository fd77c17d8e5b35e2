"""An impact on a terminal: a heading for each event, and a row for each thing that it affects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from coursewright.renewing.impact.impact import WORK, Affected, Impact, Outcome
from coursewright.renewing.impact.reports.telling import (
    advice,
    counted,
    follows,
    happenings,
    heading,
    overdue,
    reach,
    title,
    where,
)

STYLES = {"broken": "bold red", "expiring": "yellow", "api-changed": "magenta", "re-probe": "cyan", "unverified": "dim"}


def table(impact: Impact) -> Iterator[Text]:
    """The lines of the table."""
    yield Text(heading(impact), "bold")
    yield Text(f"  {counted(impact)}", "dim" if impact.outcomes else "green")
    for outcome in happenings(impact):
        yield Text()
        yield Text(title(outcome, impact), "bold").append(f"  {outcome.status}", STYLES[outcome.status])
        yield Text(f"  {advice(outcome)}", "dim")
        yield from _rows([one for one in outcome.affected if one.kind in WORK])
        yield from (Text(f"  {sentence}", "dim") for sentence in follows(outcome))
    if late := overdue(impact):
        yield Text()
        yield Text("Claims to be checked again", "bold").append(f"  {len(late)}", STYLES["unverified"])
        yield from _reviews(late)


def _rows(affected: Sequence[Affected]) -> Iterator[Text]:
    ids = max((len(one.id) for one in affected), default=0)
    kinds = max((len(one.kind) for one in affected), default=0)
    for one in affected:
        line = Text(f"  {one.status:<11} ", STYLES[one.status]).append(f"{one.kind:<{kinds}}  {one.id:<{ids}}  ", "default")
        line.append(_how(one), "default").append(f"  {where(one)}", "dim").append(f"  {one.owner}" if one.owner else "", "dim")
        line.rstrip()
        yield line


def _how(one: Affected) -> str:
    """The first two ways it depends on the event."""
    more = f", and {len(one.how) - 2} more" if len(one.how) > 2 else ""  # noqa: PLR2004 - the two of the line above
    return "; ".join(one.how[:2]) + more


def _reviews(late: Sequence[Outcome]) -> Iterator[Text]:
    claims = [(outcome, next(one for one in outcome.affected if one.kind == "claim")) for outcome in late]
    width = max(len(claim.id) for _, claim in claims)
    for outcome, claim in claims:
        line = Text(f"  due {outcome.event.day}  {claim.id:<{width}}  stated by {reach(outcome)}")
        yield line.append(f"  {where(claim)}", "dim").append(f"  {claim.owner}" if claim.owner else "", "dim")

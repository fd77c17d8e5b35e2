"""`coursewright impact`: what is no longer true, or will not be, and who has to act."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from coursewright.commands.acting import StoreOption
from coursewright.commands.content import CommitOption, ContentOption
from coursewright.commands.days import day_of
from coursewright.commands.printed import tell_json
from coursewright.commands.renewing.impact_documents import ImpactJson
from coursewright.commands.renewing.impact_table import table
from coursewright.commands.renewing.judged import Judged, judge_content, judge_release
from coursewright.commands.renewing.models_reading import named_ledger
from coursewright.commands.terminal import out, say
from coursewright.commands.writing import write_anew
from coursewright.publishing.storing.stores import DEFAULT
from coursewright.renewing.impact.heat_map import heat_map
from coursewright.renewing.impact.impact import Impact
from coursewright.renewing.impact.links import STATUSES
from coursewright.renewing.impact.reports.document import document
from coursewright.renewing.impact.reports.markdown import as_markdown
from coursewright.renewing.impact.reports.page import as_page
from coursewright.renewing.impact.reports.rows import as_csv
from coursewright.renewing.impact.reports.telling import counted, heading
from coursewright.renewing.impact.what_if import Question, answered
from coursewright.renewing.status import NOTICE_DAYS


class Form(StrEnum):
    """How an impact is written."""

    TABLE = "table"
    MARKDOWN = "markdown"
    JSON = "json"
    CSV = "csv"
    HTML = "html"


class Status(StrEnum):
    """What can be found, the worst first (links.py)."""

    BROKEN = "broken"
    EXPIRING = "expiring"
    API_CHANGED = "api-changed"
    RE_PROBE = "re-probe"
    UNVERIFIED = "unverified"


def impact_command(  # noqa: PLR0913 - a command has the options its users need
    content: ContentOption = None,
    commit: CommitOption = None,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="NAME", help="Judge a release, edition, channel or candidate instead."),
    ] = None,
    store: StoreOption = DEFAULT,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="The day to judge by. Default: today.")] = None,
    model: Annotated[str | None, typer.Option("--model", metavar="ID", help="Only the end of this model or family.")] = None,
    retired: Annotated[str | None, typer.Option("--retired", metavar="DATE", help="As if the model were shut down then.")] = None,
    api: Annotated[
        str | None, typer.Option("--api", metavar="ID", help="Only this part of an API, like parameter:temperature.")
    ] = None,
    changed: Annotated[str | None, typer.Option("--changed", metavar="DATE", help="As if that part changed then.")] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="RELEASE", help="Only what this release, content folder or commit did not know."),
    ] = None,
    notice: Annotated[int, typer.Option("--notice", min=0, max=3660, help="How many days ahead an end is told.")] = NOTICE_DAYS,
    owner: Annotated[str | None, typer.Option("--owner", metavar="ID", help="Only what this person or team looks after.")] = None,
    form: Annotated[Form, typer.Option("--format", help="How it is written.")] = Form.TABLE,
    to: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write it to this file.")] = None,
    fail_on: Annotated[
        Status | None, typer.Option("--fail-on", help="Exit 1 if anything is so, or worse: for a nightly job.")
    ] = None,
) -> None:
    """Say what is no longer true on a day, or will not be soon: of the content, or of what was released.

    Every event (a model's end, a change of an API, an overdue review) with the claims, lessons, questions, objectives, courses
    and credentials that it affects; each with a status, a reason, a place and an owner.
    """
    question = _question(as_of, model, retired, api, changed, notice)
    if since:
        question = replace(question, since=named_ledger(since, content, store)[1])
    judged = judge_release(at, store) if at else judge_content(content, commit)
    found = judged.placed(answered(judged.catalogue, question, judged.ledger))
    found = _owned(found, owner) if owner else found
    _tell(found, judged, form, to)
    if fail_on and any(found.counts()[status] for status in STATUSES[: STATUSES.index(fail_on) + 1]):
        raise typer.Exit(1)


def _question(  # noqa: PLR0913 - what is asked
    as_of: str | None, model: str | None, retired: str | None, api: str | None, changed: str | None, notice: int
) -> Question:
    """The question, its day by default the one it is about, or today."""
    if retired and not model:
        raise typer.BadParameter("name the model with --model", param_hint="--retired")
    if changed and not api:
        raise typer.BadParameter("name the part of the API with --api", param_hint="--changed")
    gone, other = day_of(retired, "--retired"), day_of(changed, "--changed")
    day = day_of(as_of, "--as-of") or max((day for day in (gone, other) if day), default=None)
    return Question(day or datetime.now(UTC).date(), model, gone, api, other, notice_days=notice)


def _owned(found: Impact, owner: str) -> Impact:
    outcomes = (
        replace(outcome, affected=tuple(one for one in outcome.affected if one.owner == owner)) for outcome in found.outcomes
    )
    return replace(found, outcomes=tuple(outcome for outcome in outcomes if outcome.affected))


def _tell(found: Impact, judged: Judged, form: Form, to: Path | None) -> None:
    if form is Form.TABLE and not to:
        for line in table(found):
            out.print(line)
        return
    if form is Form.JSON and not to:
        tell_json(_json(found))
        return
    text = _text(found, judged, form)
    if to is None:
        typer.echo(text, nl=False)
        return
    write_anew(to, text)
    say(f"✓ {heading(found)}: {counted(found)}; written to {to}")


def _text(found: Impact, judged: Judged, form: Form) -> str:
    match form:
        case Form.MARKDOWN:
            return as_markdown(found)
        case Form.JSON:
            return f"{_json(found).model_dump_json(indent=2, by_alias=True)}\n"
        case Form.CSV:
            return as_csv(found)
        case Form.HTML:
            return as_page(found, heat_map(judged.catalogue, found, judged.ledger))
        case Form.TABLE:
            return "".join(f"{line.plain}\n" for line in table(found))


def _json(found: Impact) -> ImpactJson:
    return ImpactJson.model_validate(document(found))

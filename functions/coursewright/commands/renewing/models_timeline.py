"""`coursewright models timeline`: the lives of models over quarters, in the terminal or as a picture."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from coursewright.commands.acting import JsonOption
from coursewright.commands.content import ContentOption
from coursewright.commands.printed import tell_json
from coursewright.commands.renewing.models_documents import PeriodJson, TimelineJson
from coursewright.commands.renewing.models_list import asked, model_json
from coursewright.commands.renewing.models_reading import AsOf, Everybody, Families, day, files_in, periods_of
from coursewright.commands.renewing.timeline_svg import timeline_svg
from coursewright.commands.renewing.timeline_text import timeline_lines
from coursewright.commands.terminal import err, out, say
from coursewright.compiling.ledger_object import ledger_object
from coursewright.renewing.ledger.ledger_of_files import ledger_of
from coursewright.renewing.ledger.timeline import Life, Timeline, timeline
from coursewright.renewing.ledger.writing_files import replace_files

_TITLE = "The lives of models"
_IN_NAME = re.compile(r"-(\d{4}-\d{2}-\d{2})$")


def timeline_command(  # noqa: PLR0913 - a command has the options its users need
    content: ContentOption = None,
    family: Families = None,
    everybody: Everybody = False,
    since: Annotated[
        datetime | None,
        typer.Option("--since", formats=["%Y-%m-%d"], help="Begin with this day's quarter. Default: a year ago."),
    ] = None,
    as_of: AsOf = None,
    svg: Annotated[Path | None, typer.Option("--svg", metavar="FILE", help="Write it as a picture.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Draw when models came out, when their end was announced, and when they end; with the editions beside them."""
    on, files = day(as_of), files_in(content)
    ledger = ledger_object(ledger_of(files))
    wanted = asked(ledger, family, everybody=everybody, status=None, ending=None)
    models = {model["id"]: model for model in wanted.among(ledger["models"], on)}
    drawn = timeline(map(_life, models.values()), periods_of(files), on, since.date() if since else None)
    if svg is not None:
        replace_files(svg.parent, {svg.name: timeline_svg(drawn, _TITLE).encode()})
        err.print(f"✓ wrote {svg}: {len(drawn.lives)} models", style="green")
    if as_json:
        tell_json(_json(drawn, models))
    elif svg is None:
        _tell(drawn)


def _life(model: Mapping[str, Any]) -> Life:
    """A dated release of which no source says when it came out did so on the day in its name."""
    in_name = _IN_NAME.search(model["id"])
    days = {**model, "released": model["released"] or (in_name[1] if in_name else None)}
    return Life(model["id"], model["family"], *(_day(days[name]) for name in ("released", "deprecated", "shutdown")))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:  # digits in a name that are no day
        return None


def _json(drawn: Timeline, models: Mapping[str, Mapping[str, Any]]) -> TimelineJson:
    return TimelineJson(
        as_of=drawn.today,
        first=drawn.axis.first,
        last=drawn.axis.last,
        periods=tuple(PeriodJson(edition=span.name, first=span.first, last=span.last) for span in drawn.spans),
        models=tuple(model_json(models[life.model], drawn.today) for life in drawn.lives),
        left_out=drawn.left_out,
    )


def _tell(drawn: Timeline) -> None:
    for line in timeline_lines(drawn, out.width):
        line.rstrip()
        out.print(line)
    say(
        f"━ in use   ╍ end announced   ✕ shutdown   ▸ no end known   ◂ from before   ? from an unknown day   │ {drawn.today}",
        "dim",
    )
    if drawn.left_out:
        say(f"{drawn.left_out} that ended before {drawn.axis.first} are left out; --since goes further back.", "dim")

"""`coursewright edition`: a quarter's work, from opening an edition to closing it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from coursewright.authoring.sources.commit import authors_of
from coursewright.authoring.sources.folder import find_content, read_folder
from coursewright.authoring.sources.history import days_of
from coursewright.authoring.yaml_text.edition_editing import with_closing
from coursewright.commands.acting import JsonOption
from coursewright.commands.printed import tell_json
from coursewright.commands.renewing.edition_json import acknowledged_json, closed_json, opened_json, status_json
from coursewright.commands.renewing.edition_telling import tell_acknowledged, tell_closed, tell_opened, tell_status
from coursewright.commands.terminal import progress as bars
from coursewright.commands.writing import add_files, replace_file, write_anew
from coursewright.errors import SourceError, UnknownNameError
from coursewright.publishing.depositing.provenance import git_address
from coursewright.publishing.storing.stores import DEFAULT
from coursewright.renewing.work.acknowledging_work import Wish, acknowledge
from coursewright.renewing.work.burn_down import Kept, Point, burn_down
from coursewright.renewing.work.burn_down_chart import svg
from coursewright.renewing.work.closing import unmet
from coursewright.renewing.work.edition_opening import open_edition
from coursewright.renewing.work.issues import issues
from coursewright.renewing.work.progress import Progress, progress_of

group = typer.Typer(help="Open an edition, see how far it is, and close it.", no_args_is_help=True, rich_markup_mode=None)

_CACHE = Path(DEFAULT) / "cache" / "burn-down"


class StatusFormat(StrEnum):
    """How the state of an edition is told."""

    TEXT = "text"
    MARKDOWN = "markdown"


FolderOption = Annotated[
    Path | None, typer.Option("--content", help="The content folder. Default: the nearest with a curriculum.yaml.")
]
DayOption = Annotated[
    datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="The day to take for today. Default: today.")
]
NewestArgument = Annotated[str | None, typer.Argument(metavar="[EDITION]", help="The edition. Default: the newest.")]


@group.command("open")
def open_command(
    edition: Annotated[str, typer.Argument(metavar="EDITION", help="The next edition, like 2027-Q1.")],
    content: FolderOption = None,
    as_of: DayOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be written, and write nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Write the next edition's file, and a worklist for each owner of what has to be looked at for it."""
    folder = content or find_content(Path.cwd())
    tree = read_folder(folder).by(authors_of(folder, "HEAD"))
    opened = open_edition(tree, edition, _day(as_of))
    if not dry_run:
        add_files(folder, opened.files, tree.shown_as)
    if as_json:
        tell_json(opened_json(opened, tree.shown_as, is_written=not dry_run))
    else:
        tell_opened(opened, tree.shown_as, is_written=not dry_run)


@group.command("status")
def status_command(  # noqa: PLR0913 - a command has the options its users need
    edition: NewestArgument = None,
    content: FolderOption = None,
    as_of: DayOption = None,
    owner: Annotated[str | None, typer.Option("--owner", help="Only what this owner has to do.")] = None,
    form: Annotated[
        StatusFormat, typer.Option("--format", help="For people, or as an issue for each owner.")
    ] = StatusFormat.TEXT,
    drawing: Annotated[Path | None, typer.Option("--svg", metavar="FILE", help="Write the burn-down as an SVG, too.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show how far an edition is: what is open, done and acknowledged, what is due next, and the burn-down."""
    folder, day = content or find_content(Path.cwd()), _day(as_of)
    state = _progress(folder, edition)
    if owner is not None and owner not in state.owners():
        known = ", ".join(name for name in state.owners() if name)
        raise UnknownNameError(f"{owner!r} has no item of {state.edition}; owners: {known or 'nobody'}")
    owners: list[str | None] = state.owners() if owner is None else [owner]
    if form is StatusFormat.MARKDOWN and not as_json and drawing is None:
        typer.echo(issues(state, owners, state.draft.tree.shown_as), nl=False)
        return
    points, without = _history(folder, state, day)
    if drawing is not None:
        write_anew(drawing, svg(state.edition, points, state.file.effective))
    if as_json:
        tell_json(status_json(state, owners, points, without, day))
    elif form is StatusFormat.MARKDOWN:
        typer.echo(issues(state, owners, state.draft.tree.shown_as), nl=False)
    else:
        tell_status(state, owners, points, without, day)


@group.command("acknowledge")
def acknowledge_command(  # noqa: PLR0913 - the same
    what: Annotated[str, typer.Argument(metavar="CODE", help="A finding's code, or an item's id as `edition status` shows it.")],
    reason: Annotated[str, typer.Option("--reason", help="Why it is all right to live with it.")],
    until: Annotated[datetime, typer.Option("--until", formats=["%Y-%m-%d"], help="The last day on which it is.")],
    path: Annotated[
        str | None, typer.Option("--path", help="The file or folder it is about, from the content folder. Default: all.")
    ] = None,
    content: FolderOption = None,
    as_of: DayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Decide to live with a finding or an item, with a reason and an end: written into the newest edition's file."""
    folder = content or find_content(Path.cwd())
    state = _progress(folder, None)
    made = acknowledge(state, Wish(what, path, reason, until.date(), git_address(folder)), _day(as_of))
    if made.after != made.before:
        replace_file(folder, made.path, made.before, made.after)
    if as_json:
        tell_json(acknowledged_json(state.edition, made))
    else:
        tell_acknowledged(made, state.draft.tree.shown_as)


@group.command("close")
def close_command(
    edition: NewestArgument = None, content: FolderOption = None, as_of: DayOption = None, as_json: JsonOption = False
) -> None:
    """Record that an edition is finished. Refused while something is unmet: everything that is, is listed."""
    folder = content or find_content(Path.cwd())
    state = _progress(folder, edition)
    reasons, closed = unmet(state), state.file.closed
    changes = not reasons and closed is None
    if changes:
        located, closed = state.draft.editions[state.edition], _day(as_of)
        text = state.draft.tree.files[located.path].decode()
        replace_file(folder, located.path, text, with_closing(located, text, closed))
    if as_json:
        tell_json(closed_json(state, reasons, closed, changed=changes))
    else:
        tell_closed(state, reasons, closed, changed=changes)
    if reasons:
        raise typer.Exit(1)


def _day(as_of: datetime | None) -> date:
    """The day that was named, or today where this machine is."""
    return as_of.date() if as_of else datetime.now().astimezone().date()


def _progress(folder: Path, edition: str | None) -> Progress:
    """How far the edition is; only the newest is worked on."""
    tree = read_folder(folder).by(authors_of(folder, "HEAD"))
    state = progress_of(tree)
    if state is None:
        raise UnknownNameError(f"{folder} has no edition that can be read; coursewright edition open 2027-Q1 makes one")
    if edition in (None, state.edition):
        return state
    if edition in state.draft.editions:
        raise UnknownNameError(f"{edition} was worked on before {state.edition}, which is the newest")
    raise UnknownNameError(f"there is no edition {edition!r}; there are: {', '.join(sorted(state.draft.editions))}")


def _history(folder: Path, state: Progress, day: date) -> tuple[tuple[Point, ...], str | None]:
    """The burn-down; only now, and why, where there is no history."""
    now = Point(day, state.counts())
    try:
        days = days_of(folder)
        with bars() as report:
            return burn_down(state.edition, days, now, Kept(_CACHE), lambda done: report("burn-down", done, len(days))), None
    except SourceError as error:
        return (now,), str(error)

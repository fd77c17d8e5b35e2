"""`coursewright check`: every finding in one run, for people, editors and services; and the changes that mend some of them."""

from __future__ import annotations

import difflib
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from coursewright.authoring.findings.fixing import diff, mended
from coursewright.authoring.findings.help_pages import codes, page_of
from coursewright.commands.authoring.checking import Format, Job, Terms, is_part, jobs_of, report_of, tell
from coursewright.commands.content import CommitOption, ContentOption, folder_of, read_content
from coursewright.commands.terminal import complain, err, out, say
from coursewright.errors import NotPartOfContentError, SourceError

_DEFAULT = Terms()

AsOfOption = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="Judge by this day. Default: the newest edition's effective date."),
]


def check_command(  # noqa: PLR0913 - a command has the options its users need
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files or folders to report on. Default: all of the content.")
    ] = None,
    content: ContentOption = None,
    commit: CommitOption = None,
    as_of: AsOfOption = None,
    since: Annotated[
        str | None,
        typer.Option("--since", help="Compare with what learners have: a content folder, a channel, an edition or a release."),
    ] = None,
    store: Annotated[
        str, typer.Option("--store", envvar="COURSEWRIGHT_STORE", help="Where --since finds channels and releases.")
    ] = _DEFAULT.store,
    form: Annotated[Format, typer.Option("--format", help="For people, scripts, GitHub or code scanning.")] = _DEFAULT.form,
    fix: Annotated[bool, typer.Option("--fix", help="Show what can be mended by itself as a diff, then mend it.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Mend without asking.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Hints count too, and what is acknowledged.")] = _DEFAULT.strict,
    skip_others: Annotated[bool, typer.Option("--skip-others", help="Pass over PATHS that are no part of a content.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Check again whenever a file changes.")] = False,
    explain: Annotated[
        str | None, typer.Option("--explain", metavar="CODE", help="Show the help page of a code, and stop.")
    ] = None,
) -> None:
    """Check the content: every problem at once, each at its place, with what to do.

    Exit code 0: clean. 1: errors or warnings (with --strict: anything). 2: the command was misused.
    """
    if explain is not None:
        raise typer.Exit(_explain(explain))
    jobs = _jobs(paths or [], content, commit, skip_others=skip_others)
    if not jobs:
        return
    terms = Terms(as_of.date() if as_of else None, since, store, form, strict)
    if fix:
        raise typer.Exit(max(_fix(job, terms, yes) for job in jobs))
    status = max(_check(job, terms) for job in jobs)
    if watch:
        _watch(jobs, terms)
    raise typer.Exit(status)


def _jobs(paths: list[Path], content: Path | None, commit: str | None, *, skip_others: bool) -> list[Job]:
    """Paths grouped by the curriculum they are part of."""
    if not paths:
        return [Job(lambda: read_content(content, commit), folder_of(content))]
    if content is not None or commit is not None:
        raise typer.BadParameter("name paths, or a content with --content and --commit, not both", param_hint="PATHS")
    for path in paths:
        if not path.exists():
            raise typer.BadParameter(f"{path} does not exist", param_hint="PATHS")
    try:
        return jobs_of([path for path in paths if is_part(path)] if skip_others else paths)
    except NotPartOfContentError as error:
        complain(str(error))
        raise typer.Exit(2) from error


def _check(job: Job, terms: Terms) -> int:
    return tell(job, terms, lambda line: typer.echo(line) if isinstance(line, str) else out.print(line))


def _fix(job: Job, terms: Terms, yes: bool) -> int:
    """Show the diff, and write it if that is wanted; then say what is left."""
    if job.folder is None:
        raise SourceError("only a content folder can be mended; a commit and a bundle stay as they are")
    report = report_of(job, terms)
    files = report.draft.tree.files
    after = mended(files, report.findings)
    if not after:
        say("Nothing here can be mended by itself.")
        return _check(job, terms)
    typer.echo(diff(files, after, report.draft.tree.shown_as), nl=False)
    if not yes and not (sys.stdin.isatty() and typer.confirm("Write these changes?", err=True)):
        complain("nothing was written; --yes writes without asking")
        return 1
    for path, data in after.items():
        (job.folder / path).write_bytes(data)
    err.print(f"✓ mended {len(after)} file{'s' if len(after) > 1 else ''}", style="green")
    return _check(job, terms)


def _watch(jobs: list[Job], terms: Terms) -> None:
    """Check again after each change, until interrupted."""
    from watchfiles import watch  # noqa: PLC0415 - only here

    folders = [job.folder for job in jobs if job.folder is not None]
    if not folders:
        raise SourceError("only a content folder can be watched; a commit and a bundle do not change")
    say("Watching; stop with Ctrl+C.", "dim")
    for changes in watch(*folders, raise_interrupt=False):
        say(
            f"\n{datetime.now().astimezone():%H:%M:%S} changed: {', '.join(sorted(Path(path).name for _, path in changes))}",
            "dim",
        )
        for job in jobs:
            _check(job, terms)


def _explain(code: str) -> int:
    page = page_of(code)
    if not page:
        close = difflib.get_close_matches(code, codes(), 3, 0.4)
        complain(f"no finding is called {code!r}" + (f"; did you mean {', '.join(close)}?" if close else ""))
        return 2
    say(code, "bold")
    say(page)
    return 0

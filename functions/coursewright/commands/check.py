"""`coursewright check`: every finding in one run, for people, editors and services; and the changes that mend some of them."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from coursewright.authoring.baseline import Baseline
from coursewright.authoring.check import Report, check
from coursewright.authoring.drafting import draft
from coursewright.authoring.finding import Finding, Severity
from coursewright.authoring.fixing import diff, mended
from coursewright.authoring.help_pages import codes, page_of
from coursewright.authoring.identifiers import baseline_of
from coursewright.authoring.source_tree import SourceTree
from coursewright.authoring.sources.folder import find_content, read_folder
from coursewright.commands.content import CommitOption, ContentOption, folder_of, read_content
from coursewright.commands.terminal import complain, err, out, say
from coursewright.errors import SourceError


class Format(StrEnum):
    """How findings are written."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


AsOfOption = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="Judge by this day. Default: the newest edition's effective date."),
]


@dataclass(frozen=True, slots=True)
class Job:
    """One content folder to check, and the paths in it that were asked about; none means all."""

    read: Callable[[], SourceTree]
    folder: Path | None
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """What a check is judged by, and how it is told."""

    as_of: date | None
    since: str | None
    store: Path
    form: Format
    strict: bool


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
        Path, typer.Option("--store", envvar="COURSEWRIGHT_STORE", help="Where --since finds channels and releases.")
    ] = Path(".coursewright"),
    form: Annotated[Format, typer.Option("--format", help="For people, scripts, GitHub or code scanning.")] = Format.TEXT,
    fix: Annotated[bool, typer.Option("--fix", help="Show what can be mended by itself as a diff, then mend it.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Mend without asking.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Hints count too, and what is acknowledged.")] = False,
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
    jobs = _jobs(paths or [], content, commit)
    terms = Terms(as_of.date() if as_of else None, since, store, form, strict)
    if fix:
        raise typer.Exit(max(_fix(job, terms, yes) for job in jobs))
    status = max(_check(job, terms) for job in jobs)
    if watch:
        _watch(jobs, terms)
    raise typer.Exit(status)


def _jobs(paths: list[Path], content: Path | None, commit: str | None) -> list[Job]:
    """Paths grouped by the curriculum they are part of."""
    if not paths:
        return [Job(lambda: read_content(content, commit), folder_of(content))]
    if content is not None or commit is not None:
        raise typer.BadParameter("name paths, or a content with --content and --commit, not both", param_hint="PATHS")
    by_folder: dict[Path, list[str]] = {}
    for path in paths:
        if not path.exists():
            raise typer.BadParameter(f"{path} does not exist", param_hint="PATHS")
        folder = find_content(path.resolve() if path.is_dir() else path.resolve().parent)
        inside = path.resolve().relative_to(folder).as_posix() if path.resolve().is_relative_to(folder) else "."
        by_folder.setdefault(folder, []).append(inside)
    return [
        Job(lambda folder=folder: read_folder(folder), folder, () if "." in only else tuple(only))  # type: ignore[misc]  # bound now
        for folder, only in by_folder.items()
    ]


def _report(job: Job, terms: Terms) -> Report:
    tree = job.read()
    report = check(tree, terms.as_of, _baseline(terms))
    if not job.only:
        return report
    return replace(report, findings=_about(report.findings, job.only), acknowledged=_about(report.acknowledged, job.only))


def _about(findings: tuple[Finding, ...], only: tuple[str, ...]) -> tuple[Finding, ...]:
    below = tuple(f"{path}/" for path in only)
    return tuple(finding for finding in findings if finding.place.path in only or finding.place.path.startswith(below))


def _baseline(terms: Terms) -> Baseline | None:
    """What --since names: a content folder, or else something in the store."""
    if terms.since is None:
        return None
    folder = Path(terms.since)
    if folder.is_dir():
        return baseline_of(draft(read_folder(find_content(folder))), terms.since)
    from coursewright.publishing.baselines import baseline_of_release  # noqa: PLC0415 - a plain check loads no store
    from coursewright.publishing.stores import Stores  # noqa: PLC0415 - the same
    from coursewright.serving.pin import Pins  # noqa: PLC0415 - the same

    released = Stores(terms.store).released
    pin = Pins(released).resolve(terms.since)
    return baseline_of_release(released, pin.manifest, pin.release)


def _check(job: Job, terms: Terms) -> int:
    report = _report(job, terms)
    for line in _lines(report, terms.form):
        if isinstance(line, str):
            typer.echo(line)
        else:
            out.print(line)
    return _status(report, strict=terms.strict)


def _lines(report: Report, form: Format) -> Iterator[object]:
    match form:
        case Format.TEXT:
            from coursewright.authoring.reports.text import as_text  # noqa: PLC0415 - only the form that is asked for

            yield from as_text(report)
        case Format.JSON:
            from coursewright.authoring.reports.findings_json import as_json  # noqa: PLC0415 - the same

            yield as_json(report)
        case Format.GITHUB:
            from coursewright.authoring.reports.github import as_github  # noqa: PLC0415 - the same

            yield from as_github(report)
        case Format.SARIF:
            from coursewright.authoring.reports.sarif import as_sarif  # noqa: PLC0415 - the same

            yield as_sarif(report)


def _status(report: Report, *, strict: bool) -> int:
    counting = [finding for finding in report.findings if strict or finding.severity is not Severity.HINT]
    return 1 if counting or (strict and report.acknowledged) else 0


def _fix(job: Job, terms: Terms, yes: bool) -> int:
    """Show the diff, and write it if that is wanted; then say what is left."""
    if job.folder is None:
        raise SourceError("only a content folder can be mended; a commit and a bundle stay as they are")
    report = _report(job, terms)
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

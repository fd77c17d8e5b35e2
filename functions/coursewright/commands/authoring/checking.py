"""What `check` does once it knows what was asked: reads, checks, tells. `check.py` is how it is asked on the command line.

It is apart from that, and loads neither the library that reads options nor the one that paints terminals, because editors start
it whenever a file is saved: `at_once` is that case.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from coursewright.authoring.baseline import Baseline
from coursewright.authoring.check import Report, check
from coursewright.authoring.findings.finding import Severity
from coursewright.authoring.findings.scope import EVERYTHING, Scope
from coursewright.authoring.source_tree import SourceTree, is_hidden
from coursewright.authoring.sources.folder import find_content, read_folder
from coursewright.errors import NotPartOfContentError, SourceError

_PEOPLE = "people.yaml"  # what is found of it depends on who committed, and asking git takes its time
_ASKS_FOR_COLOUR = ("FORCE_COLOR", "TTY_COMPATIBLE")


class Format(StrEnum):
    """How findings are written."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


@dataclass(frozen=True, slots=True)
class Job:
    """One content folder to check, and which files in it were asked about."""

    read: Callable[[], SourceTree]
    folder: Path | None
    scope: Scope = EVERYTHING


@dataclass(frozen=True, slots=True)
class Terms:
    """What a check is judged by, and how it is told. The defaults are those of the command line's options."""

    as_of: date | None = None
    since: str | None = None
    store: str = ".coursewright"
    form: Format = Format.TEXT
    strict: bool = False


def at_once(arguments: Sequence[str]) -> int | None:
    """Do `check FILE …`, told as plain text, and give the exit code; None for whatever else is asked."""
    paths = [Path(argument) for argument in arguments[1:]]
    is_plain = not any(argument.startswith("-") for argument in arguments) and all(path.exists() for path in paths)
    is_painted = sys.stdout.isatty() or any(name in os.environ for name in _ASKS_FOR_COLOUR)
    if arguments[:1] != ["check"] or not paths or not is_plain or is_painted:
        return None
    try:
        jobs = jobs_of(paths)
    except NotPartOfContentError:
        return None  # misuse is told by who reads the options
    return max(tell(job, Terms(), print) for job in jobs)


def jobs_of(paths: Sequence[Path]) -> list[Job]:
    """Paths grouped by the curriculum they are part of.

    Raises:
        NotPartOfContentError: nothing is read from one of them.
    """
    by_folder: dict[Path, list[str]] = {}
    for path in paths:
        folder, inside = _placed(path)
        by_folder.setdefault(folder, []).append(inside)
    scopes = {folder: EVERYTHING if "." in only else Scope(frozenset(only)) for folder, only in by_folder.items()}
    return [Job(lambda folder=folder, scope=scope: _read(folder, scope), folder, scope) for folder, scope in scopes.items()]  # type: ignore[misc]  # bound now


def is_part(path: Path) -> bool:
    """Whether anything of a curriculum is read from here."""
    try:
        _placed(path)
    except SourceError:
        return False
    return True


def _placed(path: Path) -> tuple[Path, str]:
    """The content folder a path is part of, and where in it: `.` where that folder itself, or one that contains it, is named."""
    place = path.resolve() if path.is_dir() else path.parent.resolve() / path.name  # of a link to a file, the link is judged
    folder = find_content(place if path.is_dir() else place.parent)
    if folder.is_relative_to(place):
        return folder, "."
    inside = place.relative_to(folder).as_posix() if place.is_relative_to(folder) else None
    if inside is None or is_hidden(inside):
        shown = os.path.relpath(folder)
        raise NotPartOfContentError(f"{path} is no part of the content in {folder if shown.startswith('..') else shown}")
    return folder, inside


def _read(folder: Path, scope: Scope) -> SourceTree:
    if not scope.holds(_PEOPLE):
        return read_folder(folder)
    from coursewright.authoring.sources.commit import authors_of  # noqa: PLC0415 - most checks of one file ask no git

    return read_folder(folder).by(authors_of(folder, "HEAD"))


def report_of(job: Job, terms: Terms) -> Report:
    """Check what a job is about."""
    return check(job.read(), terms.as_of, _baseline(terms), job.scope)


def _baseline(terms: Terms) -> Baseline | None:
    """What --since names: a content folder, or else something in the store."""
    if terms.since is None:
        return None
    from coursewright.authoring.drafting import draft  # noqa: PLC0415 - a plain check looks at nothing before
    from coursewright.authoring.ids.identifiers import baseline_of  # noqa: PLC0415 - the same

    folder = Path(terms.since)
    if folder.is_dir():
        return baseline_of(draft(read_folder(find_content(folder))), terms.since)
    from coursewright.publishing.depositing.baselines import baseline_of_release  # noqa: PLC0415 - a plain check loads no store
    from coursewright.publishing.storing.stores import stores_at  # noqa: PLC0415 - the same
    from coursewright.serving.pin import Pins  # noqa: PLC0415 - the same

    released = stores_at(terms.store).released
    pin = Pins(released).resolve(terms.since)
    return baseline_of_release(released, pin.manifest, pin.release)


def tell(job: Job, terms: Terms, show: Callable[[object], None]) -> int:
    """Check, show what is found line by line, and give the exit code."""
    report = report_of(job, terms)
    for line in _lines(report, terms.form):
        show(line)
    counting = [finding for finding in report.findings if terms.strict or finding.severity is not Severity.HINT]
    return 1 if counting or (terms.strict and report.acknowledged) else 0


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

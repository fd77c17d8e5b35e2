"""How the work of an edition went down, day by day, from the history of its content.

Takes the last commit of each day and the state now; gives a point for each of these days since the edition was opened. What a
point says is a function of the content, so it is kept under the id of the content's tree and counted once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from coursewright import __version__
from coursewright.authoring.sources.commit import authors_of, read_commit
from coursewright.authoring.sources.history import Day, holds, tree_id
from coursewright.errors import SourceError
from coursewright.renewing.work.progress import Counts, progress_of

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Point:
    """How many items were in each state at the end of a day."""

    day: date
    counts: Counts


class Kept:
    """Counts that were made before, in a folder that may be removed at any time. One that cannot be written is made again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def counts(self, edition: str, tree: str, make: Callable[[], Counts | None]) -> Counts | None:
        """The counts of a tree, kept or made."""
        name = sha256(f"{_FORMAT} {__version__} {edition} {tree}".encode()).hexdigest()
        path = self.folder / f"{name}.json"
        with suppress(OSError, ValueError, TypeError):
            said = json.loads(path.read_bytes())
            return Counts(**{field: int(said[field]) for field in ("open", "acknowledged", "done")}) if said else None
        made = make()
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / ".gitignore").write_text("*\n")
            part = path.with_suffix(".part")
            part.write_text(json.dumps(asdict(made) if made else None))
            part.replace(path)
        return made


def burn_down(
    edition: str, days: Iterable[Day], now: Point, kept: Kept, report: Callable[[int], None] = lambda _: None
) -> tuple[Point, ...]:
    """The points of an edition, the first day first; days after the one that is asked about are left out.

    Raises:
        SourceError: git lacks something of the history.
    """
    before = [day for day in days if day.day < now.day]
    return (*reversed(list(_points(edition, before, kept, report))), now)


def _points(edition: str, days: list[Day], kept: Kept, report: Callable[[int], None]) -> Iterator[Point]:
    """Backwards, until there was no such edition. A day on which it could not be read has no point."""
    for number, day in enumerate(days, 1):
        report(number)
        if not holds(day.commit, f"editions/{edition}.yaml"):
            return
        tree = tree_id(day.commit)
        counts = kept.counts(edition, tree, lambda day=day: _counts(edition, day))  # type: ignore[misc]  # bound now
        if counts is not None:
            yield Point(day.day, counts)


def _counts(edition: str, day: Day) -> Counts | None:
    try:
        authors = authors_of(day.commit.repository / day.commit.folder, day.commit.commit_id)
        progress = progress_of(read_commit(day.commit).by(authors))
    except SourceError:
        return None
    return progress.counts() if progress and progress.edition == edition else None

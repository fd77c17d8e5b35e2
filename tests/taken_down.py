"""A small released store of which something was taken down: a lesson in two forms, or a figure, of a withdrawn release."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from authoring.trees import VALID
from courses import STAMP, compiled, index
from coursewright.authoring.source_tree import SourceTree
from coursewright.authoring.sources.folder import read_folder
from coursewright.compiling.digest import Digest
from coursewright.compiling.release import Release
from coursewright.publishing.records.log import Stamp
from coursewright.publishing.removing.expunging import expunge
from coursewright.publishing.removing.takedown import FolderRemover
from coursewright.publishing.verifying.outcomes import Outcome, outcomes_of
from desks import Desk
from small_course import small

ORDERED = replace(STAMP, why="A court ordered it.")
COURSE = "/v1/2026-Q4.1/courses/minimal"
_FIGURE = "courses/minimal/first/images/lines.svg"


@cache
def mended() -> Release:
    """The small curriculum with another figure, and so with another first lesson."""
    files = dict(read_folder(VALID).files)
    files[_FIGURE] = files[_FIGURE].replace(b"M2 4h26", b"M2 5h26")
    return compiled(SourceTree(files))


def withdrawn(root: Path) -> Desk:
    """Stores whose first release was withdrawn after a mended one was promoted."""
    desk = Desk(root)
    desk.publish(small())
    desk.publish(mended())
    desk.withdraw("2026-Q4.1")
    return desk


def lesson() -> Outcome:
    """The first lesson's first outcome in the first release: the digests of its forms, and who gets it."""
    course = index(small(), "minimal")
    return next(outcomes_of(course, course["items"]["reading"]))


def address(suffix: str = "", **more: str) -> str:
    """Where that outcome is asked for."""
    return f"{COURSE}/lessons/reading{suffix}?{urlencode({**lesson().asked, **more})}"


def figure() -> Digest:
    """The digest of the first lesson's figure in the first release."""
    return Digest(next(iter(index(small(), "minimal")["items"]["reading"]["assets"])))


def take_down(desk: Desk, *digests: str, stamp: Stamp = ORDERED) -> None:
    """Take objects down from both stores."""
    for digest in digests:
        places = (FolderRemover(desk.released.root), FolderRemover(desk.candidates.root))
        expunge(desk.released, places, Digest(digest), stamp, "case 1")

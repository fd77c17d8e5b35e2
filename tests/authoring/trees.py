"""The valid tree of these tests, and trees that differ from it by one case folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from coursewright.authoring.baseline import Baseline
from coursewright.authoring.check import Report, check
from coursewright.authoring.drafting import draft
from coursewright.authoring.ids.identifiers import baseline_of
from coursewright.authoring.source_tree import Member, SourceTree, assemble

HERE = Path(__file__).parent
VALID = HERE / "valid"
INVALID = HERE / "invalid"
PASSING = HERE / "passing"
ABOUT_THE_CASE = ("authors.txt", "expected.txt", "remove.txt")
BRIEF = "empty-lesson"
"""Found of nearly every case, whose lessons are as short as they can be; its own case looks for it."""
BEFORE = "before/"
"""A case may hold a folder of this name, laid over the valid tree in turn: what learners had before."""


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path from there."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def laid(case: Path) -> SourceTree:
    """The valid tree with a case laid over it: its files added, those that its remove.txt lists taken away.

    Its authors.txt says who committed to it.
    """
    changes = files_of(case)
    removed = changes.get("remove.txt", b"").decode().split()
    kept = {path: data for path, data in files_of(VALID).items() if not path.startswith(tuple(removed))}
    tree = tree_of({**kept, **{path: data for path, data in changes.items() if not path.startswith((*ABOUT_THE_CASE, BEFORE))}})
    return replace(tree, authors=tuple(changes.get("authors.txt", b"").decode().split()))


def before(case: Path) -> Baseline | None:
    """What learners had before a case, if it says."""
    changes = {path.removeprefix(BEFORE): data for path, data in files_of(case).items() if path.startswith(BEFORE)}
    return baseline_of(draft(tree_of({**files_of(VALID), **changes})), "before") if changes else None


def checked(case: Path) -> Report:
    """What the checker says of a case."""
    report = check(laid(case), baseline=before(case))
    kept = tuple(finding for finding in report.findings if finding.code != BRIEF or case.name == BRIEF)
    return replace(report, findings=kept)


def with_files(changes: Mapping[str, bytes | str | None]) -> SourceTree:
    """The valid tree with some files written anew, or (None) taken away."""
    files = files_of(VALID)
    for path, data in changes.items():
        files.pop(path, None)
        if data is not None:
            files[path] = data.encode() if isinstance(data, str) else data
    return tree_of(files)


def tree_of(files: Mapping[str, bytes]) -> SourceTree:
    """A tree of these files, through the same gate as any other."""
    return assemble(Member(path, "file", len(data), data) for path, data in files.items())


def lines_of(report: Report) -> list[str]:
    """Findings as `path:line:column code`, in the checker's order."""
    return [f"{f.place.path}:{f.place.line}:{f.place.column} {f.code}" for f in report.findings]

"""An edition is opened: its file and the worklists that go with it, as texts to write together.

Takes a content tree, a name and the day; gives what to write. Refuses content with errors, of which rules keep quiet, so that a
worklist would say too little; and whatever authoring/opening.py refuses. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from coursewright.authoring.drafting import draft
from coursewright.authoring.findings.finding import Finding, Severity
from coursewright.authoring.opening import Opening, carried, opening, with_carried
from coursewright.authoring.shapes.edition_files import Acknowledgement, EditionFile
from coursewright.authoring.source_tree import SourceTree
from coursewright.authoring.yaml_text.located import read_shape
from coursewright.errors import WritingRefusedError
from coursewright.renewing.work.worklist_texts import worklist_files
from coursewright.renewing.work.worklists import Task, Work, judge, work


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """What opening an edition writes: files by path, worklists first; and what became of acknowledgements."""

    opening: Opening
    files: Mapping[str, str]
    work: Work
    carried: tuple[Acknowledgement, ...]
    left_behind: tuple[Acknowledgement, ...]

    @property
    def tasks(self) -> tuple[Task, ...]:
        """What is on the worklists: all that is not acknowledged already."""
        return tuple(task for task in self.work.tasks if task.acknowledged is None)


def open_edition(tree: SourceTree, name: str, on: date) -> Opened:
    """What is to be written.

    Raises:
        WritingRefusedError: there can be no edition of this name, or the content holds errors.
    """
    before = draft(tree)
    if f"editions/{name}.yaml" not in tree.files:
        _refuse_errors(before.findings)
    begun = opening(before, name, on)
    judged = judge(_with(tree, begun.path, begun.text))
    _refuse_errors(judged.found if judged else ())
    entries = before.editions[max(before.editions)].value.acknowledged if before.editions else ()
    kept = carried(entries, (*judged.found, *judged.wanted) if judged else ())
    text = with_carried(begun.text, kept)
    file, _ = read_shape(EditionFile, text.encode(), begun.path)
    if judged is None or file is None:
        raise WritingRefusedError(f"{begun.path} would not be read as an edition")
    editions = {**judged.draft.editions, name: file}
    found = work(replace(judged, draft=replace(judged.draft, editions=editions)))  # entries change nothing that is found
    made = Opened(begun, {}, found, kept, tuple(entry for entry in entries if entry not in kept))
    return replace(made, files={**worklist_files(name, on, begun.first, made.tasks), begun.path: text})


def _refuse_errors(findings: Iterable[Finding]) -> None:
    number = sum(finding.severity is Severity.ERROR for finding in findings)
    if number:
        raise WritingRefusedError(
            f"the content holds {number} {'error' if number == 1 else 'errors'}, and what depends on them would be missing from "
            "the worklist; mend them first: coursewright check"
        )


def _with(tree: SourceTree, path: str, text: str) -> SourceTree:
    return SourceTree({**tree.files, path: text.encode()}, tree.shown_as, tree.findings, tree.authors)

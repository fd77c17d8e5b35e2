"""What `impact` judges: the content as it is now, or a release of a store; and where in the content each thing stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from coursewright.authoring.check import Report, check, settle
from coursewright.authoring.draft import Draft
from coursewright.authoring.reports.text import as_text
from coursewright.commands.acting import named_in
from coursewright.commands.content import read_content
from coursewright.commands.terminal import err, progress
from coursewright.compiling.compile import compile_release
from coursewright.compiling.release import Release
from coursewright.errors import InvalidCurriculumError, SourceError
from coursewright.publishing.storing.store import get_json
from coursewright.publishing.storing.stores import stores_at
from coursewright.renewing.catalogue import Catalogue, read_catalogue
from coursewright.renewing.impact.impact import Impact
from coursewright.renewing.observing.effective_ledger import effective_ledger
from coursewright.renewing.observing.observations import newest_snapshots

Lines = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Judged:
    """A catalogue, and on which line of its file each claim and question begins, where there are files.

    `ledger` takes the place of the released one where something was observed since; None where nothing was.
    """

    catalogue: Catalogue
    lines: Lines
    ledger: Mapping[str, Any] | None = None

    def placed(self, impact: Impact) -> Impact:
        """The impact with the lines."""
        outcomes = (
            replace(outcome, affected=tuple(replace(one, line=self.lines.get((one.kind, one.id))) for one in outcome.affected))
            for outcome in impact.outcomes
        )
        return replace(impact, outcomes=tuple(outcomes))


def judge_content(content: Path | None, commit: str | None) -> Judged:
    """The content, compiled in memory; nothing is written.

    Raises:
        SourceError: it holds errors, which are told on standard error.
    """
    report = check(read_content(content, commit))
    made = _compiled(report)
    catalogue = read_catalogue(made.edition or "the content", made.manifest, made.json)
    return Judged(catalogue, dict(_lines(report.draft)))


def judge_release(name: str, store: str) -> Judged:
    """A release, an edition, a channel or a candidate of a store, by what was observed since where `observe` is run there."""
    stores = stores_at(store)
    found = named_in(stores, name)
    catalogue = read_catalogue(found.name, found.manifest, lambda digest: get_json(found.store, digest))
    snapshots, _ = newest_snapshots(stores.released)
    observed = [snapshot for _, snapshot in snapshots.values()]
    return Judged(catalogue, {}, effective_ledger(catalogue.ledger, observed) if observed else None)


def _compiled(report: Report) -> Release:
    try:
        curriculum = settle(report)
    except InvalidCurriculumError as error:
        for line in as_text(report):
            err.print(line)
        raise SourceError(f"{error}; mend them first, or judge a release with --at") from error
    with progress() as told:
        return compile_release(curriculum, progress=told)


def _lines(draft: Draft) -> Iterator[tuple[tuple[str, str], int]]:
    for name, claim in draft.claims.items():
        yield ("claim", name), claim.at("models").line
    for course in draft.courses:
        for activity in course.activities():
            for index, question in enumerate(activity.questions):
                yield ("question", f"{course.id}/{activity.id}/{question.id}"), activity.file.at("questions", index).line
        for lesson in course.lessons():
            yield ("lesson", f"{course.id}/{lesson.id}"), 1

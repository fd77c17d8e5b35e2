"""What happened to an edition becomes the documents that `coursewright edition … --json` prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from coursewright.authoring.shapes.edition_files import Acknowledgement
from coursewright.commands.renewing.edition_documents import (
    AcknowledgementJson,
    CountsJson,
    EditionAcknowledgeJson,
    EditionCloseJson,
    EditionOpenJson,
    EditionStatusJson,
    ItemJson,
    OwnerJson,
    PointJson,
    UnmetJson,
)
from coursewright.renewing.work.acknowledging_work import Acknowledged
from coursewright.renewing.work.burn_down import Point
from coursewright.renewing.work.closing import Unmet
from coursewright.renewing.work.edition_opening import Opened
from coursewright.renewing.work.progress import Counts, Progress, State, Step


def opened_json(opened: Opened, shown_as: str, *, is_written: bool) -> EditionOpenJson:
    """An edition that was opened, or would be."""
    steps = [Step(task.item, task.owner, State.OPEN, is_error=task.is_error) for task in opened.tasks]
    owners = sorted({step.owner for step in steps}, key=lambda owner: (owner is None, owner or ""))
    return EditionOpenJson(
        edition=opened.opening.name,
        first=opened.opening.first,
        last=opened.opening.last,
        baseline_models=opened.work.file.baseline_models,
        moved=dict(opened.opening.moved),
        carried=tuple(map(_entry, opened.carried)),
        left_behind=tuple(map(_entry, opened.left_behind)),
        owners=tuple(_owner(owner, [step for step in steps if step.owner == owner], shown_as) for owner in owners),
        files=tuple(f"{shown_as}{path}" for path in opened.files),
        is_written=is_written,
    )


def status_json(
    state: Progress, owners: Iterable[str | None], points: Sequence[Point], without: str | None, day: date
) -> EditionStatusJson:
    """How far an edition is."""
    shown_as = state.draft.tree.shown_as
    return EditionStatusJson(
        edition=state.edition,
        as_of=day,
        opened=state.file.opened,
        closed=state.file.closed,
        effective=state.file.effective,
        counts=_counts(state.counts()),
        owners=tuple(_owner(owner, [step for step in state.steps if step.owner == owner], shown_as) for owner in owners),
        idle=tuple(map(_entry, state.idle())),
        burn_down=tuple(PointJson(day=point.day, counts=_counts(point.counts)) for point in points),
        without=without,
    )


def acknowledged_json(edition: str, made: Acknowledged) -> EditionAcknowledgeJson:
    """What was acknowledged."""
    return EditionAcknowledgeJson(
        edition=edition, entry=_entry(made.entry), covers=made.covers, changed=made.after != made.before
    )


def closed_json(state: Progress, reasons: Iterable[Unmet], closed: date | None, *, changed: bool) -> EditionCloseJson:
    """An edition that was closed, or what keeps it from that."""
    shown_as = state.draft.tree.shown_as
    listed = tuple(
        UnmetJson(id=one.id, owner=one.owner, path=f"{shown_as}{one.place.path}", line=one.place.line, what=one.what, do=one.do)
        for one in reasons
    )
    return EditionCloseJson(edition=state.edition, closed=closed, changed=changed, unmet=listed)


def _owner(owner: str | None, steps: Sequence[Step], shown_as: str) -> OwnerJson:
    states = [step.state for step in steps]
    counts = Counts(*(states.count(state) for state in State))
    return OwnerJson(owner=owner, counts=_counts(counts), items=tuple(_item(step, shown_as) for step in steps))


def _item(step: Step, shown_as: str) -> ItemJson:
    item = step.item
    return ItemJson(
        id=item.id,
        state=step.state.value,
        code=item.code,
        owner=step.owner,
        path=f"{shown_as}{item.path}",
        lines=item.lines,
        what=item.what,
        why=item.why,
        affects=item.affects,
        due=item.due,
        do=item.do,
        is_new=step.is_new,
        acknowledged=_entry(step.acknowledged) if step.acknowledged else None,
    )


def _entry(entry: Acknowledgement) -> AcknowledgementJson:
    return AcknowledgementJson(code=entry.code, path=entry.path, reason=entry.reason, until=entry.until, by=entry.by)


def _counts(counts: Counts) -> CountsJson:
    return CountsJson(open=counts.open, acknowledged=counts.acknowledged, done=counts.done)

"""Lessons and activities by models: where a release depends on what, how each stands on a day, and the evidence of each cell."""

from __future__ import annotations

from coursewright.errors import UnknownNameError
from coursewright.renewing.impact.heat_map import CURRENT, Row
from coursewright.renewing.impact.links import STATUSES
from coursewright.serving.review_desk.compared import compared, context, edition_of, today
from coursewright.serving.review_desk.desk import Desk
from coursewright.serving.review_desk.known_models import evidence, heat, known
from coursewright.serving.review_desk.question import Question
from coursewright.serving.review_desk.reading_list import part
from coursewright.serving.review_desk.visitors import Response

MOST_COLUMNS = 24


def page(desk: Desk, question: Question) -> Response:
    """See above."""
    about, day = compared(desk, question), today(desk, question)
    frame = context(desk, question, about, "models")
    try:
        everything = known(desk, about.pin)
    except UnknownNameError as error:
        return desk.page(question, "models.html", **frame, old=str(error), day=day)
    found = heat(desk, everything, day)
    wanted = {name: question.query.get(name, "").strip() for name in ("status", "q")}
    shown = part(question, [row for row in found.rows if _is_wanted(row, wanted)])
    used = {name for row in shown.rows for name in row.cells}
    baseline = set(edition_of(desk, about.pin).get("baseline_models", ()))
    columns = sorted((one for one in found.columns if one[0] in used), key=lambda one: one[0] not in baseline)
    cell, model = question.query.get("cell", ""), question.query.get("model", "")
    return desk.page(
        question,
        "models.html",
        **frame,
        old=None,
        day=day,
        shown=shown,
        columns=columns[:MOST_COLUMNS],
        more_columns=[name for name, _ in columns[MOST_COLUMNS:]],
        baseline=baseline,
        statuses=[*STATUSES, CURRENT],
        counts={status: sum(row.status == status for row in found.rows) for status in (*STATUSES, CURRENT)},
        wanted=wanted,
        cell=cell,
        model=model,
        evidence=evidence(everything, found, cell, model) if cell and model else None,
    )


def _is_wanted(row: Row, wanted: dict[str, str]) -> bool:
    text = wanted["q"].lower()
    says = not text or text in row.title.lower() or text in row.id or any(text in name for name in row.cells)
    return says and wanted["status"] in ("", row.status)

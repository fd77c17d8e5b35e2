"""What a check came to, as a note for those who decide on a candidate: it stays beside the candidate (checked_note.py).

A finding is told as `check --format json` tells it, but its path is from the content folder, it has `hint` for `help` and no fix,
and it says whether the edition's file says to live with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from coursewright.authoring.check import MOST, MOST_IN_A_FILE, Report
from coursewright.authoring.findings.finding import told
from coursewright.authoring.reports.findings_json import finding_json

_TOLD: Mapping[str, bool | set[str]] = {"code": True, "severity": True, "message": True, "place": {"path", "line", "column"}}


def checked_note(report: Report) -> bytes:
    """The note on what a check came to."""
    found = sorted(_found(report), key=lambda one: (one["place"]["path"], one["place"]["line"], one["code"], one["message"]))
    note = {"kind": "checked", "as_of": report.draft.as_of.isoformat(), "findings": found}
    return json.dumps(note, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _found(report: Report) -> Iterator[dict[str, Any]]:
    for findings, is_acknowledged in ((report.findings, False), (told(report.acknowledged, MOST_IN_A_FILE, MOST), True)):
        for one in findings:
            said = finding_json(one, "").model_dump(include=_TOLD)
            yield {**said, "hint": one.help, "acknowledged": is_acknowledged}

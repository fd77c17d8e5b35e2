"""What checking found when a candidate was deposited: the note beside it, and who acknowledged what until when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coursewright.errors import DamagedObjectError, MissingObjectError
from coursewright.publishing.depositing.checked_note import read_checked
from coursewright.reviewing.editors import Editors, editors_in
from coursewright.serving.review_desk.compared import Compared, kept
from coursewright.serving.review_desk.desk import Desk

Finding = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Checked:
    """The note: the day it is of, and the findings, acknowledged or not. None where nothing was recorded."""

    as_of: str
    findings: Sequence[Finding]

    def open(self, severity: str) -> list[Finding]:
        """Those of a severity that nobody acknowledged."""
        return [one for one in self.findings if one["severity"] == severity and not one.get("acknowledged")]


def checked_note(desk: Desk, about: Compared) -> Checked | None:
    """The note of a release; None where its deposit left none."""
    note = read_checked(desk.candidates, about.pin.manifest)
    return Checked(note["as_of"], note["findings"]) if note else None


def editors_of(desk: Desk, about: Compared) -> Editors | None:
    """The people of a release; None where it does not tell them."""

    def read() -> Editors | None:
        try:
            return editors_in(desk.objects(about.pin), about.record["private"], desk.released)
        except (MissingObjectError, DamagedObjectError, KeyError):
            return None

    found: Editors | None = kept(desk, ("editors", about.pin.release), read)
    return found


def acknowledged(desk: Desk, about: Compared) -> list[dict[str, Any]]:
    """What the edition's file acknowledges: code, path, why, until when, and by whom, where it is told."""
    editors = editors_of(desk, about)
    if editors is None:
        return []
    names = {one.id: one.name for one in editors.people}
    entries = editors.acknowledged.get(about.pin.edition, ())
    return [{**one, "who": names.get(str(one.get("by")), one.get("by"))} for one in entries]

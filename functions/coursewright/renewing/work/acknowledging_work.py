"""Somebody decides to live with a finding, or with an item of a worklist: checked before it is written.

Takes how far the edition is, what is meant, a reason and a last day; gives the edition's file with the entry. Refuses what is
not found now, what is an error, no reason, and a day that is past, or outside the edition's period.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from coursewright.authoring.findings.acknowledgeable import ABOUT_ENTRIES, WORK
from coursewright.authoring.findings.acknowledging import is_about
from coursewright.authoring.findings.finding import Severity
from coursewright.authoring.findings.help_pages import codes
from coursewright.authoring.shapes.edition_files import Acknowledgement
from coursewright.authoring.yaml_text.edition_editing import with_acknowledgement
from coursewright.errors import WritingRefusedError
from coursewright.renewing.work.progress import Progress


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The entry, the edition's file before and with it, and how many places it covers."""

    entry: Acknowledgement
    path: str
    before: str
    after: str
    covers: int


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody would live with: a finding's code, perhaps in one file or folder, or an item by its id; why; until when.

    `by` is what whoever wishes it commits as, None where that is not known.
    """

    what: str
    path: str | None
    reason: str
    until: date
    by: str | None = None


def acknowledge(progress: Progress, wish: Wish, on: date) -> Acknowledged:
    """The entry that is wished for.

    Raises:
        WritingRefusedError: it cannot be acknowledged like this.
    """
    code, path = _item(progress, wish) if ":" in wish.what else (wish.what, wish.path)
    _expect_days(progress, wish.until, on)
    reason = " ".join(wish.reason.split())
    said = {"code": code, "path": path, "reason": reason, "until": wish.until, "by": _person(progress, wish.by)}
    try:
        entry = Acknowledgement.model_validate(said)
    except ValidationError as error:
        raise WritingRefusedError(_sentence(error)) from error
    covers = _covered(progress, entry)
    located = progress.draft.editions[progress.edition]
    before = progress.draft.tree.files[located.path].decode()
    if there := next((known for known in located.value.acknowledged if _says(known, entry)), None):
        return Acknowledged(there, located.path, before, before, covers)
    return Acknowledged(entry, located.path, before, with_acknowledgement(located, before, entry), covers)


def _says(known: Acknowledgement, entry: Acknowledgement) -> bool:
    """Whether an entry says all that another does."""
    return known == entry or (entry.by is None and known.model_copy(update={"by": None}) == entry)


def _item(progress: Progress, wish: Wish) -> tuple[str, str]:
    if wish.path is not None:
        raise WritingRefusedError("an item's id says where it is; leave --path out, or name a code")
    for step in progress.steps:
        if step.item.id == wish.what:
            return step.item.code, step.item.path
    raise WritingRefusedError(
        f"{progress.edition} has no item {wish.what}; coursewright edition status {progress.edition} lists them all"
    )


def _person(progress: Progress, identity: str | None) -> str | None:
    """Who commits or signs in as this, by the id in people.yaml; None where nobody does, or more than one."""
    people = progress.draft.people.value.people if progress.draft.people and identity else ()
    wanted = (identity or "").strip().casefold()
    known = [one.id for one in people if wanted in {name.strip().casefold() for name in (*one.git, *one.sign_in)}]
    return known[0] if len(known) == 1 else None


def _expect_days(progress: Progress, until: date, on: date) -> None:
    first, last = progress.file.period.from_, progress.file.period.until
    if until < on:
        raise WritingRefusedError(f"{until} is past; name a last day up to {last}, when the edition ends")
    if until > last:
        raise WritingRefusedError(
            f"{until} is after {progress.edition} ends on {last}; the next edition has to decide anew, so name a day up to that"
        )
    if until < first:
        raise WritingRefusedError(
            f"{until} is before {progress.edition} begins on {first}, so it would be found again on its first day"
        )


def _covered(progress: Progress, entry: Acknowledgement) -> int:
    fitting = [finding for finding in progress.findings if finding.code == entry.code and is_about(entry, finding.place.path)]
    if entry.code in ABOUT_ENTRIES:
        raise WritingRefusedError(f"{entry.code} is about an entry itself; acknowledge anew what it names, or remove the entry")
    where = f" in {entry.path}" if entry.path else ""
    if not fitting:
        known = entry.code in WORK or entry.code in codes()
        raise WritingRefusedError(
            f"nothing is found by {entry.code}{where} now, so there is nothing to acknowledge"
            if known
            else f"no finding is called {entry.code!r}; coursewright check prints the codes in brackets"
        )
    mild = [finding for finding in fitting if finding.severity is not Severity.ERROR]
    if not mild:
        raise WritingRefusedError(
            f"{entry.code}{where} is an error, and nothing can be compiled around an error; mend it: {fitting[0].help}"
        )
    if entry.code == "todo-left" and entry.path == progress.draft.editions[progress.edition].path:
        raise WritingRefusedError(f"learners would read it; write the note of {progress.edition} instead: {entry.path}")
    return len(mild)


def _sentence(error: ValidationError) -> str:
    field = str(error.errors()[0]["loc"][0])
    wanted = {
        "reason": "say why it is all right to live with it, in one line of at most 300 characters: --reason",
        "path": "--path must be a file or a folder of the content, on one line",
        "code": "name a finding's code, like dead-model, or an item's id, like dead-model:course/lesson",
    }
    return wanted.get(field, f"{field} cannot be used")

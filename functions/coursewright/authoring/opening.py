"""The first version of the next edition's file: its days, its baseline, and what is still lived with from the one before.

Takes the curriculum as it was read, a quarter's name and the day; gives the text and what became of the baseline and of the
acknowledgements. Refuses a name that is no quarter's, is taken, or comes before what is there. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from coursewright.authoring.draft import Draft
from coursewright.authoring.ending import end_of
from coursewright.authoring.findings.acknowledging import is_about
from coursewright.authoring.findings.finding import Finding, Severity
from coursewright.authoring.ledger import Ledger
from coursewright.authoring.periods import following_period
from coursewright.authoring.quarters import Quarter, parse_quarter
from coursewright.authoring.scaffold_texts import filled, listed
from coursewright.authoring.shapes.edition_files import Acknowledgement
from coursewright.authoring.yaml_text.yaml_editing import scalar
from coursewright.errors import WritingRefusedError

_OPENED = "opened: {day}\n"


@dataclass(frozen=True, slots=True)
class Opening:
    """The file of an edition that is being opened, as YAML. `moved` says what took the place of each baseline model that ends."""

    name: str
    text: str
    first: date
    last: date
    moved: Mapping[str, tuple[str, ...]]

    @property
    def path(self) -> str:
        """Where it goes."""
        return f"editions/{self.name}.yaml"


def opening(draft: Draft, name: str, on: date) -> Opening:
    """The next edition, without acknowledgements.

    Raises:
        WritingRefusedError: there can be no edition of this name now.
    """
    quarter = _quarter(draft, name)
    first, last = following_period(quarter, draft.editions)
    if draft.ledger is None or draft.settings is None:
        raise WritingRefusedError("curriculum.yaml or the ledger cannot be read; coursewright check says why")
    before = draft.editions[max(draft.editions)].value.baseline_models if draft.editions else ()
    models, moved = _baseline(draft.ledger, before or (draft.settings.value.default_model,), last)
    text = filled("edition.yaml", title=quarter.title, first=first, last=last, models=listed(models))
    return Opening(name, text.replace("baseline_models:", f"{_OPENED.format(day=on)}baseline_models:", 1), first, last, moved)


def carried(entries: tuple[Acknowledgement, ...], found: tuple[Finding, ...]) -> tuple[Acknowledgement, ...]:
    """The acknowledgements of the edition before that the new one still meets.

    They keep their last day: where it comes before the new edition's first, somebody has to say anew why it is all right.
    """
    mild = [finding for finding in found if finding.severity is not Severity.ERROR]
    return tuple(
        entry for entry in entries if any(entry.code == finding.code and is_about(entry, finding.place.path) for finding in mild)
    )


def with_carried(text: str, entries: tuple[Acknowledgement, ...]) -> str:
    """The text of a new edition with these acknowledgements."""
    lines = ["acknowledged:"] if entries else []
    for entry in entries:
        lines.append(f"  - code: {scalar(entry.code)}")
        lines += [f"    path: {scalar(entry.path)}"] if entry.path else []
        lines += [f"    reason: {scalar(entry.reason)}", f"    until: {entry.until}"]
        lines += [f"    by: {scalar(entry.by)}"] if entry.by else []
    return text + "".join(f"{line}\n" for line in lines)


def _quarter(draft: Draft, name: str) -> Quarter:
    quarter = parse_quarter(name)
    if quarter is None:
        raise WritingRefusedError(f"{name!r} is no quarter; name an edition like 2027-Q1")
    path = f"editions/{name}.yaml"
    if path in draft.tree.files:
        raise WritingRefusedError(f"{path} is already there, and nothing is overwritten; coursewright edition status {name}")
    newest = max(draft.editions, default="")
    if name < newest:
        raise WritingRefusedError(f"{name} comes before {newest}, which is there already; open one that comes after it")
    return quarter


def _baseline(ledger: Ledger, before: tuple[str, ...], last: date) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """The models of the edition before, those that end by the last day moved to what the ledger names in their place.

    One without a successor is left out; the last one is not, as an edition needs a baseline, and then it is work to do.
    """
    kept: list[str] = []
    moved: dict[str, tuple[str, ...]] = {}
    for model in before:
        heirs = _lasting(ledger, model, last, ())
        if heirs != (model,):
            moved[model] = heirs
        kept += heirs
    models = tuple(dict.fromkeys(kept))
    return (models, moved) if models else (before, {})


def _lasting(ledger: Ledger, model: str, last: date, seen: tuple[str, ...]) -> tuple[str, ...]:
    """A model, if it goes on past a day, or else whatever follows it and does."""
    day = end_of(ledger, {model} & set(ledger.models))
    if day is None or day > last:
        return (model,) if model in ledger.models else ()
    if model in seen:
        return ()
    heirs = ledger.models[model].values("replacement")
    return tuple(dict.fromkeys(heir for named in heirs for heir in _lasting(ledger, named, last, (*seen, model))))

"""What is odd about a ledger that sources were just read into: what vanished, who nobody knows, days that cannot be.

Pure. Findings as authors know them, each at its line of `facts.jsonl` or of `overlay.yaml`. None of them keeps anything from
being written: what a source said is what it said, and who reviews the change decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from coursewright.authoring.findings.finding import Finding, Place, Severity
from coursewright.authoring.ledger import ApiPart, Ledger, Model
from coursewright.authoring.shapes.ledger_files import Fact, OverlayFile
from coursewright.authoring.yaml_text.located import Located
from coursewright.renewing.ledger.ledger_lines import FACTS, line_of
from coursewright.renewing.ledger.merging import AnyFact, CellChange
from coursewright.renewing.sources.source_data import SourceData, subject_of
from coursewright.renewing.sources.statements import backwards


class Lines:
    """Where each fact stands in the file."""

    def __init__(self, written: bytes) -> None:
        lines = written.decode("utf-8", "replace").split("\n")
        self._numbers = {line: number for number, line in enumerate(lines, 1)}

    def place(self, facts: Iterable[AnyFact]) -> Place:
        """The first line of these facts; of none, the file."""
        numbers = sorted((self._numbers[line], len(line)) for fact in facts if (line := line_of(fact)) in self._numbers)
        return Place(FACTS, numbers[0][0], 1, numbers[0][0], numbers[0][1] + 1) if numbers else Place(FACTS)


def vanished_row(  # noqa: PLR0913 - what the finding is about
    source: str, vanished: Iterable[CellChange], facts: Iterable[AnyFact], lines: Lines, ledger: Ledger, today: date
) -> Iterator[Finding]:
    """What a source said before and says nothing of now; a hint where the model is gone anyhow, as then many drop it."""
    own: dict[str, list[AnyFact]] = defaultdict(list)
    for fact in facts:
        if fact.source == source:
            own[subject_of(fact)].append(fact)
    by_subject: dict[str, set[str]] = defaultdict(set)
    for change in vanished:
        by_subject[change.cell[0]].add(change.cell[2])
    for subject, fields in sorted(by_subject.items()):
        kept = [fact for fact in own[subject] if fact.field in fields]
        what = "" if {fact.field for fact in own[subject]} == fields else f"{', '.join(sorted(fields))} of "
        yield Finding(
            "vanished-row",
            lines.place(kept),
            f"{source} says nothing of {what}{subject} any more; what it said before is kept",
            "If it was withdrawn, delete the lines: they stay deleted. If the source only drops what is gone, leave them.",
            Severity.HINT if _is_over(ledger, subject, today) else Severity.WARNING,
        )


def new_model(before: Ledger, read: Iterable[SourceData], after: Ledger, lines: Lines) -> Iterator[Finding]:
    """A model that the ledger has heard of for the first time, and that is in no family."""
    for name in sorted({*after.models} - {*before.models}):
        sources = sorted(data.source for data in read if name in data.models)
        yield Finding(
            "new-model",
            lines.place(after.models[name].facts),
            f"{name} is new, by {', '.join(sources)}, and in no family",
            "If lessons should be able to speak of it, add it to a family in ledger/overlay.yaml.",
            Severity.HINT,
        )


def unsourced_model(overlay: Located[OverlayFile], ledger: Ledger, read: Iterable[SourceData]) -> Iterator[Finding]:
    """A model of a family of which nobody says anything: misspelt, or not out yet."""
    spoken_of = {model for data in read for model in data.models}
    for index, family in enumerate(overlay.value.families):
        for at, member in enumerate(family.members):
            if not ledger.models[member].facts and member not in spoken_of:
                yield Finding(
                    "unsourced-model",
                    overlay.at("families", index, "members", at),
                    f"no source says anything of {member}",
                    "Look its name up at the provider; if it is right, enter what is known under `facts:` with its source.",
                    Severity.WARNING,
                )


def shutdown_before_announcement(ledger: Ledger, lines: Lines) -> Iterator[Finding]:
    """The days that count are of two sources, and the wrong way round."""
    known: list[Model | ApiPart] = [*ledger.models.values(), *ledger.api.values()]
    for subject in known:
        for host in sorted({fact.host for fact in subject.facts}):
            shutdown, announced = subject.value("shutdown", host), subject.value("deprecated", host)
            if shutdown and announced and str(shutdown) < str(announced):
                place = lines.place(fact for fact in subject.facts if fact.field == "shutdown")
                yield backwards(f"by the days that count, {subject.id}", str(shutdown), str(announced), place)


def unknown_replacement(ledger: Ledger, read: Iterable[SourceData], lines: Lines) -> Iterator[Finding]:
    """A replacement of a model that has not ended is a model that nobody knows."""
    known = {*ledger.models, *ledger.families, *(model for data in read for model in data.models)}
    named: Mapping[str, list[Fact]] = defaultdict(list)
    for model in ledger.models.values():
        for fact in model.facts:
            if fact.field == "replacement" and str(fact.value) not in known:
                named[str(fact.value)].append(fact)
    for name, facts in sorted(named.items()):
        sources = ", ".join(sorted({fact.source for fact in facts}))
        yield Finding(
            "unknown-replacement",
            lines.place(facts),
            f"{sources} would replace {facts[0].model} by {name}, which no source knows as a model",
            "Look the name up at the provider before a lesson repeats it.",
            Severity.HINT,
        )


def _is_over(ledger: Ledger, subject: str, today: date) -> bool:
    known = ledger.models.get(subject) or ledger.api.get(subject)
    ends = known.value("shutdown") if known else None
    return ends is not None and date.fromisoformat(str(ends)) <= today

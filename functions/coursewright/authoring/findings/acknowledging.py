"""Findings somebody decided to live with: named in the newest edition's file, with a reason and an end."""

from __future__ import annotations

from collections import defaultdict

from coursewright.authoring.baseline import LOOKING_BACK
from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.acknowledgeable import WORK
from coursewright.authoring.findings.finding import Finding, Severity, in_order
from coursewright.authoring.shapes.edition_files import Acknowledgement


def sift(draft: Draft, findings: tuple[Finding, ...]) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Findings that are left, and those that are acknowledged.

    An error cannot be acknowledged: nothing can be compiled around it. An entry that has ended, or that fits nothing, is a
    finding; what looks back fits nothing where there is nothing to look back at, and what only an edition's worklist asks for
    is not judged here.
    """
    if not draft.editions:
        return findings, ()
    edition = draft.editions[max(draft.editions)]
    left, acknowledged = list(findings), set[Finding]()
    by_code: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_code[finding.code].append(finding)
    for index, entry in enumerate(edition.value.acknowledged):
        place = edition.at("acknowledged", index)
        if entry.code in WORK:
            continue
        fitting = [finding for finding in by_code[entry.code] if _fits(entry, finding)]
        if not fitting and (draft.baseline or entry.code not in LOOKING_BACK):
            left.append(
                Finding(
                    "acknowledgement-idle",
                    place,
                    f"nothing that could be acknowledged is found by {entry.code}{_where(entry)}",
                    "Remove the entry.",
                    Severity.HINT,
                )
            )
        elif fitting and entry.until < draft.as_of:
            left.append(
                Finding(
                    "acknowledgement-ended",
                    place,
                    f"the acknowledgement of {entry.code}{_where(entry)} ended on {entry.until}",
                    "Mend what it is about, or set a later `until:` with a reason that still holds.",
                    Severity.WARNING,
                )
            )
        else:
            acknowledged.update(fitting)
    return in_order([finding for finding in left if finding not in acknowledged]), in_order(tuple(acknowledged))


def is_about(entry: Acknowledgement, path: str) -> bool:
    """Whether an entry speaks of this file."""
    return entry.path is None or path == entry.path or path.startswith(f"{entry.path.rstrip('/')}/")


def _fits(entry: Acknowledgement, finding: Finding) -> bool:
    return entry.code == finding.code and is_about(entry, finding.place.path) and finding.severity is not Severity.ERROR


def _where(entry: Acknowledgement) -> str:
    return f" in {entry.path}" if entry.path else ""

"""What ends or changes by the last day of an edition, and what hangs on it: by the impact that the edition's release would have.

Takes a draft and what is found of it; gives work for the files that nothing else asks to look at (a lesson may state a claim
about a model that it never names), and for each affected file what is affected with it. Content with errors is no release, so
nothing is said of it: its errors are work already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from coursewright.authoring.check import Report, settle
from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding, Place, Severity
from coursewright.authoring.shapes.edition_files import EditionFile
from coursewright.compiling.compile import compile_release
from coursewright.compiling.release import Release
from coursewright.renewing.catalogue import read_catalogue
from coursewright.renewing.impact.impact import Affected, Impact, Outcome, impact

CODE = "affected-item"
_KINDS = ("shutdown", "api", "alias")


@dataclass(frozen=True, slots=True)
class AffectedWork:
    """Findings for files that were not found otherwise; by path, the day of the soonest event and what is affected with it."""

    findings: tuple[Finding, ...] = ()
    days: Mapping[str, date] = field(default_factory=dict)
    affects: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def affected_work(draft: Draft, edition: EditionFile, found: tuple[Finding, ...], looked_at: frozenset[str]) -> AffectedWork:
    """The work of what ends. `looked_at` are the paths for which there is work because of a model or an API already."""
    if any(finding.severity is Severity.ERROR for finding in found):
        return AffectedWork()
    judged = _impact(compile_release(settle(Report(draft, found))), draft, edition)
    findings: list[Finding] = []
    days: dict[str, date] = {}
    affects: dict[str, set[str]] = defaultdict(set)
    for outcome in judged.outcomes:
        for one in outcome.affected:
            if one.path is None or one.kind not in ("claim", "lesson", "activity"):
                continue
            affects[one.path].update(_with(one, outcome))
            if one.path not in looked_at:
                findings.append(_finding(one, one.path, outcome))
                days[one.path] = min(outcome.event.day, days.get(one.path, outcome.event.day))
    return AffectedWork(tuple(findings), days, {path: tuple(sorted(ids)) for path, ids in affects.items()})


def _impact(release: Release, draft: Draft, edition: EditionFile) -> Impact:
    catalogue = read_catalogue(release.edition or "", release.manifest, release.json)
    days = max(0, (edition.period.until - draft.as_of).days)
    return impact(catalogue, draft.as_of, notice_days=days, is_asked_for=lambda event: event.kind in _KINDS)


def _finding(one: Affected, path: str, outcome: Outcome) -> Finding:
    event = outcome.event
    heirs = f" ({' or '.join(event.replacements)} takes its place)" if event.replacements else ""
    return Finding(
        CODE,
        Place(path),
        f"{one.because} [{one.status}, as it {', and '.join(one.how)}]",
        f"Say what holds without {event.subject}{heirs}, or tell learners the day and acknowledge this.",
        Severity.WARNING,
    )


def _with(one: Affected, outcome: Outcome) -> Iterator[str]:
    """What is affected by way of it: of a claim, whatever states it; of an item, questions, objectives and certificates."""
    if one.kind == "claim":
        stating = f"states {one.id}"
        yield from (f"{other.kind} {other.id}" for other in outcome.affected if stating in other.how)
        return
    names = {f"by {one.id}", f"by {one.id.partition('/')[2]}"}
    for other in outcome.affected:
        serves = other.kind in ("objective", "credential") and any(
            how == name or how.startswith(f"{name}/") for how in other.how for name in names
        )
        if serves or (other.kind == "question" and other.id.startswith(f"{one.id}/")):
            yield f"{other.kind} {other.id}"

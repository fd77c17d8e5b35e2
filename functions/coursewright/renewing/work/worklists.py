"""The content and its newest edition become work: what must be looked at, by whom, by when.

Takes a content tree; gives every task that is open, and those that are acknowledged, in the order of their days. A task is all
that is found under one code in one file, as that is what somebody sits down to mend, and what an acknowledgement names. It is
not kept anywhere whether one is done: it is when it is not found any more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from coursewright.authoring.draft import Draft
from coursewright.authoring.drafting import draft
from coursewright.authoring.ending import end_of
from coursewright.authoring.findings.acknowledgeable import WORK
from coursewright.authoring.findings.acknowledging import is_about, sift
from coursewright.authoring.findings.finding import Finding, Severity, in_order
from coursewright.authoring.findings.help_pages import summary_of
from coursewright.authoring.owners import Owners
from coursewright.authoring.rules import rules
from coursewright.authoring.shapes.edition_files import Acknowledgement, EditionFile
from coursewright.authoring.shapes.worklist_files import WorklistItem
from coursewright.authoring.slug import Slug
from coursewright.authoring.source_tree import SourceTree
from coursewright.renewing.work.affected_work import CODE as AFFECTED
from coursewright.renewing.work.affected_work import AffectedWork, affected_work
from coursewright.renewing.work.expected_work import api_ends, expected, name_at

_OF_MODELS = frozenset({"dead-model", "ending-model", "ending-mention"})
_OF_EVENTS = _OF_MODELS | {"ending-api", AFFECTED}
_OF_REVIEWS = frozenset({"overdue-claim", "claim-review"})
_COVERED_BY = {"ending-mention": ("ending-model",)}
"""Who lives with what depends on a model until its end, and says so in a file, lives with what is said of it there."""
_MOST_SAID = 4
_MOST_AFFECTED = 50
_MOST_LINES = 100
_LONGEST = 4_000
_NO_ID = re.compile(r"[^A-Za-z0-9_./-]|^[^A-Za-z0-9_]")


@dataclass(frozen=True, slots=True)
class Task:
    """A piece of work and its owner, if somebody is. An error cannot be acknowledged."""

    item: WorklistItem
    owner: str | None
    is_error: bool = False
    acknowledged: Acknowledgement | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """The work of an edition: what is left, what is lived with, and the draft and the findings it was read from."""

    draft: Draft
    edition: str
    tasks: tuple[Task, ...]
    findings: tuple[Finding, ...]

    @property
    def file(self) -> EditionFile:
        """The edition's file."""
        return self.draft.editions[self.edition].value


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A draft with everything that was found of it and is wanted for its newest edition, whoever lives with what."""

    draft: Draft
    edition: str
    found: tuple[Finding, ...]
    wanted: tuple[Finding, ...]
    reached: AffectedWork


def work_of(tree: SourceTree) -> Work | None:
    """The work of the newest edition of a tree; None where it has no edition that can be read."""
    judged = judge(tree)
    return work(judged) if judged else None


def judge(tree: SourceTree) -> Judged | None:
    """Find all there is to do for the newest edition of a tree; None where it has no edition that can be read."""
    drafted = draft(tree)
    if not drafted.editions:
        return None
    name = max(drafted.editions)
    edition = drafted.editions[name].value
    found = in_order([*drafted.findings, *(finding for rule in rules() for finding in rule(drafted))])
    wanted = tuple(expected(drafted, edition))
    looked_at = frozenset(f.place.path for f in (*found, *wanted) if f.code in _OF_MODELS or f.code == "ending-api")
    reached = affected_work(drafted, edition, found, looked_at)
    return Judged(drafted, name, found, (*wanted, *reached.findings), reached)


def work(judged: Judged) -> Work:
    """What was found becomes tasks, by what the edition's file says to live with."""
    left, lived_with = sift(judged.draft, judged.found)
    tasks = _Tasks(judged.draft, judged.draft.editions[judged.edition].value, judged.reached)
    made = [*tasks.of(left), *tasks.of(lived_with, are_acknowledged=True), *tasks.of(judged.wanted)]
    return Work(judged.draft, judged.edition, tuple(sorted(made, key=_order)), (*judged.found, *judged.wanted))


def _order(task: Task) -> tuple[date, str, str]:
    return task.item.due, task.item.code, task.item.path


class _Tasks:
    """Makes tasks of findings."""

    def __init__(self, drafted: Draft, edition: EditionFile, reached: AffectedWork) -> None:
        self.draft, self.edition, self.reached = drafted, edition, reached
        people = drafted.people.value if drafted.people else None
        self.owners = Owners(people) if people else None
        self.only = people.people[0].id if people and len(people.people) == 1 else None
        self.api = api_ends(drafted, edition.period.until)
        self.subjects = dict(_subjects(drafted))

    def of(self, findings: Iterable[Finding], *, are_acknowledged: bool = False) -> Iterator[Task]:
        """A task for each code and file; hints are advice, and no work."""
        grouped: dict[tuple[str, str], list[Finding]] = {}
        for finding in findings:
            if finding.severity is not Severity.HINT:
                grouped.setdefault((finding.code, finding.place.path), []).append(finding)
        for (code, path), group in grouped.items():
            entry = self._entry(code, path) if are_acknowledged or code in WORK else None
            is_error = any(finding.severity is Severity.ERROR for finding in group)
            yield Task(self._item(code, path, group), self._owner(path), is_error, entry)

    def _item(self, code: str, path: str, group: Sequence[Finding]) -> WorklistItem:
        subject = self.subjects.get(path, path)
        return WorklistItem(
            id=f"{code}:{_NO_ID.sub('-', subject)}",
            code=Slug(code),
            path=_line(path),
            lines=tuple(sorted({finding.place.line for finding in group})[:_MOST_LINES]),
            what=_line(_together([finding.message for finding in group], "; ")),
            why=_line(WORK.get(code) or summary_of(code)),
            affects=self.reached.affects.get(path, ())[:_MOST_AFFECTED] if code in _OF_EVENTS else (),
            due=min(self._due(finding) for finding in group),
            do=_line(self._advice(code, group)),
        )

    def _advice(self, code: str, group: Sequence[Finding]) -> str:
        """What to do. Of several models each has its own advice, which begins differently and ends alike."""
        said = list(dict.fromkeys(finding.help for finding in group))
        if code not in _OF_MODELS or len(said) == 1:
            return _together(said, " ")
        named: dict[str, set[str]] = {}
        for finding in group:
            named.setdefault(finding.help, set()).add(name_at(self.draft, finding.place))
        halves = {", ".join(sorted(names)): advice.partition("; ") for advice, names in named.items()}
        each = [f"{names}: {head[:1].lower()}{head[1:]}." for names, (head, _, _) in sorted(halves.items())]
        tails = [tail[:1].upper() + tail[1:] for _, _, tail in halves.values() if tail]
        return f"{' '.join(each)} {' '.join(dict.fromkeys(tails))}"

    def _entry(self, code: str, path: str) -> Acknowledgement | None:
        """The acknowledgement that holds longest."""
        entries, named = self.edition.acknowledged, {code, *_COVERED_BY.get(code, ())}
        fitting = [
            entry for entry in entries if entry.code in named and is_about(entry, path) and entry.until >= self.draft.as_of
        ]
        return max(fitting, key=lambda entry: entry.until, default=None)

    def _owner(self, path: str) -> str | None:
        """A claim's own, else who owns the file or a folder around it, else the only person there is."""
        claim = self.draft.claims.get(path.removeprefix("claims/").removesuffix(".yaml")) if path.startswith("claims/") else None
        if claim:
            return str(claim.value.owner)
        return (self.owners.of(path) if self.owners else None) or self.only

    def _due(self, finding: Finding) -> date:
        """Before the edition begins; sooner where the day it is about comes sooner, and was not past when work began."""
        first = self.edition.effective
        day = self._day(finding)
        is_past = day and self.edition.opened and day < self.edition.opened and finding.code not in _OF_REVIEWS
        return min(first, day) if day and not is_past else first

    def _day(self, finding: Finding) -> date | None:
        if finding.code in _OF_REVIEWS:
            claim = self.draft.claims.get(finding.place.path.removeprefix("claims/").removesuffix(".yaml"))
            return claim.value.review_by if claim else None
        if finding.code == AFFECTED:
            return self.reached.days[finding.place.path]
        if finding.code == "ending-api":
            return min((day for part, day in self.api.items() if finding.message.startswith(f"{part} ")), default=None)
        if finding.code in _OF_MODELS and self.draft.ledger:
            return end_of(self.draft.ledger, self.draft.ledger.select(name_at(self.draft, finding.place)))
        return None


def _subjects(drafted: Draft) -> Iterator[tuple[str, str]]:
    """What a file is about, by its path, where that has a name that stays when the file moves."""
    for course in drafted.courses:
        for item in course.items():
            yield item.path, f"{course.id}/{item.id}"
        originals: Mapping[str, str] = {item.path: item.id for item in course.items()}
        for module in course.modules:
            for made in module.translations:
                if made.original in originals:
                    yield made.path, f"{course.id}/{originals[made.original]}.{made.locale}"


def _together(said: Iterable[str], between: str) -> str:
    """What was said, each once; of much, the beginning."""
    each = list(dict.fromkeys(said))
    more = f"{between}… and {len(each) - _MOST_SAID} more" if len(each) > _MOST_SAID else ""
    return between.join(each[:_MOST_SAID]) + more


def _line(text: str) -> str:
    """On one line, as a worklist holds it."""
    shown = "".join(character if character.isprintable() else "·" for character in text).strip()
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"

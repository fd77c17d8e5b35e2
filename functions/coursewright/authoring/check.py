"""SourceTree → every finding, and a Curriculum if none of them is an error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import TypeVar

from coursewright.authoring.baseline import Baseline
from coursewright.authoring.curriculum import Activity, Course, Curriculum, Lesson, Module, Translation
from coursewright.authoring.draft import Draft, DraftActivity, DraftCourse, DraftLesson
from coursewright.authoring.drafting import draft
from coursewright.authoring.findings.acknowledging import sift
from coursewright.authoring.findings.finding import Finding, Severity, in_order, told
from coursewright.authoring.findings.scope import EVERYTHING, Scope
from coursewright.authoring.rules import rules
from coursewright.authoring.shapes.base import Shape
from coursewright.authoring.source_tree import SourceTree
from coursewright.authoring.translating import released_translations
from coursewright.authoring.yaml_text.located import Located
from coursewright.errors import InvalidCurriculumError

S = TypeVar("S", bound=Shape)
_Translations = Mapping[str, tuple[Translation, ...]]

MOST_IN_A_FILE = 200
"""Findings of one code that are told of one file; nobody reads more, and a hostile file can make tens of thousands."""
MOST = 500
"""The same for a whole tree. A rule is asked for no more, as each finding can cost a search for what was meant."""


@dataclass(frozen=True, slots=True)
class Report:
    """What checking a tree came to. `draft` is what was checked; its `as_of` is the date it was judged by.

    `acknowledged` are findings that the newest edition's file says to live with; they are not among `findings`. Both are of the
    files in `scope` only.
    """

    draft: Draft
    findings: tuple[Finding, ...]
    acknowledged: tuple[Finding, ...] = ()
    scope: Scope = EVERYTHING

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that keep the tree from being compiled."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)


def check(tree: SourceTree, as_of: date | None = None, baseline: Baseline | None = None, scope: Scope = EVERYTHING) -> Report:
    """Run every rule over a tree.

    `as_of` defaults to the newest edition's effective date. `baseline` is what learners have now; without it, rules that look
    back keep quiet. Of the files in `scope` is found what is found of them in the whole tree, where that is not past its `MOST`.
    """
    drafted = draft(tree, as_of, baseline)
    drafted = replace(drafted, scope=EVERYTHING if _acknowledges(drafted, scope) else scope)
    found = in_order([*drafted.findings, *(finding for rule in rules() for finding in islice(rule(drafted), MOST + 1))])
    left, acknowledged = ([f for f in some if scope.holds(f.place.path)] for some in sift(drafted, found))
    return Report(drafted, told(left, MOST_IN_A_FILE, MOST), tuple(acknowledged), scope)


def _acknowledges(draft: Draft, scope: Scope) -> bool:
    """Whether the newest edition is asked about: which of its acknowledgements fit nothing, only all findings tell."""
    return bool(draft.editions) and scope.holds(draft.editions[max(draft.editions)].path)


def settle(report: Report) -> Curriculum:
    """The curriculum a clean report is about.

    Raises:
        InvalidCurriculumError: the report holds errors.
    """
    d = report.draft
    if report.errors or d.settings is None or d.people is None or d.ledger is None:
        raise InvalidCurriculumError(report.errors)
    translations = released_translations(d)
    return Curriculum(
        tree_id=d.tree.tree_id,
        settings=d.settings.value,
        people=d.people.value,
        ledger=d.ledger,
        claims=_values(d.claims),
        programs=_values(d.programs),
        credentials=_values(d.credentials),
        editions=_values(d.editions),
        courses=tuple(_course(course, translations) for course in d.courses),
        figures=d.figures,
    )


def _values(located: Mapping[str, Located[S]]) -> dict[str, S]:
    return {name: file.value for name, file in sorted(located.items())}


def _course(course: DraftCourse, translations: _Translations) -> Course:
    file = _present(course.file)
    by_id = {module.id: module for module in course.modules}
    modules = [by_id[name] for name in file.modules]
    return Course(
        course.id,
        file,
        tuple(Module(m.id, _present(m.file), tuple(_item(item, translations) for item in m.items)) for m in modules),
    )


def _item(item: DraftLesson | DraftActivity, translations: _Translations) -> Lesson | Activity:
    if isinstance(item, DraftLesson):
        return Lesson(item.id, item.path, item.front.value, item.document, translations.get(item.path, ()))
    return Activity(item.id, item.path, item.file.value, item.texts)


def _present(located: Located[S] | None) -> S:
    if located is None:  # an unreadable file is an error, and errors were ruled out
        raise InvalidCurriculumError(())
    return located.value

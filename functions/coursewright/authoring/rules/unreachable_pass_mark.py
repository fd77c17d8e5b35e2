"""Learners can pass what they are scored on."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft, DraftActivity
from coursewright.authoring.findings.finding import Finding, Severity
from coursewright.authoring.shapes.activities import ExamFile, PracticeFile, QuizFile, RoleplayFile

_FEW = 3


def unreachable_pass_mark(draft: Draft) -> Iterator[Finding]:
    """A pass mark below 100 leaves room for one wrong answer, and a rubric has points to give.

    With 8 questions a pass mark of 90 means 8 right answers, for 7 of 8 are 87 percent: one slip fails, which the number does not
    say. Lower the mark to what one slip leaves, or write 100 if every answer must be right. A short check, of three questions or
    fewer, is left alone. A rubric all of whose levels are worth 0 points cannot be passed by anybody.
    """
    for course in draft.courses:
        for activity in course.activities():
            shape = activity.file.value
            if isinstance(shape, ExamFile):
                yield from _marks(activity, shape.pass_mark, min(shape.draw, len(shape.questions)))
            elif isinstance(shape, QuizFile) and not shape.formative:
                yield from _marks(activity, shape.pass_mark, len(shape.questions))
            elif isinstance(shape, PracticeFile | RoleplayFile):
                yield from _rubric(activity, shape)


def _marks(activity: DraftActivity, pass_mark: int, count: int) -> Iterator[Finding]:
    one_slip = 100 * (count - 1) // count
    if count > _FEW and one_slip < pass_mark < 100:  # noqa: PLR2004 - percent
        yield Finding(
            "unreachable-pass-mark",
            activity.file.at("pass_mark"),
            f"with {count} questions, only {count} right answers reach {pass_mark} percent: {count - 1} are {one_slip}",
            f"Lower it to {one_slip} or less, or write 100 if every answer must be right.",
            Severity.WARNING,
        )


def _rubric(activity: DraftActivity, shape: PracticeFile | RoleplayFile) -> Iterator[Finding]:
    empty = [
        index for index, criterion in enumerate(shape.rubric) if max((level.points for level in criterion.levels), default=0) == 0
    ]
    is_whole = len(empty) == len(shape.rubric)
    for index in empty:
        yield Finding(
            "unreachable-pass-mark",
            activity.file.at("rubric", index, "levels"),
            f'no level of "{shape.rubric[index].id}" is worth a point{", nor of any other criterion" if is_whole else ""}',
            "Give its best level points, or remove the criterion.",
            Severity.ERROR if is_whole else Severity.WARNING,
        )

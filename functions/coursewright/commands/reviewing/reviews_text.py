"""What reviewers said, for authors: as text, as GitHub's annotations, and in Markdown for the summary of a job.

What people write may hold anything. On a terminal nothing of it is obeyed; in a workflow command it is escaped as the runner
unescapes; in Markdown it stands in code, where nobody is mentioned and nothing is a link.
"""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.findings.finding import Severity
from coursewright.authoring.reports.github import annotation
from coursewright.commands.acting import counted
from coursewright.commands.reviewing.review_text import printable, told_lines
from coursewright.commands.reviewing.reviews_document import ReviewsJson, SaidJson

_LONGEST = 2_000
"""Characters of a text that an annotation shows."""
_SHOWN = 200
"""So many are in a summary, which GitHub bounds."""


def as_lines(told: ReviewsJson) -> Iterator[str]:
    """For people: one line that an editor can jump to, then what was said."""
    for one in told.open:
        yield f"{_where(one)}: {printable(one.by)} {_does(one)}, {printable(one.at[:10])} [note {one.number}]"
        if one.quote and one.found != "exact":
            yield f"      “{_short(one.quote)}”"
        yield from told_lines(one.text, "      ")
        for answer in one.answers:
            yield f"      ↳ {printable(answer.by)}: {_short(answer.text, _LONGEST)}"
        if one.says:
            yield f"      = {one.says}"
    yield f"{'✗' if told.open else '✓'} {_summary(told)}"


def as_annotations(told: ReviewsJson) -> Iterator[str]:
    """For GitHub: one command each, a warning where changes are asked for."""
    for one in told.open:
        where = {} if one.spot is None else {"file": one.spot.path, "line": str(one.spot.line)}
        if one.spot and one.spot.end_line:
            where["endLine"] = str(one.spot.end_line)
        severity = Severity.WARNING if one.is_request else Severity.HINT
        title = f"{printable(one.by)} {_does(one)}: {told.candidate}, note {one.number}"
        said = "\n".join(printable(line) for line in one.text[:_LONGEST].splitlines())
        answers = [f"{printable(answer.by)}: {_short(answer.text)}" for answer in one.answers]
        yield annotation(severity, where, title, said, "\n".join([*answers, *([f"({one.says})"] if one.says else [])]))


def as_markdown(told: ReviewsJson) -> Iterator[str]:
    """For the summary of a job."""
    yield f"### Review of {told.candidate}"
    yield ""
    yield f"{_summary(told)}"
    for one in told.open[:_SHOWN]:
        yield ""
        yield f"    {_where(one)}: {printable(one.by)} {_does(one)} [note {one.number}]"
        yield from told_lines(one.text[:_LONGEST], "        ")
        yield from (f"        ↳ {printable(answer.by)}: {_short(answer.text)}" for answer in one.answers)
        yield from [f"        ({one.says})"] if one.says else []
    if len(told.open) > _SHOWN:
        yield ""
        yield f"… and {len(told.open) - _SHOWN} more; `coursewright reviews` tells them all."


def _where(one: SaidJson) -> str:
    if one.spot:
        return f"{printable(one.spot.path)}:{one.spot.line}:{one.spot.column}"
    return printable("/".join(name for name in (one.course, one.item) if name) or "the whole")


def _does(one: SaidJson) -> str:
    return "asks for changes" if one.is_request else "comments"


def _summary(told: ReviewsJson) -> str:
    requests = sum(one.is_request for one in told.open)
    if not told.open:
        return f"Nothing is open at {told.candidate}."
    comments = len(told.open) - requests
    parts = [_requests(requests)] if requests else []
    parts += [counted(comments, "comments")] if comments else []
    return f"{' and '.join(parts)} open at {told.candidate}."


def _requests(number: int) -> str:
    return f"{number} request{'s' * (number != 1)} for changes"


def _short(text: str, most: int = 150) -> str:
    return printable(text) if len(text) <= most else f"{printable(text[:most])} …"

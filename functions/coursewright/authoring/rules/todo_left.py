"""Nothing is left to do in what is published."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding, Severity
from coursewright.authoring.words import everywhere

_QUOTED = "\\w\"'\u201c\u201d\u2018\u2019-"
_MARK = re.compile(rf"(?<![{_QUOTED}])(?:TODO|FIXME|TBD|XXX|(?i:lorem ipsum))(?![{_QUOTED}])")


def todo_left(draft: Draft) -> Iterator[Finding]:
    """No authored text holds TODO, FIXME, TBD, XXX or "lorem ipsum".

    They are notes to oneself, and learners would read them. Do what the note says, or move it to where work is planned. A text
    that speaks of such a mark puts it in quotation marks or backticks; code and prompts are not looked at.
    """
    for place, match in everywhere(draft, _MARK):
        message = f'"{match[0]}" was left in the text'
        yield Finding("todo-left", place, message, "Do what it reminds of, or take it out.", Severity.WARNING)

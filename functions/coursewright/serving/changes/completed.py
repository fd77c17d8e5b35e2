"""What a learner completed, as an app says it: in the address, in the body of a POST, or in both.

In an address there is room for some two hundred ids, and addresses are written down by whatever they pass. A body has room for
all of a large curriculum, and logs of addresses do not hold it.
"""

from __future__ import annotations

import json
import re

from coursewright.errors import BadParameterError
from coursewright.serving.http.posted import json_object
from coursewright.serving.question import Question
from coursewright.serving.seldom import COMPLETED, COMPLETED_ID, MOST_COMPLETED

LARGEST = 2_000_000
"""Bytes of a body: so many ids at their longest."""
_LIKE = '{"completed": ["what-a-model-is", "ai-foundations/tokens-and-context"]}'
_ALLOWED = "ids of lessons and activities, as item or course/item"
_SHOWN = 60


def is_given(question: Question) -> bool:
    """Whether it was said what somebody completed, be it nothing: the answer is about them alone."""
    return COMPLETED in question.asked or question.event.get("method") == "POST"


def completed(question: Question, course: str | None) -> list[str] | None:
    """Each as course/item where the course that is asked about is known; None where nothing was said.

    Raises:
        BadParameterError: some of it is no id, or there are too many.
    """
    if not is_given(question):
        return None
    names = [*_in_address(question.asked.get(COMPLETED)), *_in_body(question)]
    if len(names) > MOST_COMPLETED:
        raise BadParameterError(COMPLETED, f"at most {MOST_COMPLETED:,} ids; there are {len(names):,}")
    for name in names:
        if not isinstance(name, str) or not re.fullmatch(COMPLETED_ID, name):
            raise BadParameterError(COMPLETED, f"{_ALLOWED}; this is none: {json.dumps(name)[:_SHOWN]}")
    return [name if course is None or "/" in name else f"{course}/{name}" for name in names]


def _in_address(text: str | None) -> list[str]:
    return text.split(",") if text else []


def _in_body(question: Question) -> list[str]:
    if question.event.get("method") != "POST":
        return []
    names = json_object(question.event, LARGEST, _LIKE).get(COMPLETED)
    if not isinstance(names, list):
        raise BadParameterError(COMPLETED, f"a list of {_ALLOWED}")
    return names

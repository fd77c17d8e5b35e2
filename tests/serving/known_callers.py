"""Callers by the words of their tokens, told without any signature: for tests of what entitled callers see."""

from __future__ import annotations

from coursewright.serving.access.callers import ALL_COURSES, NOBODY, Caller, Event
from coursewright.serving.route import Route

TOKEN = {"authorization": "Bearer x"}
"""The fields of a request by a caller who may read everything."""


class Known:
    """Whoever has the token `x` is one caller; anybody else is nobody."""

    routes: tuple[Route, ...] = ()

    def __init__(self, caller: Caller | None = None) -> None:
        self.caller = caller or Caller(frozenset({ALL_COURSES}))

    def who_sent(self, event: Event) -> Caller:
        return self.caller if event["headers"].get("authorization") == "Bearer x" else NOBODY

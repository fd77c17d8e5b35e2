"""A function's story under some policy: the facts it comes to, and which of them differ from those of another policy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from deployed import EVERYTHING, Deployed
from iam_policies import Statement
from role_stories import STORIES, Story

Fact = tuple[str, Any]


class Runs:
    """One function, run again and again. `reference` is what becomes of its story if it may do everything."""

    def __init__(self, function: str, run: Deployed | None = None) -> None:
        self.run = run or Deployed(function)
        self.story = STORIES[function]
        self.reference = list(self.facts(EVERYTHING))
        assert "it raised" != self.reference[-1][0], self.reference[-1]

    def facts(self, statements: Sequence[Statement]) -> Iterator[Fact]:
        """What becomes of the story under these statements; it ends with what it raises."""
        return self.facts_of(self.run, self.story, statements)

    @staticmethod
    def facts_of(run: Deployed, story: Story, statements: Sequence[Statement]) -> Iterator[Fact]:
        """The same of any function, wherever its buckets are."""
        run.begin(tuple(statements), story.before())
        try:
            yield from story.told(run)
        except Exception as error:  # noqa: BLE001 - a story that cannot be told to its end is a fact
            yield "it raised", f"{type(error).__name__}: {error}"

    def first_difference(self, statements: Sequence[Statement]) -> tuple[Fact | None, Fact | None] | None:
        """The first fact that is another one than that of who may do everything."""
        pairs = zip_longest(self.reference, self.facts(statements))
        return next(((wanted, found) for wanted, found in pairs if wanted != found), None)

    def idle_parts(self, statements: Sequence[Statement]) -> list[str]:
        """Every part of a policy without which nothing differs: a statement, or an action, a resource or a value of one."""
        parts = ((number, one.source, *part) for number, one in enumerate(statements) for part in one.lessened())
        return [f"{source}: {what}" for number, source, what, less in parts if self._suffices(statements, number, less)]

    def idle_statements(self, statements: Sequence[Statement]) -> list[str]:
        """Every statement without which nothing differs."""
        return [one.source for number, one in enumerate(statements) if self._suffices(statements, number, None)]

    def _suffices(self, statements: Sequence[Statement], number: int, less: Statement | None) -> bool:
        """Whether nothing differs with something less, or nothing, in place of one statement."""
        rest = (*statements[:number], *([less] if less else ()), *statements[number + 1 :])
        return self.first_difference(rest) is None

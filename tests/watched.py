"""Sources that say what a test wants, and owners who are told: stand-ins for what the daily functions meet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from coursewright.authoring.findings.finding import Finding
from coursewright.errors import NotToldError, UnobservedSourceError
from coursewright.renewing.reminding.reminder import Digest

Fact = Mapping[str, Any]


def fact(model: str, shutdown: str, source: str = "llm-sunset", name: str = "shutdown") -> Fact:
    """One thing that one source says of one model."""
    return {"model": model, "host": "openai", "field": name, "value": shutdown, "source": source}


@dataclass
class SaidNow:
    """What a source says."""

    source: str
    version: str | None = "1"
    as_of: date | None = None
    facts: Iterable[Fact] = ()
    aliases: Iterable[Fact] = ()
    withheld: frozenset[tuple[str, str, str]] = frozenset()
    findings: Iterable[Finding] = ()


@dataclass
class ScriptedSource:
    """A source that says what it is told to; `trouble` is raised in place of that."""

    name: str
    facts: list[Fact] = field(default_factory=list)
    as_of: date | None = None
    version: str | None = "1"
    trouble: Exception | None = None
    asked_for: list[frozenset[str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def fetch(self, providers: frozenset[str]) -> SaidNow:
        self.asked_for.append(providers)
        if self.trouble:
            raise self.trouble
        return SaidNow(self.name, self.version, self.as_of, list(self.facts), findings=self.findings)

    def goes_down(self) -> None:
        self.trouble = UnobservedSourceError(f"{self.name} does not answer")


@dataclass
class Topic:
    """A FIFO topic: drops what comes with an id that it took within five minutes. `clock` is the caller's."""

    clock: list[datetime]
    delivered: list[Digest] = field(default_factory=list)
    refuses: bool = False
    _seen: dict[str, datetime] = field(default_factory=dict)

    def tell(self, digest: Digest) -> None:
        if self.refuses:
            raise NotToldError("the topic did not take it")
        now = self.clock[0]
        if digest.id in self._seen and now - self._seen[digest.id] < timedelta(minutes=5):
            return
        self._seen[digest.id] = now
        self.delivered.append(digest)

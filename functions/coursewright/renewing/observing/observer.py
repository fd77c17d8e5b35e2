"""What the observe function does, daily: look at each source, keep what changed, and write down every course's status.

Takes the released store, who reads the sources, and the time; gives an account of it. It touches nothing that was released and
signs nothing: it is the one function that reads what strangers write, so it holds no key, and puts observations and status only.

- A source that is down, malformed, stale, or that has lost much stops no other one: it is told, and what it said before counts.
- A course that cannot be judged (a damaged object) stops no other one either; it is told, and the function fails in the end, so
  that it is tried again.
- Everything is written once under names that follow from it, so a run that was killed is finished by the next, and a run that
  finds nothing new writes nothing. The status of a day is that of the day's first run.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any, Protocol

from coursewright.compiling.canonical import canonical
from coursewright.compiling.digest import Digest, digest_of
from coursewright.errors import (
    DamagedObjectError,
    LostRaceError,
    MissingObjectError,
    NotObservedError,
    UnobservedSourceError,
)
from coursewright.publishing.records.journal import Note
from coursewright.publishing.storing.at_once import each, width_of
from coursewright.publishing.storing.store import Store, get_json
from coursewright.renewing.observing.account import log_line
from coursewright.renewing.observing.effective_ledger import effective_ledger
from coursewright.renewing.observing.in_use import InUse, releases_in_use
from coursewright.renewing.observing.observations import Observation, Said, newest_snapshots, observe
from coursewright.renewing.observing.observed_parts import observed_key
from coursewright.renewing.observing.status_documents import status_key
from coursewright.renewing.status import course_status

PATIENCE = 100.0
"""Seconds after which no other source is begun: each may take two minutes, and the function has five."""

_MOST_FINDINGS = 20
"""Of one source, in the log."""

Facts = dict[str, Any]
Ledger = Mapping[str, Any]


class Source(Protocol):
    """A published source. Whatever is wrong with it is one kind of error, with a sentence."""

    @property
    def name(self) -> str:
        """The source's name."""
        ...

    def fetch(self, providers: frozenset[str]) -> Said:
        """What it says now, of these providers' models.

        Raises:
            UnobservedSourceError: it does not answer, not in time, too much, or nothing that can be understood.
        """
        ...


@dataclass(frozen=True)
class Observer:
    """The store, the sources, where the account goes, line by line as it comes, and what time is told by.

    Of `accepted` sources somebody said that what they lost is meant.
    """

    released: Store
    sources: Sequence[Source]
    log: Callable[[Facts], None] = field(default_factory=lambda: log_line("observe"))
    clock: Callable[[], float] = time.monotonic
    accepted: Collection[str] = ()

    def run(self, at: datetime) -> Facts:
        """Look at everything, as of a time.

        Raises:
            StoreError: the store failed; a next run does the rest.
            NotObservedError: see there.
        """
        on = at.astimezone(UTC).date()
        used, wrong = releases_in_use(self.released, on)
        ledgers, unread = self._ledgers(used)
        seen = self._look(_providers(ledgers), at) if used else []
        written, failed = self._write_down(used, ledgers, on)
        facts = {
            "as_of": on.isoformat(),
            "sources": {one.source: one.outcome for one in seen},
            "releases": [one.release for one in used],
            "statuses": written,
        }
        self.log(facts)
        if wrong := [*wrong, *unread, *failed]:
            raise NotObservedError("; ".join(wrong))
        return facts

    def _ledgers(self, used: Sequence[InUse]) -> tuple[dict[str, Ledger], list[str]]:
        """The ledger of each release, by its digest."""
        found: dict[str, Ledger] = {}
        wrong = []
        for one in used:
            digest = one.body["models"]
            try:
                found[digest] = found.get(digest) or get_json(self.released, digest)
            except (MissingObjectError, DamagedObjectError) as error:
                wrong.append(f"the ledger of {one.release}: {error}")
        return found, wrong

    def _look(self, providers: frozenset[str], at: datetime) -> list[Observation]:
        seen, begun = [], self.clock()
        for source in self.sources:
            is_late = self.clock() - begun > PATIENCE
            one = _late(source.name) if is_late else self._look_at(source, providers, at)
            seen.append(one)
            self.log({"source": one.source, "outcome": one.outcome, "facts": one.facts, "says": one.says})
            if one.outcome not in {"observed", "unchanged"}:
                self.log({"source not observed": one.source, "outcome": one.outcome})
        return seen

    def _look_at(self, source: Source, providers: frozenset[str], at: datetime) -> Observation:
        try:
            said = source.fetch(providers)
        except UnobservedSourceError as error:
            return Observation(source.name, error.kind, 0, str(error))
        except Exception as error:  # noqa: BLE001 - whatever a stranger's bytes do to a reader, it stops no other source
            return Observation(source.name, "malformed", 0, f"its reader stumbled: {type(error).__name__}: {error}")
        for finding in islice(said.findings, _MOST_FINDINGS):
            self.log({"finding of": source.name, "code": finding.code, "says": finding.message})
        try:
            when = at.astimezone(UTC).isoformat(timespec="seconds")
            return observe(self.released, said, when, accepted=source.name in self.accepted)
        except (DamagedObjectError, MissingObjectError, LostRaceError) as error:
            return Observation(source.name, "not kept", 0, str(error))

    def _write_down(self, used: Sequence[InUse], ledgers: Mapping[str, Ledger], on: date) -> tuple[int, list[str]]:
        """How many statuses were written, and what is wrong with those that could not be."""
        lacking = [
            (one, course)
            for one in used
            for course in one.body["courses"]
            if one.body["models"] in ledgers and not self._is_written(one, course, on)
        ]
        if not lacking:
            return 0, []
        snapshots, lost = newest_snapshots(self.released)
        for name, why in lost.items():
            self.log({"source not observed": name, "outcome": "lost", "says": why})
        known = Known.of(ledgers, snapshots)
        done = each(lambda pair: self._write_one(*pair, known, on), lacking, width_of(self.released))
        found = list(done)
        return sum(one is True for one in found), [one for one in found if isinstance(one, str)]

    def _is_written(self, one: InUse, course: str, on: date) -> bool:
        key = status_key(one.manifest, course, on)
        return key in self.released.keys(key.rpartition("/")[0] + "/")

    def _write_one(self, one: InUse, course: str, known: Known, on: date) -> bool | str:
        """Whether a document was written; or what is wrong."""
        try:
            index = get_json(self.released, Digest(one.body["courses"][course]))
            if "claims" not in index:
                return False  # compiled before courses had a status
            claims = get_json(self.released, index["claims"])
        except (MissingObjectError, DamagedObjectError) as error:
            return f"{course} of {one.release} cannot be judged: {error}"
        ledger, data = known.ledgers[one.body["models"]]
        self.released.put_if_absent(observed_key(digest_of(data)), data)
        document = {
            "kind": "status",
            "release manifest": one.manifest,
            "course": course,
            "as_of": on.isoformat(),
            "ledger": digest_of(data),
            "observed": known.sources,
            "status": course_status(index, claims, ledger, on),
        }
        return self.released.put_if_absent(status_key(one.manifest, course, on), canonical(document))


@dataclass(frozen=True, slots=True)
class Known:
    """What is known by now: each released ledger with what was observed laid over it, its bytes, and which sources said that."""

    ledgers: Mapping[str, tuple[Ledger, bytes]]
    sources: Mapping[str, Facts]

    @classmethod
    def of(cls, released: Mapping[str, Ledger], snapshots: Mapping[str, tuple[Note, Mapping[str, Any]]]) -> Known:
        """Lay snapshots over ledgers."""
        observed = [snapshot for _, snapshot in snapshots.values()]
        now = {digest: effective_ledger(ledger, observed) for digest, ledger in released.items()}
        sources = {name: _about(note, snapshot) for name, (note, snapshot) in snapshots.items()}
        return cls({digest: (ledger, canonical(ledger)) for digest, ledger in now.items()}, sources)


def _late(name: str) -> Observation:
    return Observation(name, "late", 0, "the sources before it took too long, so it was not begun")


def _about(note: Note, snapshot: Mapping[str, Any]) -> Facts:
    return {"snapshot": note["snapshot"], "version": snapshot["version"], "as_of": snapshot["as_of"], "observed_at": note["at"]}


def _providers(ledgers: Mapping[str, Ledger]) -> frozenset[str]:
    """Whose models the releases speak of: hosts of facts, and providers of families."""
    of_facts = {fact["host"] for ledger in ledgers.values() for model in ledger["models"] for fact in model["facts"]}
    return frozenset(of_facts | {family["provider"] for ledger in ledgers.values() for family in ledger["families"]})

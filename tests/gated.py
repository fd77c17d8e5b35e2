"""Stores whose promotions gates hold back: what opens them, and what closes them again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from coursewright.compiling.canonical import canonical
from coursewright.compiling.digest import digest_of
from coursewright.compiling.release import Release
from coursewright.publishing.depositing.deposit import Candidate
from coursewright.publishing.promoting.promotion import Promotion, promote
from coursewright.publishing.records.journal import Journal
from coursewright.publishing.records.log import Stamp
from coursewright.publishing.records.logs import candidates as candidate_log
from coursewright.publishing.records.names import Numbered
from coursewright.publishing.storing.memory_store import MemoryStore
from coursewright.publishing.storing.store import Store
from coursewright.renewing.observing.observations import JOURNALS
from coursewright.renewing.observing.observed_parts import observed_key
from coursewright.reviewing.gatekeeping import Holding
from judged_candidates import BY, Judged

REVIEWERS = ("ben@school.example", "cat@school.example")


@dataclass
class Gated(Judged):
    """Two stores whose promotions are judged."""

    def check(self, candidate: Candidate) -> None:
        """Note that checking found nothing, as a deposit does."""
        note = {"kind": "checked", "as_of": "2026-11-22", "findings": []}
        self.candidates.put_if_absent(f"checked/{candidate.record['manifest']}.json", json.dumps(note).encode())

    def recorded(self, made: Release, authors: Sequence[str] | None = ("ann@school.example",)) -> Candidate:
        """A candidate whose check found nothing, with its authors in the store's own record."""
        return with_authors(self.candidates, self.candidate(made, authors), authors)

    def promote(self, candidate: Candidate, channel: str = "stable", *, stamp: Stamp = BY, **asked: Any) -> Promotion:  # noqa: ANN401
        """Promote it if the gates are open, or by another gatekeeper."""
        gatekeeper = asked.pop("gatekeeper", Holding(self.candidates, self.released))
        return promote(candidate, self.candidates, self.released, channel, stamp, gatekeeper=gatekeeper, **asked)

    def let_pass(self, candidate: Candidate, *by: str, channel: str = "stable") -> None:
        """Override what keeps it back, and approve it."""
        for verdict in self.judge(candidate, channel).closed:
            for one in by if verdict.gate != "approvals" else ():
                self.say(candidate, "override", one, gate=verdict.gate, items=list(verdict.items), text="It may pass.")
        self.approve(candidate, *by, channel=channel)


def gated(candidates: Store, released: Store) -> Gated:
    """The same over any stores: nothing is asked of them that is memory's alone."""
    return Gated(cast("MemoryStore", candidates), cast("MemoryStore", released))


def with_authors(candidates: Store, candidate: Candidate, authors: Sequence[str] | None) -> Candidate:
    """The same release as one more candidate, whose record names its authors, as deposits of commits do."""
    log, known = candidate_log(candidates, candidate.name.edition), candidate.record.body
    said = {name: known[name] for name in ("edition", "manifest", "private", "generation") if name in known}
    record = log.append(log.head(), BY, {**said, "source": {**candidate.record["source"], "authors": authors}})
    return Candidate(Numbered(candidate.name.edition, record.number, is_candidate=True), record)


def observed(released: Store, model: str, day: str) -> None:
    """A source says that a model ends on a day."""
    fact = {"model": model, "host": "openai", "field": "shutdown", "value": day}
    data = canonical({"kind": "observed", "source": "openai-live", "facts": [fact], "dropped": [], "aliases": []})
    released.put_if_absent(observed_key(digest_of(data)), data)
    journal = Journal(released, f"{JOURNALS}/openai-live")
    journal.add(journal.newest(), {"act": "observe", "snapshot": digest_of(data)})

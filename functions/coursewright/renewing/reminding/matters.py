"""What became broken, or will within the notice period, and whose it is: the matters that owners are reminded of.

Takes the released store and a day; gives every matter by owner. A matter is an event (a model's end, a change of an API) with one
claim, lesson, activity or question that it affects, as impact.py tells, by the released ledger with what was observed since: not
by a status that was written down, for a release of this morning has none yet. Objectives, courses and credentials are mended by
mending these, so they are no matters. What has no owner, and everything of releases from before compiler format 3, which do not
say who owns what, belongs to NOBODY, whose reminders somebody should read. Releases of compiler format 1 cannot be judged, and
are passed over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from coursewright.errors import DamagedObjectError, MissingObjectError, UnknownNameError
from coursewright.publishing.storing.store import Store, get_json
from coursewright.renewing.catalogue import read_catalogue
from coursewright.renewing.impact.events import Event
from coursewright.renewing.impact.impact import WORK, impact
from coursewright.renewing.impact.links import API_CHANGED, BROKEN, EXPIRING, STATUSES
from coursewright.renewing.observing.effective_ledger import effective_ledger
from coursewright.renewing.observing.in_use import InUse, releases_in_use
from coursewright.renewing.observing.observations import newest_snapshots

NOBODY = "_nobody"
_STATUSES = (BROKEN, EXPIRING, API_CHANGED)


@dataclass(frozen=True, slots=True)
class Matter:
    """An event, and one thing that it affects in one or several editions, the newest last."""

    event: Event
    happens: str
    kind: str
    id: str
    title: str
    path: str | None
    editions: tuple[str, ...]
    status: str
    says: str

    @property
    def key(self) -> str:
        """What makes it another matter: another day or status does, another edition does not."""
        return f"{self.event.id}|{self.event.day}|{self.kind}|{self.id}|{self.status}"

    @property
    def place(self) -> str:
        """The file it is in, or what it is where the release does not say."""
        return self.path or f"{self.kind} {self.id}"


def matters_by_owner(store: Store, on: date) -> tuple[dict[str, list[Matter]], list[str]]:
    """Every owner's matters on a day, in a fixed order; and a sentence for each release or source of which they cannot be told.

    Raises:
        StoreError: the store cannot be read.
    """
    used, wrong = releases_in_use(store, on)
    snapshots, lost = newest_snapshots(store) if used else ({}, {})
    wrong += [f"what {name} said is lost: {why}" for name, why in lost.items()]
    observed = [snapshot for _, snapshot in snapshots.values()]
    found: dict[str, dict[str, Matter]] = defaultdict(dict)
    for one in used:
        try:
            _add(found, _of_release(store, one, observed, on))
        except UnknownNameError:
            continue
        except (DamagedObjectError, MissingObjectError) as error:
            wrong.append(f"{one.release} cannot be looked at: {error}")
    return {owner: _in_order(matters.values()) for owner, matters in sorted(found.items())}, wrong


def _add(found: dict[str, dict[str, Matter]], more: Iterator[tuple[str, Matter]]) -> None:
    """The same matter in a newer edition is the same: it is told once, with both."""
    for owner, matter in more:
        known = found[owner].get(matter.key)
        editions = tuple(sorted({*(known.editions if known else ()), *matter.editions}))
        found[owner][matter.key] = replace(matter, editions=editions)


def _of_release(store: Store, one: InUse, observed: Sequence[Mapping[str, Any]], on: date) -> Iterator[tuple[str, Matter]]:
    def read(digest: str) -> Mapping[str, Any]:
        return get_json(store, digest)  # type: ignore[arg-type]  # an index names digests as text

    catalogue = read_catalogue(one.release, one.manifest, read)
    told = impact(catalogue, on, effective_ledger(catalogue.ledger, observed))
    for outcome in told.outcomes:
        happens = outcome.event.told(on)
        for hit in outcome.affected:
            if hit.kind in WORK and hit.status in _STATUSES:
                about = (hit.kind, hit.id, hit.title, hit.path, (one.edition,), hit.status, hit.because)
                yield hit.owner or NOBODY, Matter(outcome.event, happens, *about)


def _in_order(matters: Iterable[Matter]) -> list[Matter]:
    """By event, the soonest first, which is what has been broken the longest; within one, the worst first."""

    def rank(one: Matter) -> tuple[Any, ...]:
        return (one.event.day, one.event.id, STATUSES.index(one.status), WORK.index(one.kind), one.id)

    return sorted(matters, key=rank)

"""A candidate that gates judge, for a channel, at a moment. What only some gates need is read when they ask for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.errors import UnknownNameError
from coursewright.publishing.changes.between import changes_between
from coursewright.publishing.changes.change import Changes
from coursewright.publishing.changes.record import get_changes
from coursewright.publishing.changes.side import side_but_taken_down, side_of
from coursewright.publishing.depositing.checked_note import read_checked
from coursewright.publishing.depositing.deposit import Candidate
from coursewright.publishing.records.journal import Note
from coursewright.publishing.storing.generations import objects_of
from coursewright.publishing.storing.overlay_store import OverlayStore
from coursewright.publishing.storing.store import Store, get_json
from coursewright.renewing.catalogue import Catalogue, read_catalogue
from coursewright.renewing.observing.effective_ledger import effective_ledger
from coursewright.renewing.observing.observations import newest_snapshots
from coursewright.reviewing.deciding import Deciding, deciding
from coursewright.reviewing.editors import Editors, editors_in
from coursewright.reviewing.review_log import Review, reviews_of


@dataclass(frozen=True)
class Case:
    """What is judged, and by when. Every property raises StoreError where the store does not give what it is made from."""

    candidate: Candidate
    candidates: Store
    released: Store
    channel: str
    at: datetime

    @property
    def day(self) -> date:
        """The day it is judged for."""
        return self.at.date()

    @property
    def manifest(self) -> Digest:
        """The release that the candidate is."""
        return Digest(self.candidate.record["manifest"])

    @cached_property
    def objects(self) -> Store:
        """Where the candidate's objects are."""
        return objects_of(self.candidates, self.candidate.record)

    @property
    def learned(self) -> Store:
        """Where objects of what learners have are. One that was lost may be the candidate's too, which then brings it back."""
        return OverlayStore(self.released, self.objects)

    @cached_property
    def own(self) -> Editors | None:
        """The people that the candidate brings; they decide only where nothing was promoted."""
        return editors_in(self.objects, self.candidate.record["private"], self.released)

    @cached_property
    def deciding(self) -> Deciding:
        """Whose people and policy count."""
        return deciding(self.own, self.released, self.candidate, self.channel, self.learned)

    @cached_property
    def reviews(self) -> list[Review]:
        """What was said of the candidate, the oldest first."""
        return reviews_of(self.candidates, str(self.candidate.name))

    @property
    def authors(self) -> list[str] | None:
        """Who wrote what is new in it; None where that cannot be told."""
        found = self.candidate.record["source"].get("authors")
        return None if found is None else [str(one).lower() for one in found]

    def had_a_hand(self, identity: str) -> bool:
        """Whether somebody deposited or wrote the candidate, by any of their addresses, as anybody knows them."""
        made = [str(self.candidate.record["by"]), *(self.authors or ())]
        own = Deciding((self.own,) if self.own else (), (), ())
        return any(self.deciding.is_same(identity, one) or own.is_same(identity, one) for one in made)

    @cached_property
    def note(self) -> Mapping[str, Any] | None:
        """What checking found when it was deposited; None where nothing was recorded that can be read."""
        return read_checked(self.candidates, self.manifest)

    @cached_property
    def edition(self) -> Mapping[str, Any] | None:
        """What the candidate's edition says of itself: its period, its baseline models."""
        editions = get_json(self.objects, Digest(get_json(self.objects, self.manifest)["editions"]))["editions"]
        found: Mapping[str, Any] | None = editions.get(self.candidate.name.edition)
        return found

    @cached_property
    def catalogue(self) -> Catalogue | None:
        """All of it that can stop being true; None of a release that does not tell."""
        try:
            return read_catalogue(str(self.candidate.name), self.manifest, lambda digest: get_json(self.objects, digest))
        except UnknownNameError:
            return None

    @cached_property
    def _snapshots(self) -> tuple[dict[str, tuple[Note, Mapping[str, Any]]], dict[str, str]]:
        return newest_snapshots(self.released)

    @property
    def unreadable(self) -> Sequence[str]:
        """Sources whose last word cannot be read: any of them might say that something ended."""
        return sorted(self._snapshots[1])

    @cached_property
    def observed(self) -> tuple[str, list[Mapping[str, Any]]]:
        """What was observed of models: which notes, as one text, and the snapshots."""
        snapshots, _ = self._snapshots
        seen = ",".join(f"{source}:{note.number}" for source, (note, _) in sorted(snapshots.items()))
        return seen, [one for _, one in snapshots.values()]

    @cached_property
    def ledger(self) -> Mapping[str, Any]:
        """What is known of models now."""
        released = get_json(self.objects, Digest(get_json(self.objects, self.manifest)["models"]))
        return effective_ledger(released, self.observed[1]) if self.observed[1] else released

    @cached_property
    def changes(self) -> list[Changes]:
        """What changes for those who read what the channel, or the edition, has now."""
        return [self._changes(old) for old in self.deciding.manifests]

    def _changes(self, old: Digest) -> Changes:
        kept = get_changes(self.candidates, old, self.manifest)
        return kept or changes_between(
            side_but_taken_down(self.learned, old, self.released), side_of(self.objects, self.manifest)
        )

    def acknowledges(self, path: str | None, codes: Iterable[str]) -> bool:
        """Whether the edition's file says to live with one of these findings in a file, on that day still."""
        entries = self.own.acknowledged.get(self.candidate.name.edition, ()) if self.own else ()
        named = (one for one in entries if one["code"] in codes and _is_about(one["path"], path))
        return any(date.fromisoformat(str(one["until"])) >= self.day for one in named)


def _is_about(acknowledged: str | None, path: str | None) -> bool:
    """Whether an entry for a file, for a folder, or (None) for all files is about this one, where that is known."""
    if acknowledged is None or path is None:
        return acknowledged is None
    return path == acknowledged or path.startswith(f"{acknowledged.rstrip('/')}/")

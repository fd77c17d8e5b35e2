"""A name a person typed → the release it stands for, in whichever of the two stores holds it; or the names that come closest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from coursewright.compiling.digest import Digest
from coursewright.errors import UnknownNameError
from coursewright.publishing.depositing.deposit import find_candidate
from coursewright.publishing.records.editions import Standing, standing_in
from coursewright.publishing.records.log import Record
from coursewright.publishing.records.logs import candidates, channel_log, edition_log
from coursewright.publishing.records.names import is_channel, is_edition, parse_numbered
from coursewright.publishing.storing.generations import objects_of
from coursewright.publishing.storing.store import Store

LISTED_BY = "coursewright releases"
_ALIKE = 0.5
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Named:
    """A release by the name that was asked for, and where its objects are.

    `standing` is where its edition stands now, `record` the newest record of what was named; both are None where there is none.
    """

    asked: str
    kind: str
    name: str
    edition: str
    manifest: Digest
    store: Store
    standing: Standing | None = None
    record: Record | None = None

    @property
    def withdrawn(self) -> str | None:
        """Why the release was withdrawn, if it was."""
        return self.standing.withdrawn.get(self.name) if self.standing else None

    @property
    def superseded_by(self) -> str | None:
        """The release that its edition stands at instead."""
        return self.standing.release if self.standing and self.standing.release != self.name else None


def resolve(candidate_store: Store, released: Store, text: str, listed_by: str = LISTED_BY) -> Named:
    """The release that a release's, candidate's, edition's or channel's name stands for now.

    Raises:
        UnknownNameError: there is no such thing; the message holds the names closest to it.
    """
    if found := _resolved(candidate_store, released, text):
        return found
    raise unknown("release, candidate, edition or channel", text, every_name(candidate_store, released), listed_by)


def unknown(what: str, text: str, known: Iterable[str], listed_by: str = LISTED_BY) -> UnknownNameError:
    """What to raise where a name is not among the known ones."""
    close = get_close_matches(text, sorted(set(known)), _SHOWN, _ALIKE)
    more = f"did you mean {' or '.join(close)}?" if close else f"`{listed_by}` lists what there is"
    return UnknownNameError(f"there is no {what} {text!r}; {more}")


def every_name(candidate_store: Store, released: Store) -> Iterator[str]:
    """Every channel, edition, release and candidate."""
    yield from released.folders("channels/")
    for edition in released.folders("editions/"):
        yield edition
        yield from releases_of(released, edition)
    yield from candidate_names(candidate_store)


def releases_of(released: Store, edition: str) -> list[str]:
    """The releases an edition has stood at."""
    head = edition_log(released, edition).head()
    return list(standing_in(head).releases) if head else []


def candidate_names(store: Store) -> Iterator[str]:
    """Every candidate, by one listing for each edition."""
    for edition in store.folders("candidates/"):
        head = candidates(store, edition).head()
        yield from (f"{edition}-rc.{number}" for number in range(1, head.number + 1 if head else 1))


def _resolved(candidate_store: Store, released: Store, text: str) -> Named | None:
    name = parse_numbered(text)
    if name and name.is_candidate:
        found = find_candidate(candidate_store, name)
        if found is None:
            return None
        manifest, store = Digest(found.record["manifest"]), objects_of(candidate_store, found.record)
        return Named(text, "candidate", text, name.edition, manifest, store, None, found.record)
    if name:
        head = edition_log(released, name.edition).head()
        now = standing_in(head) if head else None
        return (
            Named(text, "release", text, name.edition, now.releases[text], released, now)
            if now and text in now.releases
            else None
        )
    channel = channel_log(released, text).head() if is_channel(text) else None
    edition = channel["edition"] if channel else text
    head = edition_log(released, edition).head() if is_edition(edition) else None
    if head is None:
        return None
    now = standing_in(head)
    if channel:
        return Named(text, "channel", channel["release"], edition, Digest(channel["manifest"]), released, now, channel)
    return Named(text, "edition", now.release, edition, now.manifest, released, now, head)

"""Whose people and policy decide on a candidate: those that learners have now, never those that the candidate brings.

They are read from what the channel has, and from where the candidate's edition stands, since other channels follow that: both
must be met. A patch of an edition that the channel has left is compared with that edition alone. A channel that does not exist
yet is decided on by the newest edition promoted; where nothing was promoted, by the candidate. A release before compiler format 5
names nobody: then the candidate's people, with at least the usual approvals.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from coursewright.compiling.digest import Digest
from coursewright.publishing.depositing.deposit import Candidate
from coursewright.publishing.records.logs import channel_log, edition_log
from coursewright.publishing.storing.store import Store, get_json
from coursewright.reviewing.editors import APPROVALS, Editors, Person, editors_in


@dataclass(frozen=True, slots=True)
class Deciding:
    """The people that decide, where each was read, and the manifests of what learners have there."""

    editors: tuple[Editors, ...]
    read_from: tuple[str, ...]
    manifests: tuple[Digest, ...]

    @property
    def needed(self) -> int:
        """How many approvals are asked for."""
        return max((one.approvals for one in self.editors), default=APPROVALS)

    def is_mapped(self, identity: str) -> bool:
        """Whether everybody who decides knows whose identity this is."""
        return bool(self.editors) and all(one.person(identity) for one in self.editors)

    def is_same(self, one: str, other: str) -> bool:
        """Whether two identities are one person's by anybody who decides."""
        return one.strip().lower() == other.strip().lower() or any(_same(editors, one, other) for editors in self.editors)

    def different(self, identities: list[str]) -> int:
        """How many different people these are, by whoever tells the fewest apart."""
        known = [{_id(editors.person(one)) for one in identities} - {None} for editors in self.editors]
        return min(map(len, known), default=0)


def deciding(
    candidates_own: Editors | None, released: Store, candidate: Candidate, channel: str, objects: Store | None = None
) -> Deciding:
    """Who decides on a candidate for a channel, given the people of the candidate itself.

    `objects` is where private objects of what was released are, if not only there.

    Raises:
        StoreError: nobody can tell just now.
    """
    found = dict(_places(released, candidate.name.edition, channel))
    return decided_by(
        found, candidates_own, objects or released, (f"the candidate {candidate.name}, since nothing was promoted",)
    )


def decided_by(
    found: Mapping[Digest, str], candidates_own: Editors | None, objects: Store, otherwise: tuple[str, ...]
) -> Deciding:
    """The people of these releases, by manifest with where it was read; where there are none, the candidate's.

    Raises:
        StoreError: nobody can tell just now.
    """
    if not found:
        return Deciding((candidates_own,) if candidates_own else (), otherwise, ())
    editors = [_editors(objects, manifest) or _usual(candidates_own) for manifest in found]
    told = tuple(editors) if all(editors) else ()
    return Deciding(tuple(one for one in told if one), tuple(found.values()), tuple(found))


def _places(released: Store, edition: str, channel: str) -> Iterator[tuple[Digest, str]]:
    at = channel_log(released, channel).head()
    stands = edition_log(released, edition).head()
    if stands and at and at["edition"] > edition:
        yield Digest(stands["manifest"]), f"{stands['release']}, where edition {edition} stands; {channel} stays where it is"
        return
    if stands:
        yield Digest(stands["manifest"]), f"{stands['release']}, where edition {edition} stands"
    if at:
        yield Digest(at["manifest"]), f"{at['release']}, which {channel} has"
    else:
        newest = max(released.folders("editions/"), default=None)
        head = edition_log(released, newest).head() if newest else None
        if head:
            yield Digest(head["manifest"]), f"{head['release']}, the newest that was promoted"


def _editors(released: Store, manifest: Digest) -> Editors | None:
    return editors_in(released, get_json(released, manifest)["private"])


def _usual(own: Editors | None) -> Editors | None:
    return replace(own, approvals=max(APPROVALS, own.approvals)) if own else None


def _same(editors: Editors, one: str, other: str) -> bool:
    first, second = editors.person(one), editors.person(other)
    return first is not None and second is not None and first.id == second.id


def _id(person: Person | None) -> str | None:
    return person.id if person else None

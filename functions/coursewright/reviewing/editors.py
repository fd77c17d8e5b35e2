"""Who authors and reviews, and what a release asks for before its successor goes out: the `editors` object of a release.

It is private, since it holds addresses of people. Identities are compared without regard to case. One that two people claim is
nobody's: whoever cannot be told apart cannot vouch for anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.compiling.spaces import PRIVATE
from coursewright.publishing.removing.told_takedowns import or_taken_down
from coursewright.publishing.storing.store import Store, get_json

APPROVALS = 2
"""Asked for where a release says nothing."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who authors or reviews, by what they commit and sign in as (in lower case)."""

    id: str
    name: str
    identities: frozenset[str]
    can_sign_in: bool = False
    owns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Editors:
    """The people of a release and its review policy; `reviewers` are the ids of who may approve, None for everybody."""

    people: tuple[Person, ...] = ()
    approvals: int = APPROVALS
    reviewers: frozenset[str] | None = None
    acknowledged: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)

    def person(self, identity: str) -> Person | None:
        """Whose identity this is; None where it is nobody's, or more than one claims it."""
        known = [one for one in self.people if identity.strip().lower() in one.identities]
        return known[0] if len(known) == 1 else None

    def may_approve(self, person: Person) -> bool:
        """Whether somebody is among those whose approval counts."""
        return self.reviewers is None or person.id in self.reviewers


def editors_in(store: Store, private: str, records: Store | None = None) -> Editors | None:
    """The editors of a release, by its private root; None for one made before compiler format 5.

    `records` is the store with the records of takedowns, where that is another one.

    Raises:
        ExpungedError: they were taken down.
        MissingObjectError, DamagedObjectError: the store lacks them.
    """

    def read(digest: str) -> Mapping[str, Any]:
        return or_taken_down(records or store, digest, lambda: get_json(store, Digest(digest), PRIVATE))

    root = read(private)
    return editors_of(read(root["editors"])) if "editors" in root else None


def editors_of(value: Mapping[str, Any]) -> Editors:
    """The editors that an object holds."""
    review = value["review"]
    named = review["reviewers"]
    return Editors(
        tuple(_person(one) for one in value["people"]),
        int(review["approvals"]),
        None if named is None else frozenset(named),
        {edition: tuple(entries) for edition, entries in value["acknowledged"].items()},
    )


def _person(value: Mapping[str, Any]) -> Person:
    both: Iterable[str] = (*value["git"], *value["sign_in"])
    identities = frozenset(one.strip().lower() for one in both)
    return Person(value["id"], value["name"], identities, bool(value["sign_in"]), tuple(value["owns"]))

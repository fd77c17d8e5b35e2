"""Who wrote what is new in content, since what was promoted, as a candidate's record says it of its source.

`since` are the commits that those releases were made from at which the newest editions stand, as their attestations say. Whatever
was promoted before led to one of them, as a rule; where it did not, more people count as authors, never fewer. Who cannot be told
is null.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coursewright.authoring.sources.ancestry import Ancestry
from coursewright.compiling.digest import Digest
from coursewright.errors import DamagedObjectError, MissingObjectError
from coursewright.publishing.depositing.attestations import attestations_of, statement_in
from coursewright.publishing.records.logs import edition_log
from coursewright.publishing.storing.store import Store

NEWEST = 8
"""So many editions, two years of quarters."""


def authorship(ancestry: Ancestry | None, released: Store) -> dict[str, Any]:
    """`authors` and `since` of a commit with this history; both None where nobody can tell.

    Raises:
        StoreError: the released store cannot be read just now.
    """
    found = None
    if ancestry is not None:
        try:
            found = ancestry.authorship(set(promoted_commits(released)))
        except (MissingObjectError, DamagedObjectError):
            found = None
    return {"authors": list(found.authors) if found else None, "since": list(found.since) if found else None}


def promoted_commits(released: Store) -> Iterator[str]:
    """The commits that the releases were made from at which the newest editions stand.

    Raises:
        StoreError: the store cannot be read, or holds something else for an attestation.
    """
    for edition in released.folders("editions/")[-NEWEST:]:
        head = edition_log(released, edition).head()
        for _, data in attestations_of(released, Digest(head["manifest"])) if head else ():
            yield from _commits(statement_in(data))


def _commits(statement: dict[str, Any]) -> list[str]:
    try:
        sources = statement["predicate"]["buildDefinition"]["resolvedDependencies"]
        return [str(one["digest"]["gitCommit"]) for one in sources if "gitCommit" in one["digest"]]
    except (KeyError, TypeError) as error:
        raise DamagedObjectError("an attestation does not say what a release was made from") from error

"""Nobody commits or signs in as two people."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding


def shared_identity(draft: Draft) -> Iterator[Finding]:
    """What somebody commits or signs in as stands with one person of `people.yaml` only, in upper case or lower case.

    A release may not be approved by who wrote it, and two approvals are by two people. Whoever could be either of two is neither:
    they can approve nothing, and what they wrote was written by nobody who is known. One person may commit and sign in under the
    same address. A team has an address of its own, or none.
    """
    if draft.people is None:
        return
    first: dict[str, str] = {}
    for index, person in enumerate(draft.people.value.people):
        for field, identities in (("git", person.git), ("sign_in", person.sign_in)):
            for number, identity in enumerate(identities):
                owner = first.setdefault(identity.strip().casefold(), person.id)
                if owner != person.id:
                    yield Finding(
                        "shared-identity",
                        draft.people.at("people", index, field, number),
                        f'"{identity}" stands with "{owner}" already, and nobody can be two people',
                        "Leave it with whoever uses it, and remove it from the other.",
                    )

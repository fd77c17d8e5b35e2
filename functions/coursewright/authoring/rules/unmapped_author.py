"""Everybody who committed is in people.yaml."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding, Severity


def unmapped_author(draft: Draft) -> Iterator[Finding]:
    """Every git identity that committed to the curriculum stands under `git:` of a person in `people.yaml`.

    A release may not be approved by who wrote it. Publishing can only see to that if it knows that the author of a commit and the
    reviewer who signed in are the same person, or are not. Add the address to the person's `git:`, or add the person. Only the
    newest commit's history is looked at, and only where the content is read from git.
    """
    if draft.people is None:
        return
    known = {address.casefold() for person in draft.people.value.people for address in person.git}
    for author in sorted(set(draft.tree.authors)):
        if author.casefold() not in known:
            yield Finding(
                "unmapped-author",
                draft.people.key("people"),
                f'"{author}" committed to this curriculum and is nobody\'s `git:` address',
                "Add the address to the person it belongs to, or add the person.",
                Severity.WARNING,
            )

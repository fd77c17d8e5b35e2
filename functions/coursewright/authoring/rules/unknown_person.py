"""Whoever another file names is in people.yaml."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding, Place
from coursewright.authoring.findings.guessing import nearest


def unknown_person(draft: Draft) -> Iterator[Finding]:
    """Whoever owns, reviews or decides something must be a person of `people.yaml`.

    That is: a claim's `owner:`, whoever a worklist is for, the `reviewers:` of `curriculum.yaml`, and the `by:` of what the
    newest edition acknowledges. Work for somebody who is not there is done by nobody, and a reviewer who is not there can
    approve nothing. Mend the id, or add the person.
    """
    if draft.people is None:
        return
    known: set[str] = {person.id for person in draft.people.value.people}
    listed = f"There are: {', '.join(sorted(known)[:12])}." if known else "Add the person."
    for name, place in _named(draft):
        if name not in known:
            meant = nearest(name, known)
            advice = f"Did you mean {meant}?" if meant else listed
            yield Finding("unknown-person", place, f'there is no person "{name}" in people.yaml', advice)


def _named(draft: Draft) -> Iterator[tuple[str, Place]]:
    """Who is named, and where; editions before the newest may name who is gone by now."""
    yield from ((claim.value.owner, claim.at("owner")) for claim in draft.claims.values())
    for files in draft.worklists.values():
        yield from ((owner, Place(file.path)) for owner, file in files if owner is not None)
    if draft.settings:
        for index, reviewer in enumerate(draft.settings.value.review.reviewers or ()):
            yield reviewer, draft.settings.at("review", "reviewers", index)
    if draft.editions:
        edition = draft.editions[max(draft.editions)]
        for index, entry in enumerate(edition.value.acknowledged):
            if entry.by:
                yield entry.by, edition.at("acknowledged", index, "by")

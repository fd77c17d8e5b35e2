"""Every claim is stated somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.claim_use import claims_in_use
from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding, Place, Severity
from coursewright.authoring.findings.guessing import nearest


def unused_claim(draft: Draft) -> Iterator[Finding]:
    """At least one lesson or question lists each file of the `claims` folder.

    Somebody checks every claim each time a model changes, so one that nothing states costs work for nothing. And where a lesson
    does state it and does not say so, nobody is told when it stops being true. List it under `claims:` of the lesson or the
    question that relies on it, or remove the file.
    """
    used = claims_in_use(draft)
    if any(path.startswith("courses/") for path in draft.unreadable):
        return  # what cannot be read may state it
    meant = {nearest(name, draft.claims) for name in used if not draft.knows_claim(name)}
    for name, claim in draft.claims.items():
        if name not in used and name not in meant:
            yield Finding(
                "unused-claim",
                Place(claim.path),
                f'no lesson and no question states the claim "{name}"',
                "List it under `claims:` where it is stated, or remove the file.",
                Severity.WARNING,
            )

"""What was said of an identifier that went is never taken back."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.baseline import KINDS
from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding, Place
from coursewright.authoring.ids.identifiers import identifiers


def forgotten_heir(draft: Draft) -> Iterator[Finding]:
    """Every id that was listed under `formerly:` or `retired:` is still listed under one of them.

    Old links and records are answered by these entries, and old links do not end with an edition. Put the entry back; if the
    heir went as well, name its own heir. A name given back to the thing that had it needs no entry. A retired id may not come
    back at all: take another. Asked only where there is a baseline to compare with.
    """
    if draft.baseline is None:
        return
    for course in draft.courses:
        before = draft.baseline.courses.get(course.id)
        if before is None or any(path.startswith(f"{course.path}/") for path in draft.unreadable):
            continue
        now = identifiers(course)
        for kind in KINDS:
            kept = now.formerly[kind] | now.retired[kind]
            lost = (before.formerly[kind] - kept - now.ids[kind]) | (before.retired[kind] - kept)
            for name in sorted(lost):
                was = "retired" if name in before.retired[kind] else "formerly"
                yield Finding(
                    "forgotten-heir",
                    course.file.key("retired") if course.file else Place(f"{course.path}/course.yaml"),
                    f"`{was}: {name}` of {draft.baseline.name} ({kind}) is gone",
                    "Put it back under `formerly:` or `retired:`: old links and records are answered by it.",
                )

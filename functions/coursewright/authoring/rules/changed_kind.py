"""What learners did under an id stays what it was."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft, DraftLesson
from coursewright.authoring.findings.finding import Finding, Place


def changed_kind(draft: Draft) -> Iterator[Finding]:
    """A lesson stays a lesson under its id, a quiz a quiz, an exam an exam.

    Learners hold answers to it, reviewers hold marks, and a certificate may rest on them: an exam's answers mean nothing to a
    survey of the same name. Give the new one another id, and list the old one under `retired:` of `course.yaml` with the new one
    as its heir. Asked only where there is a baseline to compare with.
    """
    if draft.baseline is None:
        return
    for course in draft.courses:
        before = draft.baseline.courses.get(course.id)
        for item in course.items() if before else ():
            located = item.front if isinstance(item, DraftLesson) else item.file
            kind = "lesson" if isinstance(item, DraftLesson) else item.file.value.kind
            was = before.items.get(item.id, kind) if before else kind
            if was != kind:
                yield Finding(
                    "changed-kind",
                    located.at("id") if "id" in located.root.value else Place(item.path),
                    f'"{item.id}" was of kind {was} in {draft.baseline.name}, and is of kind {kind} here',
                    f"Give it another id, and list {item.id} under `retired:` of the course with the new id as heir.",
                )

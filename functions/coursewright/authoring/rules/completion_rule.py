"""What a credential asks for exists."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding


def completion_rule(draft: Draft) -> Iterator[Finding]:
    """`completion:` of a credential names surveys and an exam that exist, as course/activity.

    A credential that asks for what is not there could never be awarded, and learners would find out at the very end. Correct the
    name (the activity's `id:`, or its file name without number and suffix), or add the activity.
    """
    kinds = {course.id: {activity.id: activity.file.value.kind for activity in course.activities()} for course in draft.courses}
    for credential in draft.credentials.values():
        needed = credential.value.completion
        wanted = [("survey", item, credential.at("completion", "surveys", i)) for i, item in enumerate(needed.surveys)]
        wanted.append(("exam", needed.exam, credential.at("completion", "exam")))
        for kind, item, place in wanted:
            course, name = item.split("/")
            if any(path.startswith(f"courses/{course}/") for path in draft.unreadable):
                continue
            found = {str(c): {str(a): k for a, k in of.items()} for c, of in kinds.items()}.get(course, {}).get(name)
            if found != kind:
                known = sorted(f"{c}/{a}" for c, of in kinds.items() for a, k in of.items() if k == kind)
                is_other = f": its kind is {found}" if found else ""
                listed = f"There are: {', '.join(known[:12])}." if known else f"Add a .{kind}.yaml to the course."
                yield Finding("completion-rule", place, f'there is no {kind} "{item}"{is_other}', listed)

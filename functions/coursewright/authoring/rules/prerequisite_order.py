"""Modules come after what they ask for."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding, Severity
from coursewright.authoring.prerequisites import in_a_cycle


def prerequisite_order(draft: Draft) -> Iterator[Finding]:
    """A course lists each module behind the modules that its `prerequisites:` name.

    Most learners take a course from top to bottom; they would be sent back. Change the order of `modules:` in `course.yaml`, or
    drop the prerequisite if the module can do without.
    """
    for course in draft.courses:
        listed = list(course.file.value.modules) if course.file else []
        before = {str(module.id): module.file.value.prerequisites for module in course.modules if module.file}
        circular = in_a_cycle(before)
        for module, needed in ((module, name) for module, names in before.items() for name in names):
            if not course.file or module == needed or (module, needed) in circular or not {module, needed} <= set(listed):
                continue
            at = listed.index(module)  # type: ignore[arg-type]  # a Slug is a text
            if at < listed.index(needed):
                yield Finding(
                    "prerequisite-order",
                    course.file.at("modules", at),
                    f'the module "{module}" is listed before "{needed}", which is to be taken first',
                    "Change the order, or remove the prerequisite.",
                    Severity.WARNING,
                )

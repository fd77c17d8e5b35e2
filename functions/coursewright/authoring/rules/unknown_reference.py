"""Programs, credentials, courses and facts name things that exist."""

from __future__ import annotations

import json
from collections.abc import Iterator

from coursewright.authoring.draft import Draft, DraftCourse
from coursewright.authoring.findings.finding import Finding, Place


def unknown_reference(draft: Draft) -> Iterator[Finding]:
    """Whatever one file names of another must exist.

    That is: a program's courses, credential and predecessor; the heirs of what is retired; a fact's source; what the newest
    edition raises and corrects. Each would otherwise fail only when a learner gets there.
    """
    courses: set[str] = {course.id for course in draft.courses}
    yield from _programs(draft, courses)
    for course in draft.courses:
        yield from _heirs(draft, course)
    yield from _sources(draft)
    yield from _raised_and_corrected(draft, courses)


def _finding(what: str, name: str, place: Place, known: set[str]) -> Finding:
    listed = ", ".join(sorted(known)[:12])
    return Finding("unknown-reference", place, f'there is no {what} "{name}"', f"There are: {listed}." if listed else "Add it.")


def _programs(draft: Draft, courses: set[str]) -> Iterator[Finding]:
    credentials = {*draft.credentials, *_unread(draft, "credentials")}
    programs = {*draft.programs, *_unread(draft, "programs")}
    for program in draft.programs.values():
        for index, name in enumerate(program.value.courses):
            if name not in courses:
                yield _finding("course", name, program.at("courses", index), courses)
        if program.value.credential not in credentials:
            yield _finding("credential", program.value.credential, program.at("credential"), credentials)
        if program.value.after and program.value.after not in programs:
            yield _finding("program", program.value.after, program.at("after"), programs)


def _heirs(draft: Draft, course: DraftCourse) -> Iterator[Finding]:
    if course.file is None:
        return
    heirs = {
        "lesson": {str(lesson.id) for lesson in course.lessons()},
        "activity": {str(activity.id) for activity in course.activities()},
        "module": {str(module.id) for module in course.modules},
        "objective": set(course.objectives or ()),
        "question": {str(question.id) for activity in course.activities() for question in activity.questions},
    }
    items = heirs["lesson"] | heirs["activity"]
    all_read = not any(path.startswith(f"{course.path}/") for path in draft.unreadable)
    for index, retired in enumerate(course.file.value.retired):
        known = items if retired.kind in ("lesson", "activity") else heirs[retired.kind]
        if retired.heir and retired.heir not in known and (all_read or retired.kind in ("module", "objective")):
            yield _finding("heir", retired.heir, course.file.at("retired", index, "heir"), known)
        if retired.id in heirs[retired.kind]:
            yield Finding(
                "unknown-reference",
                course.file.at("retired", index, "id"),
                f'"{retired.id}" is retired, and still there',
                f"Remove the {retired.kind}, or the entry under `retired:`.",
            )


def _sources(draft: Draft) -> Iterator[Finding]:
    if draft.overlay and draft.ledger:
        sources: set[str] = set(draft.overlay.value.sources)
        by_hand = draft.overlay.value
        named = [("facts", index, fact.source) for index, fact in enumerate(by_hand.facts)]
        named += [("api_facts", index, fact.source) for index, fact in enumerate(by_hand.api_facts)]
        named += [("aliases", index, alias.source) for index, alias in enumerate(by_hand.aliases)]
        for field, index, source in named:
            if source not in sources:
                yield _finding("source", source, draft.overlay.at(field, index, "source"), sources)
        for name, place in _sources_of_facts(draft):
            if name not in sources:
                yield _finding("source", name, place, sources)


def _raised_and_corrected(draft: Draft, courses: set[str]) -> Iterator[Finding]:
    """Of the newest edition: what older ones name may be gone by now."""
    if not draft.editions:
        return
    edition = draft.editions[max(draft.editions)]
    items = {f"{course.id}/{item.id}" for course in draft.courses for item in course.items()}
    for index, raised in enumerate(edition.value.raised):
        if raised.item not in items and not draft.unreadable:
            yield _finding("lesson or activity", raised.item, edition.at("raised", index, "item"), items)
    for index, corrected in enumerate(edition.value.corrections):
        for number, course in enumerate(corrected.courses):
            if course not in courses:
                yield _finding("course", course, edition.at("corrections", index, "courses", number), courses)
        if corrected.claim not in draft.claims and not corrected.courses and not _unread(draft, "claims"):
            yield Finding(
                "unknown-reference",
                edition.at("corrections", index, "claim"),
                f'there is no claim "{corrected.claim}", so nobody would be told',
                "If it was withdrawn, name the courses that stated it: `courses: [<course>]`.",
            )


def _sources_of_facts(draft: Draft) -> Iterator[tuple[str, Place]]:
    """The sources that facts.jsonl names, each on the first line that does."""
    path = "ledger/facts.jsonl"
    if not draft.scope.holds(path):
        return
    first: dict[str, Place] = {}
    for number, line in enumerate(draft.tree.files.get(path, b"").decode("utf-8-sig").split("\n"), 1):
        if line.strip():  # and a fact: else there were no ledger
            first.setdefault(json.loads(line)["source"], Place(path, number, 1, number, len(line) + 1))
    yield from first.items()


def _unread(draft: Draft, folder: str) -> set[str]:
    return {path.removeprefix(f"{folder}/").removesuffix(".yaml") for path in draft.unreadable if path.startswith(f"{folder}/")}

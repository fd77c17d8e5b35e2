"""What changed between two releases, for learners: a pure function of their public objects.

Fingerprints are compared first, and only what differs is read further, so the cost follows what changed. A new compiler format
alone changes nothing. Whatever learners read and nobody can tell to say the same counts as content at least (wording.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.publishing.changes.catalogue_changes import catalogue_reasons, is_in_english, name_reasons
from coursewright.publishing.changes.change import Changes, Correction, CourseChange, Raised, Reason
from coursewright.publishing.changes.course_changes import course_change, lost_course, new_course
from coursewright.publishing.changes.course_pair import CoursePair
from coursewright.publishing.changes.editors import Editions, new_corrections, newly_raised
from coursewright.publishing.changes.program_changes import program_reasons
from coursewright.publishing.changes.side import Side


def changes_between(old: Side, new: Side) -> Changes:
    """What changed from one release to another.

    Raises:
        StoreError: an object of either is missing or damaged.
    """
    if old.manifest == new.manifest:
        return Changes(old.manifest, new.manifest)
    before, after = old.read(old.manifest), new.read(new.manifest)
    editions = (_editions(old, before), _editions(new, after)) if before["editions"] != after["editions"] else ({}, {})
    corrections = new_corrections(*editions)
    courses = tuple(_courses(old, new, newly_raised(*editions), corrections))
    return Changes(old.manifest, new.manifest, courses, tuple(_reasons(old, new, before, after)), corrections)


def _courses(old: Side, new: Side, raised: Mapping[str, Raised], corrections: tuple[Correction, ...]) -> Iterator[CourseChange]:
    before, after = old.read(old.manifest), new.read(new.manifest)
    corrected = {one.claim for one in corrections}
    about = {item.partition("/")[0] for item in raised}
    for course in sorted(before["courses"].keys() | after["courses"].keys()):
        digests = before["courses"].get(course), after["courses"].get(course)
        if digests[0] == digests[1] and course not in about:
            continue
        indexes = [side.read(Digest(digest)) if digest else None for side, digest in zip((old, new), digests, strict=True)]
        if indexes[0] and indexes[1]:
            pair = CoursePair(course, old, new, indexes[0], indexes[1], before["private"] == after["private"])
            change = course_change(pair, raised, corrected)
        elif indexes[1]:
            change = new_course(course, indexes[1], raised, corrected)
        else:
            change = lost_course(course, indexes[0] or {}, corrected)
        if change:
            yield change


def _reasons(old: Side, new: Side, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Reason]:
    told = ("title", "publisher", "catalogue", "programs")
    if all(before.get(name) == after.get(name) for name in told):
        return
    catalogues = [
        side.read(Digest(one["catalogue"])) if "catalogue" in one else {} for side, one in ((old, before), (new, after))
    ]
    english = is_in_english(*catalogues)
    yield from name_reasons(before, after, english=english)
    if before.get("catalogue") != after.get("catalogue"):
        yield from catalogue_reasons(*catalogues, english=english)
    if before["programs"] != after["programs"]:
        programs = old.read(Digest(before["programs"])), new.read(Digest(after["programs"]))
        yield from program_reasons(*programs, english=english)


def _catalogue(side: Side, manifest: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = side.read(Digest(manifest["catalogue"])) if "catalogue" in manifest else {}
    return found


def _editions(side: Side, manifest: Mapping[str, Any]) -> Editions:
    found: Editions = side.read(Digest(manifest["editions"]))["editions"]
    return found

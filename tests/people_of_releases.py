"""Releases that say who their people are."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from courses import manifest, read
from coursewright.compiling.digest import Digest
from coursewright.compiling.release import ObjectWriter, Release
from coursewright.compiling.spaces import OBJECTS, PRIVATE
from small_course import small


def mapping(identities: Iterable[str], base: Release | None = None) -> Release:
    """A release whose people.yaml maps these, one person each."""
    people = [
        {"id": f"p{number}", "name": f"Person {number}", "git": [one], "sign_in": [], "owns": []}
        for number, one in enumerate(identities)
    ]
    return edited_by(base or small(), people=people)


def editors(made: Release) -> dict[str, Any]:
    """What a release says of its editors."""
    return read(made, read(made, made.private_root, PRIVATE)["editors"], PRIVATE)


def edited_by(made: Release, **told: Any) -> Release:  # noqa: ANN401 - JSON
    """A release as the compiler would make it, had the sources told something else of its editors."""
    root = json.loads(made.objects[PRIVATE, made.private_root])
    gone = {(PRIVATE, made.private_root), (PRIVATE, Digest(root["editors"])), (OBJECTS, made.manifest)}
    writer = ObjectWriter({place: data for place, data in made.objects.items() if place not in gone})
    private = writer.put({**root, "editors": writer.put({**editors(made), **told}, PRIVATE)}, PRIVATE)
    return Release(writer.put({**manifest(made), "private": private}), private, writer.objects, made.edition)


def before_format_5(made: Release) -> Release:
    """A release as the compiler made it when it told of no editors, and of no words."""
    root = json.loads(made.objects[PRIVATE, made.private_root])
    courses = manifest(made)["courses"]
    gone = {(PRIVATE, made.private_root), (PRIVATE, Digest(root.pop("editors"))), (OBJECTS, made.manifest)}
    gone |= {(OBJECTS, Digest(digest)) for digest in courses.values()}
    writer = ObjectWriter({place: data for place, data in made.objects.items() if place not in gone})
    private = writer.put(root, PRIVATE)
    indexes = {course: read(made, digest) for course, digest in courses.items()}
    for index in indexes.values():
        for item in index["items"].values():
            item.pop("words")
    older = {"format": 4, "private": private, "courses": {course: writer.put(index) for course, index in indexes.items()}}
    return Release(writer.put({**manifest(made), **older}), private, writer.objects, made.edition)

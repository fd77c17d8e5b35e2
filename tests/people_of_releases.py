"""Releases that say who their people are."""

from __future__ import annotations

import json
from collections.abc import Iterable

from courses import manifest
from coursewright.compiling.release import ObjectWriter, Release
from coursewright.compiling.spaces import OBJECTS, PRIVATE
from small_course import small


def mapping(identities: Iterable[str], base: Release | None = None) -> Release:
    """A release whose people.yaml maps these, one person each."""
    made = base or small()
    people = [
        {"id": f"p{number}", "name": f"Person {number}", "git": [one], "sign_in": [], "owns": []}
        for number, one in enumerate(identities)
    ]
    editors = {"kind": "editors", "people": people, "review": {"approvals": 2, "reviewers": None}, "acknowledged": {}}
    root = json.loads(made.objects[PRIVATE, made.private_root])
    writer = ObjectWriter({place: data for place, data in made.objects.items() if place[0] != PRIVATE})
    private = writer.put({**root, "editors": writer.put(editors, PRIVATE)}, PRIVATE)
    writer.objects.pop((OBJECTS, made.manifest))
    return Release(writer.put({**manifest(made), "private": private}), private, writer.objects, made.edition)

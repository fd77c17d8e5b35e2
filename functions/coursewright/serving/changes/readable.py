"""A release as far as who asks may read it: its manifest without the courses that are not for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.publishing.changes.side import Side
from coursewright.serving.changes.known_changes import Readable
from coursewright.serving.pin import Pin
from coursewright.serving.question import Question
from coursewright.serving.reader import Reader


def readable(question: Question, pin: Pin) -> Readable:
    """A release for who asks."""
    reader = question.reader
    courses = frozenset(str(card["id"]) for card in question.cards(pin))
    every = reader.manifest(pin)["courses"]
    side = Side(pin.manifest, _reading(reader, pin.manifest, courses), lambda digest: reader.asset(digest).plain)
    return Readable(pin, side, courses, courses == every.keys())


def _reading(reader: Reader, manifest: Digest, courses: frozenset[str]) -> Callable[[Digest], Mapping[str, Any]]:
    def read(digest: Digest) -> Mapping[str, Any]:
        value = reader.json(digest)
        if digest != manifest:
            return value
        return {**value, "courses": {name: one for name, one in value["courses"].items() if name in courses}}

    return read

"""Answers of one release, each held against what must be there; what is wrong is told to a report, with where and what to do.

Answers carry stored JSON inside JSON; it is taken out, written in its one canonical form, and that has the digest. Markdown and
figures are served as they are stored.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from rfc8785 import CanonicalizationError

from coursewright.compiling.canonical import canonical
from coursewright.compiling.digest import digest_of
from coursewright.errors import NoAnswerError
from coursewright.publishing.keys.trust_root import TrustRoot
from coursewright.publishing.verifying.origin import LARGE, Source
from coursewright.publishing.verifying.problems import Report
from coursewright.publishing.verifying.served_logs import DISTRUST, ELSEWHERE, MOVED
from coursewright.publishing.verifying.taken_down import served_takedown
from coursewright.publishing.verifying.told import Believed


@dataclass(frozen=True, slots=True)
class Expected:
    """An address, the digest of what must be there, and the member of the answer that holds it; "" for the whole answer."""

    path: str
    digest: str
    member: str = ""
    also: Mapping[str, Any] = field(default_factory=dict)
    """What else the answer must tell."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Asks for answers of one release, and reports what is wrong with them."""

    source: Source
    root: TrustRoot
    believed: Believed
    report: Report

    def get(self, expected: Expected, at_most: int = LARGE) -> bytes | None:
        try:
            return self.source.get(expected.path, at_most)
        except NoAnswerError as error:
            self.is_taken_down(error, expected.path, expected.digest)
            return None

    def is_taken_down(self, refusal: NoAnswerError, path: str, digest: str) -> bool:
        """Whether an answer is missing by right: its object was taken down, and a believed record says so."""
        taken_down = served_takedown(self.source, refusal, digest, self.root)
        if taken_down:
            self.report.note(path, taken_down)
        elif refusal.status == HTTPStatus.GONE:
            self.report.error(path, f"{refusal}, and no record that is to be believed says that it was taken down", DISTRUST)
        else:
            self.report.error(path, f"{refusal}: it cannot be verified", ELSEWHERE)
        return taken_down is not None

    def is_there(self, expected: Expected, data: bytes) -> bool:
        """Whether the answer is the stored bytes."""
        self.report.counts["objects"] += 1
        found = digest_of(data)
        if found != expected.digest:
            self.report.error(expected.path, f"holds other bytes: their digest is {found}, not {expected.digest}", DISTRUST)
        return found == expected.digest

    def held(self, expected: Expected, data: bytes) -> dict[str, Any] | None:
        """The stored JSON that the answer holds, if it is the one that must be there."""
        self.report.counts["objects"] += 1
        value = self.member(expected.path, data, expected.member, expected.also)
        return value if value is not None and self.compare(expected.path, value, expected.digest) else None

    def compare(self, path: str, value: Any, digest: str, which: str = "it") -> bool:  # noqa: ANN401 - JSON
        found = digest_of(canonical(value))
        if found != digest:
            self.report.error(path, f"holds something else: the digest of {which} is {found}, not {digest}", DISTRUST)
        return found == digest

    def member(self, path: str, data: bytes, member: str, also: Mapping[str, Any] | None = None) -> dict[str, Any] | None:
        body = self.answer(path, data, also)
        value = body.get(member) if body is not None else None
        if body is not None and not isinstance(value, dict):
            self.report.error(path, f'has no "{member}"', DISTRUST)
        return value if isinstance(value, dict) else None

    def answer(self, path: str, data: bytes, also: Mapping[str, Any] | None = None) -> dict[str, Any] | None:
        """What an answer says, if it tells of itself what an answer of this release must."""
        body = self.parsed(path, data)
        if body is not None and (wrong := self.believed.objection(body, path, also or {})):
            self.report.error(path, wrong, MOVED)
            return body if body.get("release") == self.believed.release else None
        return body

    def parsed(self, path: str, data: bytes) -> dict[str, Any] | None:
        try:
            value = json.loads(data, object_pairs_hook=_each_once)
            canonical(value)
        except (ValueError, RecursionError, CanonicalizationError) as error:
            self.report.error(path, f"is no JSON that could have been stored: {error}", DISTRUST)
            return None
        if not isinstance(value, dict):
            self.report.error(path, "is no JSON object", DISTRUST)
            return None
        return value


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A name twice in one object would be one thing to us and another to an app."""
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return value

"""A release, as far as a credential depends on it: what is awarded and for what, its rules, its courses and its ledger.

Takes a way to read an object by its digest: four reads, three for each course that leads to the credential and changed, and one
for each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.errors import UnknownNameError
from coursewright.renewing.catalogue import CourseParts, Read

_NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class CertificateSide:
    """One release. `credential` is None where it does not award it; `about` is what it says of its edition.

    `eased` are activities, as course and item, whose terms are easier than those of another release (terms.py).
    """

    release: str
    edition: str
    manifest: str
    credential: Mapping[str, Any] | None
    programs: Mapping[str, Any] = field(default_factory=dict)
    about: Mapping[str, Any] = field(default_factory=dict)
    ledger: Mapping[str, Any] = field(default_factory=dict)
    courses: Mapping[str, CourseParts] = field(default_factory=dict)
    eased: frozenset[tuple[str, str]] = frozenset()

    @property
    def exam(self) -> str | None:
        """The exam that the credential needs, as course/item."""
        return str(self.credential["completion"]["exam"]) if self.credential else None

    def leading(self) -> list[str]:
        """The programs that lead to the credential."""
        return [] if self.credential is None else [one["id"] for one in _programs(self.programs, str(self.credential["id"]))]

    def needed(self) -> list[str]:
        """The courses that the credential takes, and that of its exam, each once."""
        return courses_for(self.programs, str(self.credential["id"])) if self.credential else []

    def index(self, course: str) -> Mapping[str, Any] | None:
        """A course's index; None where the release does not have it."""
        found = self.courses.get(course)
        return found.index if found else None

    def title(self, course: str) -> str:
        """A course's title; its id where the release does not have it."""
        index = self.index(course)
        return str(index["title"]) if index else course

    def with_ledger(self, ledger: Mapping[str, Any]) -> CertificateSide:
        """The same with another ledger: the released one, with what was observed since."""
        return replace(self, ledger=ledger)


@dataclass(frozen=True, slots=True)
class Source:
    """A release by what it is known by, and how its public objects are read."""

    release: str
    edition: str
    manifest: Digest
    read: Read


def read_side(  # noqa: PLR0913 - a release by what it is known by, and what to read of it
    release: str,
    edition: str,
    manifest: Digest,
    read: Read,
    credential: str,
    also: Iterable[str] = (),
    changed: Collection[str] | None = None,
) -> CertificateSide:
    """Read a release for a credential. `also` are courses that another release needs for it.

    `changed` are courses that changed: of others only the index is needed; None where it is not known.
    """
    body = read(manifest)
    programs = read(Digest(body["programs"]))
    found = next((one for one in programs["credentials"] if one["id"] == credential), None)
    courses = [name for name in dict.fromkeys([*courses_for(programs, credential), *also]) if name in body["courses"]]
    return CertificateSide(
        release=release,
        edition=edition,
        manifest=str(manifest),
        credential=found,
        programs=programs,
        about=read(Digest(body["editions"]))["editions"].get(edition, _NOTHING),
        ledger=read(Digest(body["models"])),
        courses={
            name: _course(Digest(body["courses"][name]), read, is_whole=changed is None or name in changed) for name in courses
        },
    )


def require_credential(side: CertificateSide, credential: str) -> Mapping[str, Any]:
    """What a release says of a credential that it awards.

    Raises:
        UnknownNameError: it does not; the message says what it awards.
    """
    if side.credential is None:
        known = ", ".join(sorted(str(one["id"]) for one in side.programs["credentials"])) or "none"
        raise UnknownNameError(f"{side.release} awards no credential {credential!r}; it has: {known}")
    return side.credential


def courses_for(programs: Mapping[str, Any], credential: str) -> list[str]:
    """The courses that a release's programs take for a credential, and that of its exam, each once; none if it is not awarded."""
    awarded = [one for one in programs["credentials"] if one["id"] == credential]
    led = [course for one in _programs(programs, credential) for course in one["courses"]]
    exams = [str(one["completion"]["exam"]).partition("/")[0] for one in awarded]
    return list(dict.fromkeys([*led, *exams])) if awarded else []


def _programs(programs: Mapping[str, Any], credential: str) -> list[Mapping[str, Any]]:
    return [one for one in programs["programs"] if one["credential"] == credential]


def _course(digest: Digest, read: Read, *, is_whole: bool) -> CourseParts:
    index = read(digest)
    claims = read(Digest(index["claims"]))["claims"] if is_whole and "claims" in index else _NOTHING
    return CourseParts(index, claims, read(Digest(index["depends"])) if is_whole and "depends" in index else _NOTHING)

"""Reads of a release what an offer needs of it: its edition, the exams of its credentials, and some of its courses.

Takes a way to read an object by its digest: three reads, two for each course, and one for an exam that is in doubt. A course that
the release does not have is left out; of releases compiled before courses had their claims in one object, no claims are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.renewing.catalogue import Read
from coursewright.renewing.upgrading.sides import CourseSide, Side

_NOTHING: Mapping[str, Any] = {}


def read_offer_side(  # noqa: PLR0913 - what it is a function of
    release: str, manifest: Digest, edition: str, read: Read, courses: Iterable[str], withdrawn: str | None = None
) -> Side:  # fmt: skip
    """One of the two releases, with these courses.

    Raises:
        StoreError: what the reader raises.
    """
    body = read(manifest)
    programs = read(Digest(body["programs"]))
    return Side(
        release=release,
        edition=edition,
        about=read(Digest(body["editions"]))["editions"].get(edition, _NOTHING),
        exams=tuple(dict.fromkeys(str(one["completion"]["exam"]) for one in programs["credentials"])),
        courses={name: course_side(read(Digest(body["courses"][name])), read) for name in courses if name in body["courses"]},
        withdrawn=withdrawn,
    )


def course_side(index: Mapping[str, Any], read: Read) -> CourseSide:
    """A course by its index. An activity is read when it is asked for."""
    claims = read(Digest(index["claims"]))["claims"] if "claims" in index else _NOTHING
    return CourseSide(index, claims, lambda name: read(Digest(index["items"][name]["object"])))

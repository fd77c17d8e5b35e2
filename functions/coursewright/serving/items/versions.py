"""A lesson or an activity in one release, as one learner gets it, in blocks that can be laid beside those of another release.

Takes a release's course index, what reads its objects, and who the learner is. What is private comes in from outside: whoever
may not see it never reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.reviewing.comparing.activity_blocks import activity_blocks
from coursewright.serving.items.variants import choose

Read = Callable[[Digest], Mapping[str, Any]]
"""A release's public object, by its digest."""


@dataclass(frozen=True, slots=True)
class Private:
    """What marks an activity and what the tutor is told; nothing of either where it was not asked for, or is not there."""

    key: Mapping[str, Any] | None = None
    coach: Mapping[str, Any] | None = None
    is_taken_down: bool = False
    """Whether some of it was there, and was taken down."""


NOTHING_PRIVATE = Private()


@dataclass(frozen=True, slots=True)
class Version:
    """An item in one release. `title` is None, and there are no blocks, where the release does not have it."""

    title: str | None = None
    summary: str = ""
    blocks: Sequence[Mapping[str, Any]] = ()
    entry: Mapping[str, Any] | None = None
    """What the course's index says of it."""
    whole: Mapping[str, Any] = field(default_factory=dict)
    """The object that readers get."""
    learner: Mapping[str, str] = field(default_factory=dict)
    """The values that decided on the text, by dimension and `locale`; none of an activity, which is the same for everybody."""


def course_index(read: Read, manifest: Digest, course: str) -> Mapping[str, Any] | None:
    """The index of a course; None where the release does not have the course."""
    digest = read(manifest)["courses"].get(course)
    return read(Digest(digest)) if digest else None


def was_called(before: Mapping[str, Any] | None, now: Mapping[str, Any] | None, name: str) -> str | None:
    """Which item of the course before is this one of the course now: by its name, or by one it had; None where there is none."""
    known: Mapping[str, Any] = before["items"] if before else {}
    entry = now["items"].get(name) if now else None
    names: Iterable[str] = (name, *(entry["formerly"] if entry else ()))
    return next((one for one in names if one in known), None)


def version_of(
    read: Read,
    index: Mapping[str, Any] | None,
    name: str | None,
    learner: Mapping[str, str],
    private: Private = NOTHING_PRIVATE,
) -> Version:
    """An item as a learner gets it; what is private is in blocks of its own, marked as such.

    Raises:
        StoreError: an object cannot be read.
    """
    entry = index["items"].get(name) if index and name else None
    if index is None or entry is None:
        return Version()
    if entry["kind"] != "lesson":
        whole = read(Digest(entry["object"]))
        blocks = activity_blocks(whole, private.key, private.coach)
        return Version(entry["title"], entry.get("summary") or "", blocks, entry, whole)
    chosen = choose(index, entry, learner)
    whole = read(Digest(chosen.outcome["json"]))
    return Version(whole["title"], whole["summary"], whole["blocks"], entry, whole, chosen.values)

"""Two releases of stores, as `changes` and `certificate-effect` compare them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from coursewright.commands.acting import named_in
from coursewright.compiling.digest import Digest
from coursewright.errors import UnknownNameError
from coursewright.publishing.changes.between import changes_between
from coursewright.publishing.changes.change import Changes
from coursewright.publishing.changes.record import get_changes
from coursewright.publishing.changes.side import Side, side_of
from coursewright.publishing.records.named import Named
from coursewright.publishing.storing.stores import Stores
from coursewright.renewing.observing.effective_ledger import effective_ledger
from coursewright.renewing.observing.observations import newest_snapshots
from coursewright.renewing.upgrading.comparing import comparing
from coursewright.renewing.upgrading.offer import Offer, upgrade_offer
from coursewright.renewing.upgrading.order import comes_before
from coursewright.renewing.upgrading.reading import read_offer_side

Read = Callable[[Digest], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Compared:
    """A release by the name it was asked for, and how its public objects are read, each once."""

    named: Named
    side: Side

    @property
    def courses(self) -> list[str]:
        """The courses it has."""
        return list(self.side.read(self.side.manifest)["courses"])


def compared(stores: Stores, name: str) -> Compared:
    """What a name stands for.

    Raises:
        UnknownNameError: there is no such thing; the message says what is close to it.
    """
    found = named_in(stores, name)
    return Compared(found, side_of(found.store, found.manifest))


def offer_between(  # noqa: PLR0913 - what it is a function of
    stores: Stores, old: Compared, new: Compared, as_of: date, *, course: str | None, completed: Iterable[str] | None
) -> Offer:  # fmt: skip
    """What `new` offers to somebody who has `old`.

    Raises:
        UnknownNameError: neither has the course.
    """
    if course is not None and course not in {*old.courses, *new.courses}:
        known = ", ".join(sorted({*old.courses, *new.courses}))
        raise UnknownNameError(f"neither {old.named.name} nor {new.named.name} has the course {course!r}; they have: {known}")
    base = _base(stores, old, new)
    already = changed(stores, old, base).only(course) if base is not old else None
    offered = changed(stores, base, new).only(course)
    done = None if completed is None else [_in(course, name) for name in completed]
    courses = [course] if course else _looked_at(base, new, [one for one in (already, offered) if one], done)
    since = read_offer_side(old.named.name, base.side.manifest, base.named.edition, base.side.read, courses, base.named.withdrawn)
    to = read_offer_side(new.named.name, new.side.manifest, new.named.edition, new.side.read, courses, new.named.withdrawn)
    newer = base if comes_before(new.named.name, old.named.name) else new
    return upgrade_offer(
        since,
        to,
        offered,
        newest_ledger(stores, newer),
        as_of,
        already=already,
        completed=done,
        compare=comparing(base.side, new.side),
    )


def changed(stores: Stores, old: Compared, new: Compared) -> Changes:
    """What changed from one to the other, as promotion kept it or worked out now."""
    kept = get_changes(stores.released, old.named.manifest, new.named.manifest)
    return kept or changes_between(old.side, new.side)


def newest_ledger(stores: Stores, compared: Compared) -> Mapping[str, Any]:
    """The ledger of a release, with what was observed since where `observe` is run."""
    ledger = compared.side.read(Digest(compared.side.read(compared.side.manifest)["models"]))
    snapshots, _ = newest_snapshots(stores.released)
    return effective_ledger(ledger, [snapshot for _, snapshot in snapshots.values()]) if snapshots else ledger


def _base(stores: Stores, old: Compared, new: Compared) -> Compared:
    """Where the edition of a release stands now, as its readers have moved there; the release itself for a candidate.

    Also where two releases of one edition are compared that it does not stand at.
    """
    standing = old.named.standing
    if standing is None or standing.release == old.named.name:
        return old
    if new.named.edition == old.named.edition and new.named.name != standing.release:
        return old
    return compared(stores, standing.release)


def _in(course: str | None, name: str) -> str:
    return name if course is None or "/" in name else f"{course}/{name}"


def _looked_at(base: Compared, new: Compared, changes: Iterable[Changes], done: list[str] | None) -> list[str]:
    """The courses that changed or that hold what was completed: all, where that does not say its course."""
    if any("/" not in name for name in done or ()):
        return list(dict.fromkeys([*base.courses, *new.courses]))
    changed = [course.id for one in changes for course in one.courses]
    return list(dict.fromkeys([*changed, *(name.partition("/")[0] for name in done or ())]))

"""The records of a log that a copy of a store lacks, read from the newest down, each judged before any of them is written.

A record names the digest of the one before, so a chain that holds together down to a record that both stores have is the same
chain below it as well, and nothing below is read again. Whether the newest is believed is for whoever holds a trust root.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from coursewright.compiling.digest import Digest, digest_of
from coursewright.errors import BackupError, DamagedObjectError, MissingObjectError
from coursewright.publishing.keys.envelope import HEAD, RECORD
from coursewright.publishing.keys.trust_root import TrustRoot
from coursewright.publishing.records.log import Pending, Record, record_in
from coursewright.publishing.storing.store import Store
from coursewright.publishing.verifying.records import is_of_heads, judge, previous_of

Read = Callable[[Sequence[str]], Iterable[bytes]]
"""Reads keys of the source, in their order."""


@dataclass(frozen=True, slots=True)
class CopiedLog:
    """The records of one log that were read and judged, by number, and the numbers of those that the target lacks."""

    prefix: str
    read: Mapping[int, Record]
    lacking: Sequence[int]

    @property
    def news(self) -> list[Record]:
        """The records that the target lacks, the first first."""
        return [self.read[number] for number in self.lacking]


def key_of(prefix: str, number: int) -> str:
    """Where a record is kept."""
    return Pending(prefix, number, b"").key


def judged_log(  # noqa: PLR0913 - how to read, which log, what each store has, and who is believed
    read: Read, prefix: str, here: Collection[int], there: Collection[int], root: TrustRoot | None, *, full: bool
) -> CopiedLog:
    """The records of one log that the target lacks and the newest below them that both have; all of them if it is to be `full`.

    Raises:
        BackupError: the source has a gap.
        DamagedObjectError: a record is not what its place or the record after it says, or is not signed as a trust root wants it.
    """
    newest = max(here)
    if gap := set(range(1, newest + 1)) - set(here):
        raise BackupError(f"{key_of(prefix, min(gap))} is missing: {prefix} has record {newest}, and not record {min(gap)}")
    lacking = sorted(set(here) - set(there))
    lowest = 1 if full else max(1, lacking[0] - 1) if lacking else newest
    numbers = range(newest, lowest - 1, -1)
    found: dict[int, Record] = {}
    for number, data in zip(numbers, read([key_of(prefix, number) for number in numbers]), strict=True):
        found[number] = _judged(data, prefix, number, root, previous_of(found.get(number + 1)))
    return CopiedLog(prefix, found, lacking)


def refuse_other_history(source: Store, target: Store, log: CopiedLog, there: Collection[int]) -> None:
    """Refuse a target whose records are others than the source's, or more of them.

    Raises:
        BackupError: they are.
    """
    for number in sorted(set(log.read) & set(there)):
        found = digest_of(target.get(key_of(log.prefix, number)))
        if found != log.read[number].digest:
            raise BackupError(
                f"{key_of(log.prefix, number)} is {found} in the target and {log.read[number].digest} in the source: "
                "the two hold different histories, and neither can become the other's copy"
            )
    refuse_if_behind(source, log.prefix, max(log.read), max(there, default=0))


def refuse_if_behind(source: Store, prefix: str, newest: int, theirs: int) -> None:
    """Refuse a target that has records the source lacks; what it has from a run that began later, the source has by now.

    Raises:
        BackupError: the source lacks them.
    """
    if theirs <= newest:
        return
    try:
        source.get(key_of(prefix, theirs))
    except MissingObjectError as error:
        raise BackupError(
            f"{prefix} is at record {theirs} in the target and at {newest} in the source: the source lost records, or the target "
            "has gone on by itself. Copy the other way, or to another target"
        ) from error


def _judged(data: bytes, prefix: str, number: int, root: TrustRoot | None, vouched: Digest | None) -> Record:
    key = key_of(prefix, number)
    if root is not None:
        judged = judge(data, prefix, number, root, vouched)
        if judged.record is None:
            raise DamagedObjectError(f"{key} is not to be believed: {judged.objection}")
        return judged.record
    try:
        record = record_in(data, prefix, number, HEAD if is_of_heads(prefix) else RECORD)
    except DamagedObjectError as error:
        raise DamagedObjectError(f"{key} is not what it should be: {error}") from error
    if vouched is not None and record.digest != vouched:
        raise DamagedObjectError(
            f"{key} is not what it should be: record {number + 1} names {vouched} before it, and this is {record.digest}"
        )
    return record

"""Whether stored bytes are the record they should be: of this log, at this place, signed in its role, and in its chain.

A record names the digest of the one before, so a believed record vouches for all before it, by whatever key they were signed:
keys can be changed, and what was signed before stays what it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from coursewright.compiling.digest import Digest, is_digest
from coursewright.errors import DamagedObjectError
from coursewright.publishing.keys.envelope import HEAD, RECORD, opened, written
from coursewright.publishing.keys.trust_root import TrustRoot
from coursewright.publishing.records.log import Record, record_in

LARGEST = 9_999_999_999
"""No log has more records: their keys count down from here."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A record and what is to be said about it. With an objection it is not to be believed; a doubt is only for a person."""

    record: Record | None
    objection: str | None = None
    doubt: str | None = None


def is_of_heads(prefix: str) -> bool:
    """Whether a log holds heads; these have a key of their own."""
    return prefix.startswith("heads/")


def judge(data: bytes, prefix: str, number: int, root: TrustRoot, vouched: Digest | None = None) -> Judgement:
    """Whether bytes are record `number` of a log; `vouched` is the digest that a believed record after it gives for it."""
    kind, role = (HEAD, "heads") if is_of_heads(prefix) else (RECORD, "records")
    try:
        record = record_in(data, prefix, number, kind)
        envelope = opened(data)
    except DamagedObjectError as error:
        return Judgement(None, str(error))
    if written(envelope) != data:
        return Judgement(None, "the bytes are not as such a record is written")
    if vouched is not None and record.digest != vouched:
        return Judgement(None, f"record {number + 1} of {prefix} names another record before it: {vouched}, not {record.digest}")
    if fault := _of_chain(record):
        return Judgement(None, fault)
    unsigned = root.objection(role, envelope)
    if unsigned and vouched is None:
        return Judgement(None, unsigned)
    return Judgement(record, doubt=f"{unsigned}, but record {number + 1} vouches for it" if unsigned else None)


def _of_chain(record: Record) -> str | None:
    """Only the first record has none before it."""
    previous: Any = record.body.get("previous")
    if record.number == 1:
        return None if previous is None else "it is the first record, and names one before it"
    return None if isinstance(previous, str) and is_digest(previous) else "it names no record before it"


def previous_of(record: Record | None) -> Digest | None:
    """The digest that a believed record gives for the one before it."""
    return Digest(record["previous"]) if record is not None and record.body.get("previous") else None


def is_number(value: object) -> TypeGuard[int]:
    """Whether a value can number a record."""
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= LARGEST


def says(body: Mapping[str, Any], **expected: Any) -> str | None:  # noqa: ANN401 - JSON
    """The first field that does not say what it must, and both values; None if all do."""
    for name, value in expected.items():
        if name not in body:
            return f'it lacks "{name}", which should be {value!r}'
        if body[name] != value:
            return f'"{name}" is {body[name]!r}, and should be {value!r}'
    return None

"""A log as an API serves it: the newest head, the record it speaks of, and the chain back to what was seen before.

A head is believed by the heads' key and until it expires; the record it speaks of by the records' key as well. Both are needed,
so neither of the two alone can show a reader what never happened.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from coursewright.compiling.digest import Digest
from coursewright.errors import DamagedObjectError, NoAnswerError
from coursewright.publishing.keys.envelope import opened
from coursewright.publishing.keys.trust_root import TrustRoot
from coursewright.publishing.records.heads import VALID_FOR
from coursewright.publishing.records.log import Record
from coursewright.publishing.verifying.origin import SMALL, Source
from coursewright.publishing.verifying.problems import Report
from coursewright.publishing.verifying.records import is_number, judge, previous_of, says
from coursewright.publishing.verifying.remembered import Mark
from coursewright.publishing.verifying.standings import expiry_of

LONGEST = 4 * VALID_FOR
"""A head that says it may be believed for longer is refused: whoever had the key for a moment could freeze readers for ever."""
FOLLOWED = 10_000
"""Records followed back at most."""
DISTRUST = "believe nothing from this address until its publisher has explained it; what you had before is still good"
MOVED = "run this again in case it moved just now; else " + DISTRUST
ELSEWHERE = "try again, or verify another mirror"


@dataclass(frozen=True, slots=True)
class Followed:
    """Where a log stands, every record that was followed, and what to remember."""

    newest: Record
    records: Mapping[int, Record]
    mark: Mark


class ServedLogs:
    """Follows logs; what is refused goes to the report."""

    def __init__(self, source: Source, root: TrustRoot, now: datetime, report: Report) -> None:
        self.source, self.root, self.now, self.report = source, root, now, report

    def follow(self, prefix: str, seen: Mark | None) -> Followed | None:
        """Where the log stands, if that is to be believed; `seen` is how far it was seen before."""
        head = self._head(prefix, seen)
        newest = self._newest(head, prefix, seen) if head else None
        if head is None or newest is None:
            return None
        records = self._chain(newest, prefix, seen)
        return Followed(newest, records, Mark(head.number, newest.number, newest.digest)) if records else None

    def record(self, prefix: str, number: int, vouched: Digest | None = None) -> Record | None:
        """One record, if it is to be believed."""
        where = f"/v1/{prefix}/records/{number}"
        data = self._get(where)
        if data is None:
            return None
        self.report.counts["records"] += 1
        judged = judge(data, prefix, number, self.root, vouched)
        if judged.objection:
            self.report.error(where, judged.objection, DISTRUST)
        return judged.record

    def _head(self, prefix: str, seen: Mark | None) -> Record | None:
        where = f"/v1/{prefix}/head"
        data = self._get(where)
        if data is None:
            return None
        self.report.counts["heads"] += 1
        judged = judge(data, f"heads/{prefix}", _number_in(data), self.root)
        if judged.record is None:
            self.report.error(where, judged.objection or "is no head", DISTRUST)
            return None
        wrong = self._of_head(judged.record, prefix, seen)
        if wrong:
            self.report.error(where, wrong, DISTRUST)
        return None if wrong else judged.record

    def _of_head(self, head: Record, prefix: str, seen: Mark | None) -> str | None:
        record, expires = head.body.get("record"), expiry_of(head)
        if wrong := says(head.body, of=prefix):
            return wrong
        if not is_number(record) or not isinstance(head.body.get("digest"), str) or expires is None:
            return "it does not say what a head says"
        return self._of_time(head, expires) or _of_past(head, record, seen)

    def _of_time(self, head: Record, expires: datetime) -> str | None:
        if expires <= self.now:
            return f"it expired at {head['expires']}: this may be frozen, and what came after it withheld"
        if expires > self.now + LONGEST:
            return f"it says it may be believed until {head['expires']}, longer than any head may"
        return None

    def _newest(self, head: Record, prefix: str, seen: Mark | None) -> Record | None:
        """Signed by the records' key as well: a head alone makes nobody believe a record."""
        record = self.record(prefix, head["record"])
        if record is None:
            return None
        where = f"/v1/{prefix}/records/{record.number}"
        if record.digest != head["digest"]:
            self.report.error(where, f"has the digest {record.digest}, and the signed head says {head['digest']}", DISTRUST)
            return None
        if seen and seen.record == record.number and seen.digest != record.digest:
            self.report.error(where, f"has the digest {record.digest}, and {seen.digest} was seen before", DISTRUST)
            return None
        return record

    def _chain(self, newest: Record, prefix: str, seen: Mark | None) -> dict[int, Record]:
        """Back to the record that was seen before, or to the first; empty if the chain is broken."""
        records = {newest.number: newest}
        last = seen.record if seen else 0
        record = newest
        while record.number > last + 1 and len(records) < FOLLOWED:
            before = self.record(prefix, record.number - 1, previous_of(record))
            if before is None:
                return {}
            records[before.number] = record = before
        if record.number > last + 1:
            self.report.note(f"/v1/{prefix}", f"was followed back to record {record.number} only")
        elif seen and last and record.number == last + 1 and previous_of(record) != seen.digest:
            where = f"/v1/{prefix}/records/{record.number}"
            self.report.error(where, f"names {previous_of(record)} before it, and {seen.digest} was seen there before", DISTRUST)
            return {}
        return records

    def _get(self, where: str) -> bytes | None:
        try:
            return self.source.get(where, SMALL)
        except NoAnswerError as error:
            self.report.error(where, f"{error}: nothing can be known without it", ELSEWHERE)
            return None


def _of_past(head: Record, record: int, seen: Mark | None) -> str | None:
    if seen and record < seen.record:
        return f"it takes the log back to record {record}, and record {seen.record} was seen before"
    if seen and head.number < seen.head:
        return f"it is head {head.number}, and head {seen.head} was seen before"
    return None


def _number_in(data: bytes) -> int:
    """The number a head gives itself; whether it may is judged afterwards."""
    try:
        number = json.loads(opened(data).payload)["number"]
    except (DamagedObjectError, ValueError, KeyError, TypeError, RecursionError):
        return 0
    return number if is_number(number) else 0

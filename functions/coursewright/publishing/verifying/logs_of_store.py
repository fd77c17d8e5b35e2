"""The logs of a store, read whole: every record judged, from the newest to the first, and every gap found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coursewright.errors import StoreError
from coursewright.publishing.keys.trust_root import TrustRoot
from coursewright.publishing.records.log import Pending, Record, number_in
from coursewright.publishing.storing.store import Store
from coursewright.publishing.verifying.problems import Report
from coursewright.publishing.verifying.records import judge, previous_of

RESTORE = "restore it from a backup; nothing that comes after it can be believed without it"


@dataclass(frozen=True, slots=True)
class Chain:
    """A log as it is stored: the records that are to be believed, and the number of the newest, believed or not."""

    prefix: str
    records: Mapping[int, Record]
    newest: int

    @property
    def head(self) -> Record | None:
        """The newest record, if it is to be believed."""
        return self.records.get(self.newest)

    def has(self, number: int) -> bool:
        """Whether a record of this number should be there, damaged or not."""
        return 1 <= number <= self.newest


def record_key(prefix: str, number: int) -> str:
    """Where a record is kept."""
    return Pending(prefix, number, b"").key


def read_chain(store: Store, prefix: str, root: TrustRoot, report: Report) -> Chain:
    """Read and judge every record of a log."""
    numbers = _numbers(store, prefix, report)
    records: dict[int, Record] = {}
    after = None
    for number in numbers:
        key = record_key(prefix, number)
        if after is not None and number < after - 1:
            _report_gap(prefix, number + 1, after - 1, report)
        report.counts["records"] += 1
        try:
            judged = judge(store.get(key), prefix, number, root, previous_of(records.get(number + 1)))
        except StoreError as error:
            report.error(key, f"cannot be read: {error}", RESTORE)
        else:
            if judged.objection:
                report.error(key, judged.objection, RESTORE)
            if judged.doubt:
                report.warning(key, judged.doubt)
            if judged.record:
                records[number] = judged.record
        after = number
    if after is not None and after > 1:
        _report_gap(prefix, 1, after - 1, report)
    return Chain(prefix, records, numbers[0] if numbers else 0)


def _numbers(store: Store, prefix: str, report: Report) -> list[int]:
    """The numbers of the records that are there, the newest first."""
    numbers = []
    for key in store.keys(f"{prefix}/"):
        if number := number_in(key, prefix):
            numbers.append(number)
        else:
            report.note(key, "is no record, and nothing reads it")
    return sorted(numbers, reverse=True)


def _report_gap(prefix: str, first: int, last: int, report: Report) -> None:
    """One line, however wide: a file with a record's name and a huge number is not a billion problems."""
    which = f"record {first}" if first == last else f"records {first} to {last}"
    report.missing(record_key(prefix, first), f"{which} of {prefix} should be there, since record {last + 1} is", RESTORE)

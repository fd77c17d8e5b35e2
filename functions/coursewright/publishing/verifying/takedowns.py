"""The takedowns of a store: each a log of one signed record, which names its object; and the object's bytes must be gone."""

from __future__ import annotations

from coursewright.compiling.digest import Digest, is_digest
from coursewright.publishing.removing.expunging import keys_holding
from coursewright.publishing.storing.store import Store
from coursewright.publishing.verifying.logs_of_store import Chain, record_key
from coursewright.publishing.verifying.problems import Report
from coursewright.publishing.verifying.records import says
from coursewright.publishing.verifying.standings import LOOK


def check_takedown(store: Store, log: Chain, report: Report) -> None:
    """The record says what it must, and it is the only one; what it takes down is not there any more."""
    digest = log.prefix.rpartition("/")[2]
    for number, record in log.records.items():
        wrong = "nothing comes after a takedown" if number > 1 else says(record.body, act="expunge", object=digest)
        if wrong:
            report.error(record_key(log.prefix, number), wrong, LOOK)
    if not is_digest(digest) or 1 not in log.records:
        return
    for key in keys_holding(Digest(digest)):
        if key in store.keys(key.rpartition("/")[0] + "/"):
            report.error(key, "was taken down, and its bytes are still here", f"run it again: coursewright expunge {digest}")

"""An object that cannot be read, and the record that says it was taken down: then that is why, and it is told.

A role that may not list what is private is refused what is absent, as if it were there. So the record is looked for whatever kept
the object away, but never in place of bytes that are damaged.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from coursewright.errors import DamagedObjectError, ExpungedError, StoreError
from coursewright.publishing.records.logs import expunged_log
from coursewright.publishing.storing.store import Store

Read = TypeVar("Read")


def or_taken_down(records: Store, digest: str, read: Callable[[], Read]) -> Read:
    """What reading an object gives; `records` is the store that has the records of takedowns.

    Raises:
        ExpungedError: it was taken down.
        StoreError: it cannot be read, and no record can be read that says why.
    """
    try:
        return read()
    except DamagedObjectError:
        raise
    except StoreError as error:
        try:
            record = expunged_log(records, digest).head()  # asked for only here, so that no other read costs more
        except StoreError:
            record = None
        if record is None:
            raise
        raise ExpungedError(f"object {digest}", record["at"], record["why"]) from error

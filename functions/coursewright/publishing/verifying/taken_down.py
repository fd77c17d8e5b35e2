"""Whether an object is gone by a takedown that is to be believed: its record is signed, of this digest, and of no other.

Takes the bytes of a record, from a store or from whoever answers; gives who took the object down, when and why. Anything else is
no excuse: whoever withholds an object could say as well that it was taken down.
"""

from __future__ import annotations

from http import HTTPStatus

from coursewright.errors import NoAnswerError
from coursewright.publishing.keys.trust_root import TrustRoot
from coursewright.publishing.verifying.origin import SMALL, Source
from coursewright.publishing.verifying.records import judge, says


def takedown_in(data: bytes, digest: str, root: TrustRoot) -> str | None:
    """Who took an object down, when and why; None if these bytes are not a believed record of that."""
    record = judge(data, f"expunged/{digest}", 1, root).record
    if record is None or says(record.body, act="expunge", object=digest):
        return None
    return f"was taken down by {record.body.get('by')} at {record.body.get('at')}: {record.body.get('why')}"


def served_takedown(source: Source, refusal: NoAnswerError, digest: str, root: TrustRoot) -> str | None:
    """The same of an object that an API answers 410 for. No other status can be excused, and without a digest nothing is."""
    if refusal.status != HTTPStatus.GONE or not digest:
        return None
    try:
        return takedown_in(source.get(f"/v1/expunged/{digest}", SMALL), digest, root)
    except NoAnswerError:
        return None

"""What was said of a candidate, as the desk shows it: what is open here is open for the gate too, and the other way round."""

from __future__ import annotations

from coursewright.publishing.records.names import parse_candidate
from coursewright.reviewing.review_log import Review, reviews_of
from coursewright.reviewing.threads import Thread, threads
from coursewright.serving.pin import Pin
from coursewright.serving.review_desk.compared import NOW
from coursewright.serving.review_desk.desk import Desk


def conversations(desk: Desk, pin: Pin, channel: str = NOW, said: list[Review] | None = None) -> list[Thread]:
    """Comments and requests of a candidate, the newest first; `said` is its journal where that was read already.

    Raises:
        StoreError: nobody can tell just now.
    """
    from coursewright.publishing.depositing.deposit import Candidate  # noqa: PLC0415 - a cold start does not pay for it
    from coursewright.reviewing.gates.case import Case  # noqa: PLC0415 - the same
    from coursewright.reviewing.gates.objections import ending  # noqa: PLC0415 - the same

    candidate = Candidate(parse_candidate(pin.release), desk.record(pin))
    case = Case(candidate, desk.candidates, desk.released, channel, desk.now())
    return threads(reviews_of(desk.candidates, pin.release) if said is None else said, ending(case))

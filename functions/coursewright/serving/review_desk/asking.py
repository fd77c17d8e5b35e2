"""Acts on what learners get, asked of who may: the page itself can move nothing. What is refused is told with what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from coursewright.errors import (
    CoursewrightError,
    DeploymentError,
    GatesClosedError,
    InvalidRequestError,
    LostRaceError,
    PromotionRefusedError,
    ScheduleRefusedError,
    StoreError,
    UnfinishedActError,
    UnknownVerdictError,
)
from coursewright.publishing.depositing.deposit import find_candidate
from coursewright.publishing.promoting.moments import moment
from coursewright.publishing.records.logs import channel_log
from coursewright.publishing.records.names import is_channel, parse_candidate
from coursewright.serving.pin import Pin
from coursewright.serving.review_desk import addresses
from coursewright.serving.review_desk.answers import see_other
from coursewright.serving.review_desk.desk import Desk
from coursewright.serving.review_desk.question import Question, UnreadableQuestionError
from coursewright.serving.review_desk.visitors import Response

_OUTCOMES: Mapping[type[CoursewrightError], str] = {
    PromotionRefusedError: "refused",
    LostRaceError: "lost",
    InvalidRequestError: "invalid",
    UnknownVerdictError: "unknown",
    DeploymentError: "failed",
    UnfinishedActError: "unfinished",
    StoreError: "failed",
}
_TITLES = {
    "refused": "It may not happen",
    "lost": "Somebody else was first",
    "invalid": "This cannot be asked for",
    "unknown": "It is not known whether it happened",
    "unfinished": "It happened, and something after it did not",
    "failed": "It could not be asked for",
}


def asked(desk: Desk, question: Question, request: dict[str, Any], done: str) -> Response:
    """Ask for an act; go on at `done`, or say what became of it."""
    gates: Sequence[Mapping[str, Any]] = ()
    try:
        facts = desk.promote(request)
        gates = facts.get("gates") or ()
        outcome, message = str(facts.get("outcome", "done")), str(facts.get("message", ""))
    except GatesClosedError as error:
        outcome, message, gates = "refused", str(error), error.gates
    except tuple(_OUTCOMES) as error:
        outcome, message = next(word for kind, word in _OUTCOMES.items() if isinstance(error, kind)), str(error)
    if outcome in ("done", "unchanged"):
        return see_other(done)
    if gates:  # which are told one by one
        return refused(desk, question, "It is held back, and nothing was moved.", "A gate is closed", None, gates)
    return refused(desk, question, f"{message.rstrip('.')}.", _TITLES.get(outcome, _TITLES["failed"]), request.get("channel"))


def refused(  # noqa: PLR0913 - what its page says
    desk: Desk,
    question: Question,
    message: str,
    title: str = "Nothing was done",
    channel: str | None = None,
    gates: Sequence[Mapping[str, Any]] = (),
) -> Response:
    """Say that nothing was done, why, which gates are closed, and where the channel is now."""
    at = question.where.get("at")
    now = channel_log(desk.released, channel).head() if channel and is_channel(channel) else None
    back = addresses.release(at) if at else addresses.releases()
    return desk.problem(question, 409, title, message, back=back, moved=now, gates=gates)


def seen_in(form: Mapping[str, str]) -> tuple[str, int]:
    """The channel of a form, and the record that its page showed: `stable@3`, or a new one by its name.

    Raises:
        UnreadableQuestionError: it names none.
    """
    new = form.get("new_channel", "").strip()
    channel, _, seen = form.get("channel", "").rpartition("@") if not new else (new, "", "0")
    if not is_channel(channel) or not seen.isdecimal() or len(seen) > 9:  # noqa: PLR2004 - no log is as long
        raise UnreadableQuestionError(422, "Choose a channel; a new one is named like pilot-nurses.")
    return channel, int(seen)


def moment_in(desk: Desk, question: Question, pin: Pin, channel: str, seen: int) -> Response:
    """Schedule a promotion at the time that a form says."""
    form, candidate = question.form, find_candidate(desk.candidates, parse_candidate(pin.release))
    if candidate is None:
        return refused(desk, question, "The candidate is gone.")
    try:
        at = moment(form.get("at", ""), form.get("zone", "") or "UTC", desk.now())
        desk.schedules.add(candidate, channel, seen, at, question.visitor.identity, form.get("why", "").strip()[:2_000])
    except (ScheduleRefusedError, DeploymentError) as error:
        return refused(desk, question, f"{str(error).rstrip('.')}.", "It was not scheduled")
    return see_other(addresses.release(pin.release, done="scheduled"))

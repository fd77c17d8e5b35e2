"""Which two releases are compared: the one at an address, and the one that a learner has, or else the one before it.

`since` is what the learner has: a release, an edition or a channel. Where it is a release, and its edition stands at a newer one
now, the learner is there already; what is offered counts from there. Without `since` an answer is the change log of a release:
since the release before in its edition, or where the edition before stands.
"""

from __future__ import annotations

from dataclasses import dataclass

from coursewright.errors import BadParameterError, UnknownNameError
from coursewright.publishing.records.names import is_channel, is_edition, number_of, parse_numbered
from coursewright.serving.changes.known_changes import Readable
from coursewright.serving.changes.readable import readable
from coursewright.serving.pin import Pin, PinKind
from coursewright.serving.question import Question
from coursewright.serving.seldom import SINCE


@dataclass(frozen=True, slots=True)
class Comparison:
    """`since` is what the learner has, `base` where they are by now, `to` what is offered; each as far as they may read it.

    `is_default`: it was not said what the learner has. `is_first`: nothing comes before `to`, so it is compared with itself.
    """

    since: Readable
    base: Readable
    to: Readable
    is_default: bool = False
    is_first: bool = False

    @property
    def sides(self) -> tuple[Readable, ...]:
        """All three."""
        return self.since, self.base, self.to


def compared(question: Question, at: str) -> Comparison:
    """What is asked about.

    Raises:
        UnknownNameError: there is no such release.
        BadParameterError: `since` is no name of one.
    """
    to = question.pin(at)
    asked = question.asked.get(SINCE)
    if asked is None:
        before = _before(question, to)
        side, new = readable(question, before or to), readable(question, to)
        return Comparison(side, side, new, is_default=True, is_first=before is None)
    since = question.pin(_name(asked))
    base = readable(question, _base(question, since, to))
    return Comparison(readable(question, since), base, readable(question, to))


def _name(text: str) -> str:
    if not (is_edition(text) or is_channel(text) or parse_numbered(text)):
        raise BadParameterError(SINCE, "a release, an edition or a channel, as 2026-Q3.1, 2026-Q3 or stable")
    return text


def _base(question: Question, since: Pin, to: Pin) -> Pin:
    """Where the edition of a release stands; the release itself, where two of one edition are compared that it is not at."""
    if since.kind is not PinKind.RELEASE:
        return since
    now = question.pin(since.edition)
    return since if to.edition == since.edition and to.release != now.release else now


def _before(question: Question, pin: Pin) -> Pin | None:
    """The release before: of the same edition, the newest that was not withdrawn; else where the edition before stands."""
    pins = question.reader.pins
    standing = pins.standing(pin.edition)
    if standing and pin.kind is PinKind.CANDIDATE:
        return question.pin(pin.edition)
    earlier = [name for name in standing.releases if number_of(name) < number_of(pin.release)] if standing else []
    if standing and earlier:
        good = [name for name in earlier if name not in standing.withdrawn]
        return question.pin(max(good or earlier, key=number_of))
    older = (name for name in pins.edition_names() if name < pin.edition)
    for edition in older:
        try:
            return question.pin(edition)
        except UnknownNameError:
            continue  # its log was begun, and holds nothing yet
    return None

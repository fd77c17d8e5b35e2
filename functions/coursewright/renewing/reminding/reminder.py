"""What the remind function does, daily: one digest to each owner of what is new, compared with what that owner was told last.

Takes the released store, who tells owners, the day, and a clock for what is in doubt. An owner with nothing new gets nothing.

Each owner has a journal, `reminders/<owner>`. A digest is claimed before it is sent: a note holds its id, its whole message, and
what the owner knows once it is sent. Then it is sent; then a second note says that it was. So a run that is killed anywhere is
finished by the next one, which finds a claim without the second note and sends the same message under the same id:

- within IN_DOUBT of the claim, SNS drops a message whose id it has taken (a FIFO topic remembers ids for five minutes): it is
  sent exactly once, whatever was killed. Lambda's own retries, after one minute and after two, are within.
- later, nobody can tell whether it went out. Losing a reminder is worse than sending it twice, so it is sent again under a new
  id, says in its first line that this may be a repetition, and the log says so too.

Events on the bus have no such memory: `owner reminded` is put at least once, with the digest's id for consumers to compare.
What an owner no longer has to do is noted without a message, so that it is told anew if it comes back.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

from coursewright.errors import DamagedObjectError, LostRaceError, MissingObjectError, NotObservedError, NotToldError
from coursewright.publishing.records.journal import Journal, Note
from coursewright.publishing.storing.store import Store
from coursewright.renewing.observing.account import log_line
from coursewright.renewing.reminding.digest_text import marked_again, subject_of, text_of
from coursewright.renewing.reminding.matters import Matter, matters_by_owner

Facts = dict[str, Any]

JOURNALS = "reminders"
IN_DOUBT = timedelta(minutes=4, seconds=45)
"""Less than SNS remembers, by what clocks may differ: https://docs.aws.amazon.com/sns/latest/dg/fifo-message-dedup.html."""


@dataclass(frozen=True, slots=True)
class Digest:
    """A message to one owner. `id` tells it from all others; `again` says that it may have been sent under another id."""

    id: str
    owner: str
    as_of: str
    subject: str
    text: str
    again: bool

    def document(self) -> Facts:
        """What is sent."""
        names = ("id", "owner", "as_of", "subject", "text", "again")
        return {name: getattr(self, name) for name in names}


class Teller(Protocol):
    """Who sends digests. One with an id that was told within the last five minutes is dropped, and that is no error."""

    def tell(self, digest: Digest) -> None:
        """Send one.

        Raises:
            NotToldError: it is not certain that it went out.
        """
        ...


class Printed:
    """A teller for a laptop: who stands before the terminal hears what all owners do."""

    def tell(self, digest: Digest) -> None:
        """See `Teller`."""
        sys.stdout.write(f"To {digest.owner}: {digest.subject}\n\n{digest.text}\n")
        sys.stdout.flush()


@dataclass(frozen=True)
class Reminder:
    """The store, who tells, the clock that doubts are judged by, and where the account goes."""

    released: Store
    teller: Teller
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    log: Callable[[Facts], None] = field(default_factory=lambda: log_line("remind"))

    def run(self, on: date) -> Facts:
        """Remind every owner of what is new on a day.

        Raises:
            StoreError: the store failed; a next run does the rest.
            NotToldError: some digest could not be sent; all others were.
            NotObservedError: some course could not be looked at; whatever else is new was told.
        """
        matters, unseen = matters_by_owner(self.released, on)
        told, failed = [], []
        for owner in sorted({*matters, *self.released.folders(f"{JOURNALS}/")}):
            try:
                told += self._remind(owner, matters.get(owner, []), on, may_forget=not unseen)
            except LostRaceError:
                self.log({"owner": owner, "outcome": "somebody else is at it"})
            except (NotToldError, DamagedObjectError, MissingObjectError) as error:
                failed.append(f"{owner}: {error}")
                self.log({"owner not reminded": owner, "why": str(error)})
        facts = {"as_of": on.isoformat(), "owners": len(matters), "digests": [digest.id for digest in told]}
        self.log(facts)
        if failed:
            raise NotToldError("; ".join(failed))
        if unseen:
            raise NotObservedError("; ".join(unseen))
        return facts

    def _remind(self, owner: str, matters: Sequence[Matter], on: date, *, may_forget: bool) -> list[Digest]:
        """What was sent to one owner: what was claimed and perhaps not sent, and what is new."""
        journal = Journal(self.released, f"{JOURNALS}/{owner}")
        newest, sent = journal.newest(), []
        if newest and newest["act"] == "claim":
            claim = self._claimed_again(journal, newest)
            newest = self._send(journal, claim)
            sent.append(Digest(**claim["digest"]))
        known, new = _new(matters, newest)
        keys = [one.key for one in matters]
        if new:
            digest = _digest(owner, on, new, len(keys) - len(new), newest)
            told = {*keys, *(() if may_forget else known)}
            self._send(journal, self._claim(journal, newest, digest, sorted(told)))
            sent.append(digest)
        elif newest and may_forget and (over := known - set(keys)):
            journal.add(newest, {"act": "cleared", "told": sorted(keys), "over": sorted(over), "at": self._time()})
        return sent

    def _claimed_again(self, journal: Journal, claim: Note) -> Note:
        """A claim as it may be sent now: itself, while its id is remembered; later a new one, marked."""
        if self.now() - datetime.fromisoformat(claim["at"]) < IN_DOUBT:
            return claim
        before = Digest(**claim["digest"])
        text = before.text if before.again else marked_again(before.text)
        again = replace(before, id=_id(before.owner, before.id, str(claim.number)), text=text, again=True)
        self.log({"owner": again.owner, "sent again": again.id, "why": f"whether {before.id} was sent is not known"})
        return self._claim(journal, claim, again, claim["told"])

    def _claim(self, journal: Journal, seen: Note | None, digest: Digest, told: Sequence[str]) -> Note:
        return journal.add(seen, {"act": "claim", "digest": digest.document(), "told": list(told), "at": self._time()})

    def _send(self, journal: Journal, claim: Note) -> Note:
        """Send what was claimed, and note that it was."""
        digest = Digest(**claim["digest"])
        self.teller.tell(digest)
        done = journal.add(claim, {"act": "sent", "id": digest.id, "told": claim["told"], "at": self._time()})
        self.log({"owner": digest.owner, "reminded": digest.id, "subject": digest.subject, "again": digest.again})
        return done

    def _time(self) -> str:
        return self.now().astimezone(UTC).isoformat(timespec="milliseconds")


def digests_due(released: Store, on: date) -> list[Digest]:
    """What owners would be sent on a day; nothing is sent or noted.

    Raises:
        StoreError: the store cannot be read.
    """
    found = []
    for owner, matters in matters_by_owner(released, on)[0].items():
        newest = Journal(released, f"{JOURNALS}/{owner}").newest()
        _, new = _new(matters, newest)
        if new:
            found.append(_digest(owner, on, new, len(matters) - len(new), newest))
    return found


def _new(matters: Sequence[Matter], newest: Note | None) -> tuple[set[str], list[Matter]]:
    """The keys of what an owner was told by the newest note, and the matters that are not among them."""
    known = set(newest["told"]) if newest else set()
    return known, [one for one in matters if one.key not in known]


def _digest(owner: str, on: date, new: Sequence[Matter], goes_on: int, seen: Note | None) -> Digest:
    as_of = on.isoformat()
    name = _id(owner, seen.digest if seen else "", *(one.key for one in new))
    return Digest(name, owner, as_of, subject_of(new, on), text_of(owner, as_of, new, goes_on), again=False)


def _id(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]

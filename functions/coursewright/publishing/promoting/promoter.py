"""What the promote function does: acts on what was released, each asked for with the record that its caller saw.

A request comes as often as AWS pleases, so each act can be repeated: what is done already is `unchanged`. The answer says how it
ended, in a word and a sentence; where the store fails, that is raised instead, and Lambda tries again what came asynchronously.

| outcome | what became of it |
| --- | --- |
| `done` | it happened; the facts say what |
| `unchanged` | it had happened before; nothing was written |
| `refused` | it may not happen, or somebody moved the channel since; nothing was moved; `gates` says which are closed |
| `lost` | somebody else moved it at that very moment |
| `unknown` | the store did not say whether it took a record: ask again with `settle` and the record in `pending` |
| `invalid` | the request is none |
"""

from __future__ import annotations

import json
import sys
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from coursewright.errors import (
    DamagedObjectError,
    GatesClosedError,
    InvalidRequestError,
    LostRaceError,
    PromotionRefusedError,
    SigningRefusedError,
    UnknownNameError,
    UnknownVerdictError,
)
from coursewright.publishing.depositing.deposit import Candidate, find_candidate
from coursewright.publishing.keys.envelope import opened
from coursewright.publishing.keys.signing import Signers, is_signed_by, read_public
from coursewright.publishing.promoting.announcing import Announcer, Silent
from coursewright.publishing.promoting.gatekeeper import Gatekeeper
from coursewright.publishing.promoting.promotion import promote
from coursewright.publishing.promoting.requests import Heads, Promote, Rollback, Settle, Withdraw, request_in
from coursewright.publishing.promoting.rollback import rollback
from coursewright.publishing.promoting.withdrawal import withdraw
from coursewright.publishing.records.heads import issue_heads
from coursewright.publishing.records.log import Pending, Stamp, settle
from coursewright.publishing.records.logs import edition_log
from coursewright.publishing.records.named import releases_of, unknown
from coursewright.publishing.records.names import is_channel, parse_candidate, parse_numbered
from coursewright.publishing.storing.store import Store

Facts = dict[str, Any]


def _now() -> datetime:
    return datetime.now(UTC)


def _log(facts: Facts) -> None:
    sys.stdout.write(json.dumps({"promote": facts}) + "\n")
    sys.stdout.flush()


@dataclass(frozen=True)
class Promoter:
    """The stores, and who signs, keeps back, tells and keeps the time."""

    candidates: Store
    released: Store
    signers: Callable[[], Signers]
    announcer: Announcer = field(default_factory=Silent)
    now: Callable[[], datetime] = _now
    log: Callable[[Facts], None] = _log
    gatekeeper: Gatekeeper | None = None

    def take(self, payload: Mapping[str, Any]) -> Facts:
        """Do what a payload asks for; gives the outcome, a message, and the facts of the act.

        Raises:
            StoreError: a store failed; whoever asked can ask again.
            UnknownVerdictError: the same, where the request came by a schedule: nobody would read the answer.
        """
        try:
            request = request_in(payload)
        except InvalidRequestError as error:
            return self._answered("", "invalid", str(error), {})
        scheduled = request.scheduled if isinstance(request, Promote) else ""
        try:
            outcome, message, facts = self._done(request)
        except (PromotionRefusedError, UnknownNameError, SigningRefusedError) as error:
            outcome, message, facts = "refused", str(error), _closed(error)
        except InvalidRequestError as error:
            outcome, message, facts = "invalid", str(error), {}
        except LostRaceError as error:
            outcome, message, facts = "lost", str(error), {}
        except UnknownVerdictError as error:
            if scheduled:
                raise
            outcome, message, facts = "unknown", str(error), {"pending": _told(error.pending)}
        if scheduled and outcome not in {"done", "unchanged"}:
            self.announcer.announce("scheduled promotion refused", {"schedule": scheduled, "outcome": outcome, "why": message})
        return self._answered(request.act, outcome, message, facts)

    def _answered(self, act: str, outcome: str, message: str, facts: Facts) -> Facts:
        self.log({"act": act, "outcome": outcome, "message": message})
        return {"outcome": outcome, "message": message, **facts}

    def _done(self, request: Promote | Rollback | Withdraw | Heads | Settle) -> tuple[str, str, Facts]:
        match request:
            case Promote():
                return self._promote(request)
            case Rollback():
                return self._roll_back(request)
            case Withdraw():
                return self._withdraw(request)
            case Heads():
                issued = issue_heads(self.released, self._stamp("coursewright", "due"))
                return _outcome(moved=issued > 0), f"{issued} heads were issued", {"issued": issued}
            case Settle():
                return self._settle(request)

    def _promote(self, request: Promote) -> tuple[str, str, Facts]:
        candidate = self._candidate(request)
        stamp = self._stamp(request.by, request.why)
        done = promote(
            candidate,
            self.candidates,
            self.released,
            request.channel,
            stamp,
            again=request.again,
            seen=request.seen,
            gatekeeper=self.gatekeeper,
        )
        facts = {
            "release": str(done.release),
            "edition": done.release.edition,
            "channel": request.channel,
            "manifest": done.manifest,
            "moved": done.moved,
            "edition_record": done.edition.number,
            "channel_record": done.channel.number,
            "channel_edition": done.channel["edition"],
            **({"review": done.review} if done.review else {}),
        }
        record = done.channel
        is_ours = (record.number, record["by"], record["why"]) == (request.seen + 1, request.by, request.why)
        if done.moved or is_ours:  # also where this very request moved it, and died before it could tell
            self._announce("release promoted", stamp, {**facts, "candidate": request.candidate})
        at = done.channel["edition"]
        stays = f"{request.channel} stays at {at}; {done.release.edition} is at" if at != done.release.edition else ""
        return _outcome(moved=done.moved), f"{stays or f'{request.channel} is at {at},'} release {done.release}", facts

    def _candidate(self, request: Promote) -> Candidate:
        if not is_channel(request.channel):
            raise InvalidRequestError(f"{request.channel!r} cannot be a channel's name")
        name = parse_candidate(request.candidate)
        candidate = find_candidate(self.candidates, name)
        if candidate is None:
            raise UnknownNameError(f"there is no candidate {request.candidate!r}")
        if candidate.record["manifest"] != request.manifest:
            raise PromotionRefusedError(
                f"{name} is {candidate.record['manifest'][:12]}, and {request.manifest[:12]} was seen; look at it again"
            )
        return candidate

    def _roll_back(self, request: Rollback) -> tuple[str, str, Facts]:
        stamp = self._stamp(request.by, request.why)
        record, moved = rollback(self.released, request.channel, stamp, request.to, request.seen)
        facts = {
            "channel": request.channel,
            "from": record["from"],
            "to": record["edition"],
            "release": record["release"],
            "manifest": record["manifest"],
            "moved": moved,
            "record": record.number,
        }
        if moved:
            self._announce("rolled back", stamp, facts)
        return _outcome(moved=moved), f"{request.channel} is at {record['edition']}, release {record['release']}", facts

    def _withdraw(self, request: Withdraw) -> tuple[str, str, Facts]:
        name = parse_numbered(request.release)
        known = [one for edition in self.released.folders("editions/") for one in releases_of(self.released, edition)]
        if name is None or request.release not in known:
            raise unknown("release", request.release, known)
        stamp = self._stamp(request.by, request.why)
        done = withdraw(self.released, name, stamp)
        facts = {
            "release": request.release,
            "edition": done.standing.edition,
            "stands_at": done.standing.release,
            "channels": list(done.channels),
            "moved": done.moved,
        }
        if done.moved:
            head = edition_log(self.released, name.edition).head()
            self._announce("withdrawn", stamp, {**facts, "record": head.number if head else None})
        return _outcome(moved=done.moved), f"{request.release} is withdrawn; its edition stands at {done.standing.release}", facts

    def _settle(self, request: Settle) -> tuple[str, str, Facts]:
        """Only what this function signed is put: whoever may ask it must not write records of their own by it."""
        pending = request.record()
        signers = self.signers()
        signer = signers.heads if pending.prefix.startswith("heads/") else signers.records
        try:
            envelope = opened(pending.data)
        except DamagedObjectError as error:
            raise InvalidRequestError("pending.data holds no signed record") from error
        if not is_signed_by(envelope, signer.key_id, read_public(signer.public)):
            raise PromotionRefusedError("the record is not signed by the key of this function, so it is none of its own")
        record = settle(self.released, pending)
        return "done", f"record {record.number} of {pending.prefix} is in the store", {"record": record.number}

    def _stamp(self, by: str, why: str) -> Stamp:
        return Stamp(by, self.now(), why, self.signers())

    def _announce(self, what: str, stamp: Stamp, facts: Facts) -> None:
        self.announcer.announce(what, {**facts, "by": stamp.by, "why": stamp.why, "at": stamp.time})


def _outcome(*, moved: bool) -> str:
    return "done" if moved else "unchanged"


def _closed(error: Exception) -> Facts:
    return {"gates": [dict(one) for one in error.gates]} if isinstance(error, GatesClosedError) else {}


def _told(pending: Pending) -> Facts:
    return {"prefix": pending.prefix, "number": pending.number, "data": b64encode(pending.data).decode()}

"""What a reviewer says of a candidate → a note in its journal; what would be of no use is refused, with what to do instead.

Takes the candidates' store, whom to believe (the people of the releases that count) and what is said; gives the note. Whether a
note counts for a promotion is for the gates to say, then: here is refused only what cannot count whatever happens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from coursewright.errors import ReviewRefusedError
from coursewright.publishing.log import Record
from coursewright.publishing.store import Store
from coursewright.reviewing.editors import Editors, Person
from coursewright.reviewing.review_log import Review, add_review, reviews_of

LONGEST_TEXT, LONGEST_QUOTE, MOST_ITEMS = 10_000, 2_000, 5_000
GATES = ("findings", "claims", "shutdowns", "ids", "authors", "objections", "approvals")


@dataclass(frozen=True, slots=True)
class Pen:
    """Who writes, of which candidate, and when. `people` are those that count (serving/review_desk/rights.py).

    Every method raises:
        ReviewRefusedError: the note would be of no use; none was written.
        StoreError: the store failed; whether the note is there, the next look tells.
    """

    candidates: Store
    candidate: str
    record: Record
    people: Sequence[Editors]
    by: str
    at: datetime

    def comment(self, text: str, where: Mapping[str, Any] | None = None, reply_to: int | None = None) -> Review:
        """Say something of the candidate, or of a block: `where` has course, item, block, quote and learner."""
        said = dict(where or {})
        if reply_to is not None:
            self._note(reply_to, ("comment", "request"))
        place = {name: said.get(name) for name in ("course", "item", "block")}
        quote, learner = str(said.get("quote") or "")[:LONGEST_QUOTE], dict(said.get("learner") or {})
        return self._add("comment", {**place, "quote": quote, "learner": learner, "text": _text(text), "reply_to": reply_to})

    def request(self, text: str) -> Review:
        """Ask for changes: it stands until the same person approves, or resolves it."""
        return self._add("request", {"text": _text(text)})

    def resolve(self, of: int) -> Review:
        """Say that a comment, or one's own request, is dealt with."""
        note, person = self._note(of, ("comment", "request")), self._person()
        if note.act == "request" and not any(found == person for found in self._known(note.by)):
            raise ReviewRefusedError(f"note {of} asks for changes, and only {note.by} can take that back")
        return self._add("resolve", {"of": of})

    def approve(self, manifest: str, private: str, gates: Mapping[str, Any], evidence: str, text: str = "") -> Review:
        """Approve these bytes, with what every gate said."""
        person, record = self._person(), self.record
        if (manifest, private) != (record["manifest"], record["private"]):
            raise ReviewRefusedError(f"{self.candidate} is {record['manifest']} with {record['private']}, not what was approved")
        authors = {str(one).lower() for one in record["source"].get("authors") or ()}
        if person.identities & authors:
            raise ReviewRefusedError(f"{person.name} wrote part of {self.candidate}, so somebody else has to approve it")
        if not any(one.may_approve(person) for one in self.people if one.person(self.by)):
            raise ReviewRefusedError(f"{person.name} is not among the reviewers whose approval counts")
        said = {"manifest": manifest, "private": private, "gates": dict(gates), "evidence": evidence}
        return self._add("approve", {**said, "text": text.strip()[:LONGEST_TEXT]})

    def override(self, gate: str, items: Sequence[str], text: str) -> Review:
        """Let a gate pass for these items; it holds once a second person said the same."""
        if gate not in GATES or gate == "approvals":
            raise ReviewRefusedError(f"there is no gate {gate!r} to override; there are {', '.join(GATES[:-1])}")
        if not items or len(items) > MOST_ITEMS:
            raise ReviewRefusedError(f"say which items of the gate {gate} may pass: 1 to {MOST_ITEMS:,} of them")
        return self._add("override", {"gate": gate, "items": [str(one) for one in items], "text": _text(text)})

    def _person(self) -> Person:
        found = self._known(self.by)
        if not found:
            raise ReviewRefusedError(f"no people.yaml that counts maps {self.by}, so nobody could tell who said it")
        return found[0]

    def _known(self, identity: str) -> list[Person]:
        return [person for one in self.people if (person := one.person(identity))]

    def _note(self, number: int, acts: tuple[str, ...]) -> Review:
        found = next((one for one in reviews_of(self.candidates, self.candidate) if one.number == number), None)
        if found is None or found.act not in acts:
            raise ReviewRefusedError(f"{self.candidate} has no note {number} that is a {' or a '.join(acts)}")
        return found

    def _add(self, act: str, fields: Mapping[str, Any]) -> Review:
        self._person()
        return add_review(self.candidates, self.candidate, act, self.by, self.at, fields)


def _text(text: str) -> str:
    said = text.strip()
    if not said:
        raise ReviewRefusedError("say in words what you mean; the text is empty")
    if len(said) > LONGEST_TEXT:
        raise ReviewRefusedError(f"a text may have {LONGEST_TEXT:,} characters; this one has {len(said):,}")
    return said

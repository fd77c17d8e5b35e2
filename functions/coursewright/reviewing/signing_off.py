"""What a reviewer says of a candidate → a note in its journal; what would be of no use is refused, with what to do instead.

Takes the candidates' store, whom to believe (the people of the releases that count) and what is said; gives the note. Whether a
note counts for a promotion is for the gates to say, then: here is refused only what cannot count whatever happens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from coursewright.errors import ReviewRefusedError
from coursewright.publishing.records.log import Record
from coursewright.publishing.storing.generations import objects_of
from coursewright.publishing.storing.store import Store
from coursewright.reviewing.editors import Editors, Person
from coursewright.reviewing.gates.counting import HAD_A_HAND, NO_REVIEWER, UNKNOWN, why_never, why_never_approves
from coursewright.reviewing.gates.verdict import APPROVALS_GATE
from coursewright.reviewing.review_log import Review, add_review, reviews_of

if TYPE_CHECKING:
    from coursewright.reviewing.judging import Judgement  # a server that starts does not pay for the gates

LONGEST_TEXT, LONGEST_QUOTE, MOST_ITEMS = 10_000, 2_000, 5_000
_ADVICE = {
    UNKNOWN: "; map them there, and promote that first",
    HAD_A_HAND: ", so somebody else has to",
    NO_REVIEWER: " whose approval counts; one of those has to",
}


@dataclass(frozen=True, slots=True)
class Pen:
    """Who writes, of which candidate, and when. `people` are those that count (who_reviews.py).

    Anybody who may come in can comment and ask for changes; on a laptop that is whoever sits at it. What opens a gate is only for
    people who are known.

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

    def placed(self, where: Mapping[str, str | None]) -> dict[str, str | None]:
        """A place that the candidate has, with the words that stand there (passages.py)."""
        from coursewright.reviewing.passages import placed  # noqa: PLC0415 - a server that starts does not pay for it

        return placed(objects_of(self.candidates, self.record), self.record["manifest"], where)

    def request(self, text: str) -> Review:
        """Ask for changes: it stands until the same person approves, or resolves it."""
        return self._add("request", {"text": _text(text)})

    def resolve(self, of: int) -> Review:
        """Say that a comment, or one's own request, is dealt with."""
        note = self._note(of, ("comment", "request"))
        is_own = note.by.lower() == self.by.lower() or any(found in self._known(self.by) for found in self._known(note.by))
        if note.act == "request" and not is_own:
            raise ReviewRefusedError(f"note {of} asks for changes, and only {note.by} can take that back")
        return self._add("resolve", {"of": of})

    def approve(self, found: Judgement, manifest: str, private: str, text: str = "") -> Review:
        """Approve these bytes, with what every gate says. Refused to whoever's approval never counts (gates/counting.py)."""
        record = self.record
        if (manifest, private) != (record["manifest"], record["private"]):
            raise ReviewRefusedError(f"{self.candidate} is not the one that was seen; look at it again, then decide")
        self._refuse(why_never_approves(found.case, self.by), "approve")
        said = {"manifest": manifest, "private": private, "gates": found.gates_seen(), "evidence": found.evidence}
        return self._add("approve", {**said, "text": text.strip()[:LONGEST_TEXT]})

    def override(self, found: Judgement, gate: str, items: Sequence[str], text: str) -> Review:
        """Let a gate pass for these items, all of which fail now; it holds once a second person said the same."""
        verdict = found.verdict(gate)
        if verdict is None or gate == APPROVALS_GATE:
            known = (one.gate for one in found.verdicts if one.gate != APPROVALS_GATE)
            raise ReviewRefusedError(f"there is no gate {gate!r} to override; there are {', '.join(known)}")
        if not items or len(items) > MOST_ITEMS:
            raise ReviewRefusedError(f"say which items of the gate {gate} may pass: 1 to {MOST_ITEMS:,} of them")
        if others := [one for one in items if one not in verdict.items]:
            raise ReviewRefusedError(f"the gate {gate} does not fail for {others[0]!r}; look at it again, then decide")
        said = {"gate": gate, "items": [str(one) for one in items], "text": _text(text)}
        self._refuse(why_never(found.case, self.by), "override a gate of")
        return self._add("override", said)

    def _refuse(self, why: str, act: str) -> None:
        if why:
            raise ReviewRefusedError(f"{self.by} cannot {act} {self.candidate}: {why}{_ADVICE.get(why, '')}")

    def _known(self, identity: str) -> list[Person]:
        return [person for one in self.people if (person := one.person(identity))]

    def _note(self, number: int, acts: tuple[str, ...]) -> Review:
        found = next((one for one in reviews_of(self.candidates, self.candidate) if one.number == number), None)
        if found is None or found.act not in acts:
            raise ReviewRefusedError(f"{self.candidate} has no note {number} that is a {' or a '.join(acts)}")
        return found

    def _add(self, act: str, fields: Mapping[str, Any]) -> Review:
        return add_review(self.candidates, self.candidate, act, self.by, self.at, fields)


def _text(text: str) -> str:
    said = text.strip()
    if not said:
        raise ReviewRefusedError("say in words what you mean; the text is empty")
    if len(said) > LONGEST_TEXT:
        raise ReviewRefusedError(f"a text may have {LONGEST_TEXT:,} characters; this one has {len(said):,}")
    return said

"""Why an objective of a certificate counts as changed: each cause, with how much it counts and whether that is certain.

Takes a course as it was when the certificate was earned and as it is now, and what changed of it. Rules:

- **objective**: it was reworded, went without one of the same words, or is now, or no longer, about safety.
- **assessment**: questions that serve it were added, removed or have other answers to choose from, another one is right, or what
  is scored serves it anew or no longer. What is for learners themselves to check is no assessment.
- **claim**: what its lessons or questions state about a model or an API changed, or came or went with one of them; not so where
  another of them states it, too.

Not certain, so counted in the most and not in the least: a claim that is new or another and that nobody verified on a model of
the new edition; a key that cannot be compared; a question put in other words, which may ask the same; a higher pass mark, fewer
attempts or another number of questions, as nobody knows whether the holder would have passed with it; and what an editor raised.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coursewright.publishing.changes.asked import asked_said
from coursewright.publishing.changes.change import CourseChange, ItemChange, ObjectiveChange, Reason
from coursewright.renewing.catalogue import CourseParts
from coursewright.renewing.certificates.assessed import is_scored, of_claims, of_questions, served, stated_for
from coursewright.renewing.certificates.rules import Kind
from coursewright.renewing.model_ends import ModelEnds

_RAISED: Mapping[str, Kind] = {"claim": "claim", "assessment": "assessment", "structural": "objective"}
_SURE = frozenset({"question-added", "question-removed", "choices"})
_UNSURE = frozenset({"key-unknown", "terms"})


@dataclass(frozen=True, slots=True)
class Cause:
    """Why an objective counts as changed. `items` are where, in the new release; none where it is the objective itself."""

    kind: Kind
    says: str
    is_certain: bool = True
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CoursePast:
    """A course then and now. `now` is None where it is gone; `baseline` are the models of the new edition, `ends` its ledger.

    `eased` are activities, as course and item, whose terms only became easier.
    """

    then: CourseParts
    now: CourseParts | None
    change: CourseChange | None
    baseline: tuple[str, ...]
    ends: ModelEnds
    eased: frozenset[tuple[str, str]] = frozenset()

    def causes(self) -> dict[str, list[Cause]]:
        """The causes by the id that each objective had then."""
        found: dict[str, list[Cause]] = {one["id"]: [] for one in self.then.index["objectives"]}
        if self.now is None:
            gone = Cause("objective", "Its course is no longer part of it.")
            return {name: [gone] for name in found}
        for name, cause in (*self._of_objectives(), *self._of_items()):
            if name in found:
                found[name].append(cause)
        return {name: list(_merged(causes)) for name, causes in found.items()}

    def _of_objectives(self) -> Iterator[tuple[str, Cause]]:
        for one in self.change.objectives if self.change else ():
            if one.change == "removed":
                yield from self._removed(one)
            elif one.change == "kept":
                codes = {reason.code for reason in one.reasons}
                if "reworded" in codes:
                    yield one.was or one.id, Cause("objective", f"It now reads: {one.text.rstrip('.')}.")
                yield from (
                    (one.was or one.id, Cause("objective", reason.says)) for reason in one.reasons if reason.code == "safety"
                )

    def _removed(self, one: ObjectiveChange) -> Iterator[tuple[str, Cause]]:
        """Nothing changed where another objective says the same."""
        texts = {objective["id"]: objective["text"] for objective in self.now.index["objectives"]} if self.now else {}
        if _folded(one.text) not in map(_folded, texts.values()):
            heir = texts.get(one.heir or "")
            instead = f" In its place: {heir.rstrip('.')}." if heir else ""
            yield one.id, Cause("objective", f"It is no longer taught.{instead}")

    def _of_items(self) -> Iterator[tuple[str, Cause]]:
        """By the ids that objectives had then."""
        before = self._before()
        for item in self.change.items if self.change else ():
            for names, cause in self._of_item(item):
                yield from ((before.get(name, name), cause) for name in sorted(names))

    def _before(self) -> dict[str, str]:
        return {one.id: one.was for one in self.change.objectives if one.was} if self.change else {}

    def _of_item(self, item: ItemChange) -> Iterator[tuple[Iterable[str], Cause]]:
        old, new = _Place(self.then, item.was or item.id), _Place(self.now or self.then, item.id)
        if item.change == "added":
            yield from self._came_or_went(item, new, "new")
            yield from self._of_claims(item, "claim-added", _claims(new), old, new)
        elif item.change == "removed":
            yield from self._came_or_went(item, old, "gone")
            yield from self._of_claims(item, "claim-withdrawn", _claims(old), old, new)
        else:
            for reason in item.reasons:
                yield from self._of_reason(item, reason, old, new)
        if item.raised and item.raised.to in _RAISED and item.change != "removed":
            says = f"“{item.title}”: {item.raised.reason}"
            yield served(new.course, new.item), Cause(_RAISED[item.raised.to], says, is_certain=False, items=(item.id,))

    def _came_or_went(self, item: ItemChange, place: _Place, how: str) -> Iterator[tuple[Iterable[str], Cause]]:
        scored = is_scored(place.course, place.item)
        if scored is not False:
            says = f"“{item.title}”, which is scored, is {how}."
            here = (item.id,) if how == "new" else ()
            yield served(place.course, place.item), Cause("assessment", says, is_certain=scored is True, items=here)

    def _of_reason(self, item: ItemChange, reason: Reason, old: _Place, new: _Place) -> Iterator[tuple[Iterable[str], Cause]]:
        if reason.code.startswith("claim-"):
            yield from self._of_claims(item, reason.code, reason.names, old, new)
            return
        scored = {is_scored(place.course, place.item) for place in (old, new)}
        if scored == {False}:
            return
        sure = scored <= {True, False}
        says = f"“{item.title}”: {reason.says}"
        asked = of_questions(old.course, old.item, reason.names) | of_questions(new.course, new.item, reason.names)
        every = served(old.course, old.item) | served(new.course, new.item)
        if reason.code in _SURE or (reason.code == "question-text" and reason.cls == "assessment"):
            is_certain = sure and bool(asked) and reason.code in _SURE
            for name in sorted(asked):
                says = f"“{item.title}”: {asked_said(reason.code, _serving(name, reason.names, old, new))}"
                yield (name,), Cause("assessment", says, is_certain, items=(item.id,))
            if not asked:
                yield every, Cause("assessment", says, is_certain, items=(item.id,))
        elif reason.code == "objectives":
            yield reason.names, Cause("assessment", says, is_certain=sure, items=(item.id,))
        elif reason.code == "key":
            is_told = bool(asked) or item.kind == "roleplay"
            yield asked or every, Cause("assessment", says, is_certain=sure and is_told, items=(item.id,))
        elif reason.code in _UNSURE and not (reason.code == "terms" and (item.course, item.id) in self.eased):
            yield asked or every, Cause("assessment", says, is_certain=False, items=(item.id,))

    def _of_claims(
        self, item: ItemChange, code: str, claims: Iterable[str], old: _Place, new: _Place
    ) -> Iterator[tuple[Iterable[str], Cause]]:
        here = () if item.change == "removed" else (item.id,)
        for name in claims:
            before, after = of_claims(old.course, old.item, name), of_claims(new.course, new.item, name)
            claim = new.course.claims.get(name)
            if code == "claim-withdrawn":
                statement = old.course.claims.get(name, {}).get("statement", "")
                yield before - stated_for(new.course, name), Cause("claim", f"It is no longer stated: {statement}", items=here)
            elif claim and code in ("claim-added", "claim-reworded", "claim-models"):
                sure = self._is_verified(claim)
                doubt = "" if sure else " (nobody verified it on a model of this edition)"
                states = "now stated" if code != "claim-models" else "now stated of other models"
                says = f"It is {states}: {claim['statement'].rstrip('.')}{doubt}."
                is_new = after - stated_for(old.course, name) if code == "claim-added" else before | after
                yield is_new, Cause("claim", says, is_certain=sure, items=here)

    def _is_verified(self, claim: Mapping[str, Any]) -> bool:
        """Whether somebody tried a claim on a model that the new edition is made for."""
        tried = {model for one in claim["verified_against"] for model in (one, *self.ends.models(one))}
        made_for = {model for one in self.baseline for model in (one, *self.ends.models(one))}
        return claim["verified_at"] is not None and bool(tried & made_for)


@dataclass(frozen=True, slots=True)
class _Place:
    """An item of a course."""

    course: CourseParts
    item: str


def objectives_that_came(then: CourseParts, now: CourseParts, change: CourseChange | None) -> Iterator[Mapping[str, Any]]:
    """Objectives of a course that it had not, in its order: none that took the place of another, or says what another said."""
    came = {one.id for one in change.objectives if one.change == "added"} if change else set()
    heirs = {one.heir for one in change.objectives if one.change == "removed"} if change else set()
    said = {_folded(one["text"]) for one in then.index["objectives"]}
    for one in now.index["objectives"]:
        if one["id"] in came - heirs and _folded(one["text"]) not in said:
            yield one


def _claims(place: _Place) -> tuple[str, ...]:
    return tuple(place.course.index["items"][place.item]["claims"])


def _serving(objective: str, questions: Iterable[str], old: _Place, new: _Place) -> int:
    """How many of some questions serve an objective, before or now."""
    return sum(any(objective in of_questions(one.course, one.item, (name,)) for one in (old, new)) for name in questions)


def _merged(causes: Iterable[Cause]) -> Iterator[Cause]:
    """Each cause once, with every item that it is found in."""
    items: dict[tuple[Kind, str, bool], list[str]] = {}
    for cause in causes:
        items.setdefault((cause.kind, cause.says, cause.is_certain), []).extend(cause.items)
    for (kind, says, is_certain), found in items.items():
        yield Cause(kind, says, is_certain, tuple(dict.fromkeys(found)))


def _folded(text: str) -> str:
    return "".join(one for one in text.casefold() if one.isalnum())

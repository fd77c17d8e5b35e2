"""What may extend an edition that learners are pinned to: editorial changes, and corrections of what the edition claimed falsely.

Takes what changed, by classes; gives a sentence for each change that may not be. A correction is named in the edition's file:
then its claim may be put otherwise, narrowed or withdrawn wherever it is stated, and what states it may be written anew, passage
by passage that bears on it (bearing.py), with a short note or warning but nothing else added (rewriting.py). Never may a
correction bring another claim, other choices or another key, or move anything. It quotes what the edition said, and what was
told once stays told (quoting.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from coursewright.compiling.digest import Digest
from coursewright.publishing.changes.change import CLASSES, Changes, CourseChange, ItemChange, ObjectiveChange, Reason
from coursewright.publishing.changes.editors import taken_out
from coursewright.publishing.changes.side import Side
from coursewright.publishing.extending.bearing import Bearing
from coursewright.publishing.extending.narrowing import Narrowing
from coursewright.publishing.extending.quoting import misquotes
from coursewright.publishing.extending.rewriting import Rewriting

_OF_CLAIMS = frozenset({"claim-reworded", "claim-models", "claim-withdrawn"})
_OF_TEXTS = frozenset({"text", "figure", "translation"})
_OF_QUESTIONS = frozenset({"question-text", "explanations"})  # explanations are private: nobody here can read which
"""What a correction may do to claims it names, and to what states them."""

KeyIsKept = Callable[[ItemChange], bool]
"""Whether what marks an activity stayed as it was, where fingerprints of an older compiler format cannot tell."""


@dataclass(frozen=True, slots=True)
class Extension:
    """What would extend an edition. `key_is_kept` is asked where the key cannot be told to be the same."""

    edition: str
    old: Side
    new: Side
    changes: Changes
    key_is_kept: KeyIsKept

    def objections(self) -> list[str]:
        """Why it may not; empty if it may. The largest classes come first."""
        found = sorted(self._found(), key=lambda one: -CLASSES.index(one[0]))
        return [said for _, said in found]

    def _found(self) -> Iterator[tuple[str, str]]:
        yield from (_said("beyond courses", reason) for reason in self.changes.reasons if _is_larger(reason))
        for course in self.changes.courses:
            yield from (_said(course.id, reason) for reason in course.reasons if _is_larger(reason))
            if course.change == "kept":
                yield from self._of_course(course)
        yield from self._idle()
        if (before := self.old.read(self.old.manifest)["editions"]) != (after := self.new.read(self.new.manifest)["editions"]):
            yield from taken_out(self.old.read(Digest(before))["editions"], self.new.read(Digest(after))["editions"])
        yield from (("claim", said) for said in misquotes(self.edition, self.old, self.changes.corrections))

    def _idle(self) -> Iterator[tuple[str, str]]:
        """Corrections that correct nothing: learners would be told that a claim was false, and read it as it was."""
        reasons = (reason for item in self.changes.items() for reason in item.reasons)
        mended = {name for reason in reasons if reason.code in _OF_CLAIMS for name in reason.names}
        for claim in sorted(self._corrected - mended):
            yield "claim", f"{claim} is among the corrections, but what is claimed is as it was: mend it, or take the entry out"

    def _of_course(self, course: CourseChange) -> Iterator[tuple[str, str]]:
        for objective in course.objectives:
            yield from (_said(_objective(course, objective), reason) for reason in objective.reasons if _is_larger(reason))
        for item in course.items:
            name = f"{item.course}/{item.id}"
            if item.raised:
                yield item.raised.to, f"{name} is raised to {item.raised.to}: {item.raised.reason}"
            yield from (_said(name, reason, why) for reason, why in self._of_item(item))

    def _of_item(self, item: ItemChange) -> Iterator[tuple[Reason, str]]:
        corrected = self._corrected & set(item.corrects)
        for reason in item.reasons:
            if _is_larger(reason) and not (reason.code == "key-unknown" and self.key_is_kept(item)):
                why = self._against(item, reason, corrected) if corrected else ""
                if why is not None:
                    yield reason, why

    def _against(self, item: ItemChange, reason: Reason, corrected: set[str]) -> str | None:
        """What speaks against a change of an item that states a corrected claim; None where it is part of the correction."""
        if reason.code in _OF_CLAIMS:
            if others := sorted(set(reason.names) - corrected):
                return f"{', '.join(others)} is not among the edition's corrections"
            is_narrower = reason.code != "claim-models" or Narrowing(self.old, self.new).is_narrower(item, reason.names)
            return None if is_narrower else "a correction may narrow what a claim holds for, and not widen it"
        if reason.code in _OF_TEXTS | _OF_QUESTIONS:
            if adds := Rewriting(self.old, self.new, frozenset(corrected)).adds(item):
                return f"a correction may add a short note or warning, and nothing else; {adds}"
            stray = self._stray(item, reason, corrected)
            return f"“{stray}” shares no word that weighs with what was false ({', '.join(sorted(corrected))})" if stray else None
        return "this is no part of a correction"

    def _stray(self, item: ItemChange, reason: Reason, corrected: set[str]) -> str:
        bearing = Bearing(self.old, self.new, self.changes.corrections)
        if reason.code in _OF_TEXTS:
            return bearing.stray(item, corrected)
        return bearing.stray_question(item, reason.names, corrected)

    @property
    def _corrected(self) -> set[str]:
        return {one.claim for one in self.changes.corrections if one.edition == self.edition}


def _is_larger(reason: Reason) -> bool:
    return reason.cls != CLASSES[0]


def _said(what: str, reason: Reason, why: str = "") -> tuple[str, str]:
    says = reason.says.rstrip(".")
    return reason.cls, f"{what} ({reason.cls}): {says}{f'; {why}' if why else ''}"


def _objective(course: CourseChange, objective: ObjectiveChange) -> str:
    return f"{course.id}, objective {objective.id}"

"""What changed in what a course teaches: its objectives, each by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from coursewright.publishing.changes.change import ObjectiveChange, Reason
from coursewright.publishing.changes.pairing import Pairing
from coursewright.publishing.changes.reading import tokens_of_text
from coursewright.publishing.changes.wording import compared

_ADDED = "It is new: the course did not teach this before."
_REMOVED = "The course does not teach this any more."


def objective_changes(
    old: Mapping[str, Any], new: Mapping[str, Any], pairing: Pairing, *, english: bool
) -> Iterator[ObjectiveChange]:
    """Every objective that changed, in the order of the new course, those removed last. Takes both course indexes."""
    before, after = ({one["id"]: one for one in index["objectives"]} for index in (old, new))
    for name, one in after.items():
        if name in pairing.added:
            yield ObjectiveChange(name, one["text"], one["weight"], "added", (Reason("added", "structural", _ADDED),))
            continue
        was = before[pairing.was[name]]
        reasons = tuple(_reasons(was, one, english=english))
        if reasons:
            former = was["id"] if was["id"] != name else None
            yield ObjectiveChange(
                name, one["text"], one["weight"], "kept", reasons, former, was_text=was["text"], was_weight=was["weight"]
            )
    for name in pairing.removed:
        was, gone = before[name], pairing.gone[name]
        yield ObjectiveChange(
            name,
            was["text"],
            was["weight"],
            "removed",
            (Reason("removed", "structural", _REMOVED),),
            was_text=was["text"],
            was_weight=was["weight"],
            heir=gone.heir,
            gone_because=gone.because,
        )


def _reasons(old: Mapping[str, Any], new: Mapping[str, Any], *, english: bool) -> Iterator[Reason]:
    if old["id"] != new["id"]:
        yield Reason("renamed", "structural", "It is listed under another name.")
    if old["text"] != new["text"]:
        found = compared(tokens_of_text(old["text"]), tokens_of_text(new["text"]), english=english)
        if found.is_worded_alike:
            yield Reason("wording", "editorial", "Its wording was mended. It says the same.")
        else:
            yield Reason("reworded", "structural", "It was put otherwise.")
    if old["weight"] != new["weight"]:
        yield Reason("weight", "structural", f"It counts {new['weight']} now; it counted {old['weight']}.")
    if old.get("safety", False) != new.get("safety", False):
        now = "It is about safety now." if new.get("safety") else "It is not marked as being about safety any more."
        yield Reason("safety", "structural", now)

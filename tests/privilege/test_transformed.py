"""A template resolved for a test account: what its functions give, and that what is not known is an error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from deployed import stack
from granted import granted_to, of_buckets, role_of
from iam_policies import NotUnderstoodError
from iam_requests import Account
from transformed import Stack, template_in

TEMPLATE = """\
Parameters:
  Name: { Type: String }
  More: { Type: String, Default: "" }
Conditions:
  HasMore: !Not [!Equals [!Ref More, ""]]
  HasBoth: !And [!Condition HasMore, !Equals [!Ref Name, acme]]
Resources:
  Bucket: { Type: AWS::S3::Bucket, Properties: { BucketName: !Sub "${Name}-bucket" } }
  Key: { Type: AWS::KMS::Key, Properties: {} }
  Function:
    Type: AWS::Lambda::Function
    Properties: { FunctionName: !Join ["-", [!Ref Name, function]], Role: !GetAtt Role.Arn }
  Alias: { Type: AWS::Lambda::Alias, Properties: { FunctionName: !Ref Function, Name: live } }
  Role: { Type: AWS::IAM::Role, Properties: {} }
  Sometimes: { Type: AWS::IAM::Role, Condition: HasMore, Properties: {} }
  Values:
    Type: Custom::Values
    Properties:
      one: !GetAtt Bucket.Arn
      two: !Sub ["${Bucket.Arn}/${Place}/*/${!literal}", { Place: !Select [1, !Split [",", "a,b"]] }]
      three: [!If [HasMore, !Ref More, !Ref AWS::NoValue], !Ref Alias]
      four: !If [HasBoth, both, !Ref AWS::NoValue]
      five: !GetAtt Key.Arn
"""


def made(tmp_path: Path, text: str = TEMPLATE, **parameters: str) -> Stack:
    (tmp_path / "template.yaml").write_text(text)
    return Stack(template_in(tmp_path / "template.yaml"), {"Name": "acme", **parameters}, Account())


def test_what_a_template_says_is_resolved(tmp_path: Path) -> None:
    live = "arn:aws:lambda:eu-central-1:123456789012:function:acme-function:live"
    common = {
        "one": "arn:aws:s3:::acme-bucket",
        "two": "arn:aws:s3:::acme-bucket/b/*/${literal}",
        "five": "arn:aws:kms:eu-central-1:123456789012:key/Key",
    }

    assert {**common, "three": [live]} == made(tmp_path).properties("Values")
    assert {**common, "three": ["x", live], "four": "both"} == made(tmp_path, More="x").properties("Values")


def test_what_a_condition_leaves_out_is_not_made(tmp_path: Path) -> None:
    assert ["Role"] == list(made(tmp_path).of_type("AWS::IAM::Role"))
    assert ["Role", "Sometimes"] == list(made(tmp_path, More="x").of_type("AWS::IAM::Role"))


@pytest.mark.parametrize("said", ["!ImportValue a", "!FindInMap [a, b, c]", "!Cidr [a, 1, 2]"])
def test_what_is_not_known_is_an_error(tmp_path: Path, said: str) -> None:
    text = TEMPLATE.replace("!GetAtt Key.Arn", said)

    with pytest.raises(NotUnderstoodError, match="not understood"):
        made(tmp_path, text).properties("Values")


def test_a_parameter_without_a_value_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NotUnderstoodError, match="Name has no value"):
        Stack(made(tmp_path).template, {}, Account()).properties("Bucket")


@pytest.mark.parametrize(
    ("kind", "properties"),
    [
        ("AWS::IAM::Role", {"ManagedPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"]}),
        ("AWS::IAM::Policy", {"PolicyName": "another"}),
        ("AWS::IAM::ManagedPolicy", {}),
    ],
)
def test_a_grant_that_is_not_looked_for_is_an_error(tmp_path: Path, kind: str, properties: dict[str, Any]) -> None:
    found = made(tmp_path)
    found.template["Resources"]["Role" if kind.endswith("Role") else "Another"] = {"Type": kind, "Properties": properties}

    with pytest.raises(NotUnderstoodError):
        granted_to(found, "Role")


def test_the_role_of_a_function_is_one_of_the_template(tmp_path: Path) -> None:
    found = made(tmp_path)
    assert "Role" == role_of(found, "Function")
    found.raw("Function")["Role"] = "arn:aws:iam::123456789012:role/another"

    with pytest.raises(NotUnderstoodError, match="not one of the template"):
        role_of(found, "Function")


def test_every_bucket_of_the_stack_has_a_policy_that_is_judged() -> None:
    buckets = {stack().properties(name)["BucketName"] for name in stack().of_type("AWS::S3::Bucket")}
    by_tls = {one.resources[0].rpartition(":")[2] for one in of_buckets(stack()) if one.source.endswith("OnlyByTLS")}

    assert buckets == by_tls


def test_a_signing_key_leaves_it_to_the_roles_who_may_use_it() -> None:
    """A statement of a key's own policy for anybody else would be a grant that no role shows."""
    keys = [stack().properties(name) for name in stack().of_type("AWS::KMS::Key")]
    signing = [one for one in keys if one["KeyUsage"] == "SIGN_VERIFY"]
    root = {"AWS": "arn:aws:iam::123456789012:root"}

    assert 3 == len(signing)
    assert all([root] == [said["Principal"] for said in one["KeyPolicy"]["Statement"]] for one in signing)


def test_a_function_is_invoked_by_whom_the_template_names_for_what_is_its_own() -> None:
    """An API, a rule of the stack, and the bucket of this account: nobody else's bucket can send events."""
    allowed = [stack().properties(name) for name in stack().of_type("AWS::Lambda::Permission")]

    assert {"apigateway.amazonaws.com", "events.amazonaws.com", "s3.amazonaws.com"} == {one["Principal"] for one in allowed}
    assert all("SourceArn" in one or one.get("SourceAccount") == "123456789012" for one in allowed)

"""A template as CloudFormation would have it: transformed by SAM's own translator, and resolved for a test account.

Takes the text of a template and values of its parameters; gives resources, with every Ref, GetAtt, Sub, Join and If resolved as
far as somebody asks for them. What cannot be resolved here is an error. SAM's translator needs an older pydantic than ours, so it
lives in an environment of its own (python_tools.py), and is called as a program that prints JSON.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from iam_policies import NotUnderstoodError
from iam_requests import Account
from python_tools import python_tool

Said = dict[str, Any]

_TRANSFORM = """
import json, sys
from samtranslator.translator.transform import transform
class Managed:
    def load(self):
        return {}
print(json.dumps(transform(json.load(sys.stdin), {}, Managed())))
"""
_SAM = "AWS::Serverless-2016-10-31"
_NOTHING = object()
_NAMED = re.compile(r"\$\{([^!}][^}]*)\}")


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short forms."""


def _short(loader: _Loader, suffix: str, node: yaml.Node) -> Said:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        assert isinstance(node, yaml.MappingNode)
        value = loader.construct_mapping(node, deep=True)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _short)


def template_in(path: Path) -> Said:
    """A template with its short forms written out."""
    said: Said = yaml.load(path.read_text(), _Loader)  # noqa: S506 - a SafeLoader with one more kind of tag
    return said


def transformed(template: Said) -> Said:
    """The template that CloudFormation works with. The test that asks is skipped where the translator cannot be installed."""
    if template.get("Transform") != _SAM:
        return template
    command = python_tool("aws-sam-translator", "1.115.0", "transforms the template as AWS does").with_name("python")
    functions = [one["Properties"] for one in template["Resources"].values() if one["Type"] == "AWS::Serverless::Function"]
    for one in (template.get("Globals", {}).get("Function", {}), *functions):
        if "CodeUri" in one:
            one["CodeUri"] = "s3://packages/package"  # as `sam package` writes it
    said = json.dumps(template)
    region = {**os.environ, "AWS_DEFAULT_REGION": "eu-central-1"}  # it will not work without one, and asks nobody
    done = subprocess.run([command, "-c", _TRANSFORM], input=said, capture_output=True, text=True, check=False, env=region)
    assert 0 == done.returncode, done.stderr
    value: Said = json.loads(done.stdout)
    return value


@cache
def _transformed_in(path: Path) -> str:
    return json.dumps(transformed(template_in(path)))


def stack_in(path: Path, parameters: Mapping[str, str], account: Account) -> Stack:
    """The stack that a template file becomes with these parameters."""
    return Stack(json.loads(_transformed_in(path)), parameters, account)


@dataclass(frozen=True)
class Stack:
    """A transformed template with parameters, in an account."""

    template: Said
    parameters: Mapping[str, str]
    account: Account
    _functions: Mapping[str, Callable[[Any], Any]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        known = {
            "Ref": self._reference,
            "Fn::GetAtt": self._attribute,
            "Fn::Sub": self._substituted,
            "Fn::Join": lambda said: str(said[0]).join(map(str, self.resolved(said[1]))),
            "Fn::If": lambda said: self.resolved(said[1] if self.holds(said[0]) else said[2]),
            "Fn::Select": lambda said: self.resolved(said[1])[int(said[0])],
            "Fn::Split": lambda said: str(self.resolved(said[1])).split(said[0]),
        }
        object.__setattr__(self, "_functions", known)

    def of_type(self, kind: str) -> Iterator[str]:
        """The logical names of the resources of a type that are made."""
        for name, one in self.template["Resources"].items():
            if one["Type"] == kind and ("Condition" not in one or self.holds(one["Condition"])):
                yield name

    def raw(self, name: str) -> Said:
        """The properties of a resource as the template has them."""
        properties: Said = self.template["Resources"][name].get("Properties", {})
        return properties

    def properties(self, name: str) -> Said:
        """The same, resolved."""
        resolved: Said = self.resolved(self.raw(name))
        return resolved

    def resolved(self, said: Any) -> Any:  # noqa: ANN401 - JSON
        """A value with everything in it resolved."""
        if isinstance(said, list):
            return [found for one in said if (found := self.resolved(one)) is not _NOTHING]
        if not isinstance(said, dict):
            return said
        if len(said) == 1:
            ((name, value),) = said.items()
            if name in self._functions:
                return self._functions[name](value)
            if name.startswith("Fn::"):
                raise NotUnderstoodError(f"{name} is not understood here")
        found = {name: self.resolved(value) for name, value in said.items()}
        return {name: value for name, value in found.items() if value is not _NOTHING}

    def holds(self, condition: Any) -> bool:  # noqa: ANN401 - a name, or JSON
        """Whether a condition holds."""
        if isinstance(condition, str):
            return self.holds(self.template["Conditions"][condition])
        ((name, said),) = condition.items()
        match name:
            case "Condition":
                return self.holds(said)
            case "Fn::Equals":
                return bool(self.resolved(said[0]) == self.resolved(said[1]))
            case "Fn::Not":
                return not self.holds(said[0])
            case "Fn::And":
                return all(map(self.holds, said))
            case "Fn::Or":
                return any(map(self.holds, said))
        raise NotUnderstoodError(f"the condition {name} is not understood here")

    def _reference(self, name: str) -> Any:  # noqa: ANN401 - what a parameter may hold
        if name == "AWS::NoValue":
            return _NOTHING
        pseudo = {
            "AWS::Partition": "aws",
            "AWS::Region": self.account.region,
            "AWS::AccountId": self.account.number,
            "AWS::URLSuffix": "amazonaws.com",
            "AWS::StackName": "a-stack",
            "AWS::StackId": self.account.arn("cloudformation", "stack/a-stack/1"),
        }
        if name in pseudo:
            return pseudo[name]
        if name in self.template.get("Parameters", {}):
            default = self.template["Parameters"][name].get("Default")
            value = self.parameters.get(name, default)
            if value is None:
                raise NotUnderstoodError(f"the parameter {name} has no value")
            return str(value)
        return self._made(name)[0]

    def _attribute(self, said: Any) -> str:  # noqa: ANN401 - a list, or a text with a dot
        name, attribute = said.split(".", 1) if isinstance(said, str) else said
        arn = self._made(name)[1]
        if attribute == "Arn" and arn:
            return arn
        return f"{name}.{attribute}.test"

    def _substituted(self, said: Any) -> str:  # noqa: ANN401 - a text, or a list with values
        text, values = (said, {}) if isinstance(said, str) else said

        def found(match: re.Match[str]) -> str:
            name = match[1]
            if name in values:
                return str(self.resolved(values[name]))
            return str(self._attribute(name) if "." in name else self._reference(name))

        return _NAMED.sub(found, text).replace("${!", "${")

    def _made(self, name: str) -> tuple[str, str]:
        """What Ref gives of a resource, and its ARN; empty where it has none that is known here."""
        kind, raw = self.template["Resources"][name]["Type"], self.raw(name)
        by, to_reference, to_arn = _KINDS.get(kind, ("", "{}", ""))
        account = {"account": self.account.number, "region": self.account.region}
        named = self.resolved(raw[by]) if by in raw else name
        if kind == "AWS::Lambda::Alias":
            named = f"{self.resolved(raw['FunctionName'])}:{named}"
        return to_reference.format(named, **account), to_arn.format(named, **account)


_HERE = "{region}:{account}"
_KINDS: Mapping[str, tuple[str, str, str]] = {
    "AWS::S3::Bucket": ("BucketName", "{}", "arn:aws:s3:::{}"),
    "AWS::Lambda::Function": ("FunctionName", "{}", f"arn:aws:lambda:{_HERE}:function:{{}}"),
    "AWS::Lambda::Alias": ("Name", f"arn:aws:lambda:{_HERE}:function:{{}}", f"arn:aws:lambda:{_HERE}:function:{{}}"),
    "AWS::IAM::Role": ("RoleName", "{}", "arn:aws:iam::{account}:role/{}"),
    "AWS::KMS::Key": ("", "{}", f"arn:aws:kms:{_HERE}:key/{{}}"),
    "AWS::KMS::Alias": ("AliasName", "{}", ""),
    "AWS::SQS::Queue": ("QueueName", "https://sqs.test/{}", f"arn:aws:sqs:{_HERE}:{{}}"),
    "AWS::SNS::Topic": ("TopicName", f"arn:aws:sns:{_HERE}:{{}}", f"arn:aws:sns:{_HERE}:{{}}"),
    "AWS::Logs::LogGroup": ("LogGroupName", "{}", f"arn:aws:logs:{_HERE}:log-group:{{}}:*"),
    "AWS::SecretsManager::Secret": ("Name", f"arn:aws:secretsmanager:{_HERE}:secret:{{}}-AbCdEf", ""),
    "AWS::Scheduler::ScheduleGroup": ("Name", "{}", f"arn:aws:scheduler:{_HERE}:schedule-group/{{}}"),
}
"""By type: the property that names a resource, what Ref gives, and the ARN."""

"""The stack's functions, run in this process as Lambda runs them: entry point, environment and role as the template has them.

Every call is judged by a gate before it is made. KMS and the event bus are stand-ins that do what is asked (aws_stand_ins.py); S3
is buckets in memory, or a real server. What Lambda itself does in a function's name (it writes the log, and keeps an event
that failed) is asked of the gate as well. Whoever may do everything is asked through a gate that lets everything pass.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import Any
from unittest.mock import patch

import boto3

from aws_stand_ins import Bus, Clients, Functions, Keys, Scheduler, Secrets, Topics
from buckets_in_memory import BucketsInMemory
from courses import ROOT
from coursewright.serving.http.local_server import LambdaContext
from granted import granted_to, of_buckets, role_of
from iam_gate import Engine, Gate
from iam_policies import Request, Statement, statements_of
from iam_requests import Account
from issuer import AUDIENCE, ISSUER, known_keys
from transformed import Stack, stack_in

STORE_NAME = "acme-courses"
FUNCTIONS = {
    "ContentApi": "content_api",
    "PreviewApi": "preview_api",
    "Publish": "publish",
    "Promote": "promote",
    "Observe": "observe",
    "Remind": "remind",
}
"""The entry point of each function, by its logical name."""
BUCKETS = ("incoming", "candidates", "released")
EVERYTHING = statements_of(
    {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}, "everything"
)


@cache
def stack(store_name: str = STORE_NAME) -> Stack:
    """The stack of template.yaml, with tokens of the tests' issuer."""
    aliases = {f"alias/{store_name}-{role.lower()}": f"{role}Key" for role in ("Attestations", "Records", "Heads")}
    parameters = {
        "StoreName": store_name,
        "DomainName": "courses.example.org",
        "CertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/0",
        "OriginDomainName": "origin.courses.example.org",
        "PreviewDomainName": "preview.courses.example.org",
        "RegionalCertificateArn": "arn:aws:acm:eu-central-1:123456789012:certificate/0",
        "TokenIssuer": ISSUER,
        "TokenAudience": AUDIENCE,
        "PreviewTokenAudience": AUDIENCE,
        "TokenJwks": known_keys(),
        "OidcClientId": "review-desk",
        "OidcClientSecretArn": "arn:aws:secretsmanager:eu-central-1:123456789012:secret:oidc-AbCdEf",
        "OpenAiKeySecretArn": "arn:aws:secretsmanager:eu-central-1:123456789012:secret:openai-AbCdEf",
    }
    return stack_in(ROOT / "template.yaml", parameters, Account(aliases=aliases))


def granted(function: str, store_name: str = STORE_NAME) -> tuple[Statement, ...]:
    """The statements of a function's role."""
    return granted_to(stack(store_name), role_of(stack(store_name), function))


TESTING = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}


class Deployed:
    """One function of the stack. Without `server`, its buckets are in memory, and `buckets` says what they hold."""

    def __init__(
        self,
        function: str,
        *,
        store_name: str = STORE_NAME,
        credentials: Mapping[str, str] = TESTING,
        endpoint: str | None = None,
    ) -> None:
        self.function, self.stack = function, stack(store_name)
        self.properties = self.stack.properties(function)
        account = self.stack.account
        self.buckets, self.bus, self.kms, self.topics = BucketsInMemory(), Bus(), Keys(account), Topics()
        engines: dict[str, Engine] = {"kms": self.kms, "events": self.bus, "sns": self.topics, "secretsmanager": Secrets()}
        self.functions, self.scheduler = Functions(), Scheduler(f"arn:aws:iam::{account.number}:role/{store_name}-scheduler")
        engines |= {"lambda": self.functions, "scheduler": self.scheduler}
        if endpoint is None:
            engines["s3"] = self.buckets
        name = role_of(self.stack, function)
        self.gate = Gate((), account, engines, f"arn:aws:iam::{account.number}:role/{name}")
        self.clients = Clients(self.gate, credentials, endpoint)
        self.settings: dict[str, str] = {}
        self.kept: list[dict[str, Any]] = []
        self.logged = 0
        self._module: ModuleType | None = None

    def begin(self, statements: tuple[Statement, ...], held: Mapping[str, Mapping[str, bytes]] | None = None) -> None:
        """Under these statements and those of the buckets, with buckets that hold this (by incoming, candidates, released)."""
        self.gate.statements = (*statements, *of_buckets(self.stack))
        self.gate.asked, self.gate.refused = [], []
        if held is not None:
            self.fill(held)
        self.bus.told.clear()
        self.topics.told.clear()
        self.functions.asked.clear()
        self.scheduler.held.clear()
        self.kms.are_disabled = False
        self.kept.clear()
        self._module, self.logged = None, 0

    def bucket(self, name: str) -> str:
        """The bucket's whole name."""
        return f"{self.stack.parameters['StoreName']}-{name}"

    def forget(self) -> None:
        """What runs is stopped, so that the next event meets a cold start."""
        self._module = None

    def invoke(self, event: Mapping[str, Any]) -> Any:  # noqa: ANN401 - whatever a handler gives
        """What the function answers; what Lambda does beside it is asked of its role."""
        with self._as_function():
            try:
                return self._running().handler(dict(event), LambdaContext(self.properties["FunctionName"]))
            finally:
                self._write_log()

    def deliver(self, event: Mapping[str, Any]) -> str:
        """An asynchronous event: what fails is tried twice again, and then kept among the dead letters."""
        tries = 3
        for _ in range(tries):
            try:
                self.invoke(event)
            except Exception:  # noqa: BLE001, S112 - Lambda tries again whatever it was
                continue
            return "done"
        if (queue := self.properties.get("DeadLetterConfig")) and self._may("sqs:SendMessage", str(queue["TargetArn"])):
            self.kept.append(dict(event))
            return "kept"
        return "lost"

    def fill(self, held: Mapping[str, Mapping[str, bytes]]) -> None:
        """Let the buckets hold this and nothing else."""
        self.buckets.held = {self.bucket(name): dict(held.get(name, {})) for name in BUCKETS}

    def below(self, name: str, prefix: str) -> Mapping[str, bytes]:
        """What a bucket holds below a prefix, by key."""
        return {key: data for key, data in self.buckets.held[self.bucket(name)].items() if key.startswith(prefix)}

    def keys(self) -> list[str]:
        """Every key of every bucket."""
        return sorted(f"{name}/{key}" for name in BUCKETS for key in self.below(name, ""))

    def said(self, payload: Mapping[str, Any]) -> tuple[Any, ...]:
        """What promote answers, and what it told the bus and the log by then."""
        return self.invoke(payload), self.bus.told[-1:], self.logged

    def failed(self, payload: Mapping[str, Any]) -> str:
        """What it raises."""
        try:
            return f"nothing: {self.invoke(payload)}"
        except Exception as error:  # noqa: BLE001 - it is told
            return f"{type(error).__name__}: {error}"

    def reports(self) -> list[str]:
        """Every report on every upload, in short."""
        told = ((key, json.loads(data)) for key, data in sorted(self.below("incoming", "reports/").items()))
        short = ("number", "state", "candidate", "is_new", "manifest", "problem")
        return [f"{key}: {[said[name] for name in short]}" for key, said in told]

    def add(self, name: str, objects: Mapping[str, bytes]) -> None:
        """Put objects, as somebody else does meanwhile."""
        self.buckets.held[self.bucket(name)].update(objects)

    def drop(self, name: str, key: str) -> None:
        """Lose an object."""
        del self.buckets.held[self.bucket(name)][key]

    def _write_log(self) -> None:
        group = self.properties["LoggingConfig"]["LogGroup"]
        stream = self.stack.account.arn("logs", f"log-group:{group}:log-stream:today")
        self.logged += self._may("logs:CreateLogStream", stream) and self._may("logs:PutLogEvents", stream)

    def _may(self, action: str, resource: str) -> bool:
        return not self.gate.ask([Request(action, resource)])

    def _running(self) -> ModuleType:
        if self._module is None:
            name = self.properties["Handler"].removesuffix(".handler")
            sys.modules.pop(name, None)
            self._module = importlib.import_module(name)
        return self._module

    @contextmanager
    def _as_function(self) -> Iterator[None]:
        variables = {name: str(value) for name, value in self.properties["Environment"]["Variables"].items()}
        variables |= self.settings
        others = {name: value for name, value in os.environ.items() if not name.startswith(("COURSEWRIGHT_", "AWS_"))}
        with (
            patch.dict(os.environ, {**others, **variables}, clear=True),
            patch.object(boto3, "DEFAULT_SESSION", self.clients),
        ):
            yield

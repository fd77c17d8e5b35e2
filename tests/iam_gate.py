"""Stands between boto3 and AWS as IAM does: each call is judged before it is sent, recorded, and refused unless granted.

Put on a botocore session, it sees every client made from it. A refusal has the form that AWS gives it (403, AccessDenied). One
thing that engines for tests leave out is added afterwards: who reads an absent object and may not list its bucket is told 403,
and not 404. The statements of a bucket's policy are judged with those of the role: within one account, both grant and both deny.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.session import Session

from iam_policies import Request, Statement, Verdict, judged
from iam_requests import Account, listing_of, requests_of

Answer = tuple[AWSResponse, dict[str, Any]]
Engine = Callable[[str, Mapping[str, Any]], Answer]
_KEPT = "parameters_as_called"


@dataclass
class Gate:
    """What a role is granted, and what was asked in its name. Calls let through go to their service's engine, if it has one."""

    statements: tuple[Statement, ...]
    account: Account
    engines: Mapping[str, Engine] = field(default_factory=dict)
    principal: str = ""
    asked: list[Request] = field(default_factory=list)
    refused: list[Request] = field(default_factory=list)

    def stand_before(self, session: Session) -> None:
        """Judge every call of the clients that this session makes from now on."""
        session.register("provide-client-params", self._keep)
        session.register("before-call", self._judge)
        session.register("after-call.s3.GetObject", self._hide_absence)
        session.register("after-call.s3.HeadObject", self._hide_absence)

    def allows(self, request: Request) -> bool:
        """Whether the role may do this."""
        return judged(self._by_us(request), self.statements) is Verdict.ALLOWED

    def _by_us(self, request: Request) -> Request:
        """Resource policies may ask who it is."""
        return replace(request, context={**request.context, "aws:principalarn": (self.principal,)}) if self.principal else request

    def _keep(self, params: dict[str, Any], context: dict[str, Any], **_: Any) -> None:  # noqa: ANN401 - botocore's words
        context[_KEPT] = dict(params)

    def _judge(self, model: Any, context: dict[str, Any], **_: Any) -> Answer | None:  # noqa: ANN401 - botocore's words
        service, parameters = model.service_model.service_name, context[_KEPT]
        if over := self.ask(requests_of(service, model.name, parameters, self.account)):
            code = "AccessDenied" if service == "s3" else "AccessDeniedException"
            return answer(HTTPStatus.FORBIDDEN, error=(code, f"not granted: {over[0]}"))
        engine = self.engines.get(service)
        return engine(model.name, parameters) if engine else None

    def ask(self, requests: list[Request]) -> list[Request]:
        """Record what is asked; gives what of it is not granted."""
        over = [one for one in requests if not self.allows(one)]
        self.asked += requests
        self.refused += over
        return over

    def _hide_absence(self, http_response: AWSResponse, parsed: dict[str, Any], context: dict[str, Any], **_: Any) -> None:  # noqa: ANN401 - botocore's words
        if http_response.status_code == HTTPStatus.NOT_FOUND and not self.allows(listing_of(context[_KEPT]["Bucket"])):
            http_response.status_code = HTTPStatus.FORBIDDEN
            parsed["Error"] = {"Code": "AccessDenied", "Message": "Access Denied"}
            parsed["ResponseMetadata"] = {**parsed.get("ResponseMetadata", {}), "HTTPStatusCode": HTTPStatus.FORBIDDEN}


def answer(status: int, parsed: Mapping[str, Any] | None = None, error: tuple[str, str] | None = None) -> Answer:
    """What botocore takes for an answer of AWS."""
    said = dict(parsed or {}) | {"ResponseMetadata": {"HTTPStatusCode": int(status), "HTTPHeaders": {}, "RetryAttempts": 0}}
    if error:
        said["Error"] = {"Code": error[0], "Message": error[1]}
    return AWSResponse("https://aws.test", int(status), {}, None), said


def unused(statements: Iterable[Statement], asked: Iterable[Request]) -> list[str]:
    """What is granted and was never asked for: each action on each resource, and each value of a condition."""
    granted = [one for one in statements if one.effect == "Allow"]
    requests = set_of(asked)
    return [f"{one.source}: {what}" for one in granted for what, less in one.lessened() if not _is_needed(one, less, requests)]


def set_of(requests: Iterable[Request]) -> list[Request]:
    """Each request once, in order."""
    return sorted({str(one): one for one in requests}.values(), key=str)


def _is_needed(statement: Statement, less: Statement | None, requests: Iterable[Request]) -> bool:
    return any(statement.covers(one) and not (less and less.covers(one)) for one in requests)

"""The promote function of a deployment, asked from a command line: acts with what was seen, and the records they came to.

Takes a client for Lambda and the deployment's stores; gives what the same act on a folder gives, read back from the bucket.
Whatever the function refuses is raised as it is on a folder. Nothing here writes: nobody but the function may.

https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, ConnectTimeoutError, EndpointConnectionError, NoCredentialsError

from coursewright.compiling.digest import Digest
from coursewright.errors import (
    CoursewrightError,
    DamagedObjectError,
    DeploymentError,
    GatesClosedError,
    InvalidRequestError,
    LostRaceError,
    PromotionRefusedError,
    UnknownVerdictError,
)
from coursewright.publishing.depositing.deposit import Candidate
from coursewright.publishing.promoting.promotion import Promotion
from coursewright.publishing.promoting.withdrawal import Withdrawal
from coursewright.publishing.records.editions import standing_in
from coursewright.publishing.records.log import Log, Pending, Record
from coursewright.publishing.records.logs import channel_log, edition_log
from coursewright.publishing.records.names import Numbered, parse_numbered
from coursewright.publishing.storing.s3_trouble import code, said
from coursewright.publishing.storing.store import Store
from coursewright.publishing.storing.store_address import client_for

ALIAS = "live"
PATIENCE = 620
"""Seconds an answer may take: as long as the function may run, and a little longer."""
_AGAIN = "whether it happened is not known; look at `coursewright history`, or run the same again, which finds out"
_MEANING = {
    "ResourceNotFoundException": "it is not there; is the StoreName right, and the region in AWS_REGION?",
    "AccessDeniedException": f"it is not allowed; who promotes needs lambda:InvokeFunction on its alias {ALIAS}",
    "ExpiredTokenException": "the credentials have expired; sign in again",
    "TooManyRequestsException": "it is asked too often; try again in a minute",
}
_REFUSALS: dict[str, type[CoursewrightError]] = {
    "refused": PromotionRefusedError,
    "lost": LostRaceError,
    "invalid": InvalidRequestError,
}


@dataclass(frozen=True)
class PromoteFunction:
    """Who asks by it gets records, or a refusal.

    Every method raises:
        PromotionRefusedError, GatesClosedError, LostRaceError, InvalidRequestError: as the function answered; nothing was moved.
        UnknownVerdictError: the function does not know whether a record was taken; the record comes with it.
        DeploymentError: the function could not be asked, or failed.
    """

    client: Any  # boto3 makes its clients at run time
    name: str
    released: Store

    def promote(  # noqa: PLR0913 - what a promotion needs
        self, candidate: Candidate, channel: str, by: str, why: str, *, again: bool = False, seen: int | None = None
    ) -> Promotion:
        """Promote a candidate in a channel that is where it is now, or where it was seen."""
        seen = self._seen(channel) if seen is None else seen
        facts = self.ask(promote_request(candidate, channel, seen, by, why, again=again))
        release = _numbered(facts["release"])
        return Promotion(
            release,
            Digest(facts["manifest"]),
            _at(edition_log(self.released, release.edition), facts["edition_record"]),
            _at(channel_log(self.released, channel), facts["channel_record"]),
            moved=facts["moved"],
        )

    def rollback(self, channel: str, to: str, seen: int, by: str, why: str) -> tuple[Record, bool]:
        """Take a channel back, if it is still at the record that was seen."""
        facts = self.ask({"act": "rollback", "channel": channel, "to": to, "seen": seen, "by": by, "why": why})
        return _at(channel_log(self.released, channel), facts["record"]), facts["moved"]

    def withdraw(self, release: Numbered, by: str, why: str) -> Withdrawal:
        """Withdraw a release."""
        facts = self.ask({"act": "withdraw", "release": str(release), "by": by, "why": why})
        head = edition_log(self.released, release.edition).head()
        if head is None:
            raise DamagedObjectError(f"the edition {release.edition} has no record, though one of its releases was withdrawn")
        return Withdrawal(standing_in(head), tuple(facts["channels"]), facts["moved"])

    def heads(self) -> int:
        """Issue the heads that are due; gives how many were."""
        issued: int = self.ask({"act": "heads"})["issued"]
        return issued

    def settle(self, pending: Pending) -> None:
        """Put a record again until that is decided; raises where it lost, or is still unknown."""
        data = b64encode(pending.data).decode()
        self.ask({"act": "settle", "pending": {"prefix": pending.prefix, "number": pending.number, "data": data}})

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """The facts of what happened."""
        answer = self._answer(request)
        outcome, message = answer.get("outcome"), str(answer.get("message"))
        if outcome in {"done", "unchanged"}:
            return answer
        if outcome == "unknown":
            raise UnknownVerdictError(message, _pending(answer["pending"]))
        if outcome == "refused" and answer.get("gates"):
            raise GatesClosedError(message, answer["gates"])
        if outcome in _REFUSALS:
            raise _REFUSALS[str(outcome)](message)
        raise DeploymentError(f"{self.name} answers {outcome!r}, which this version of coursewright does not know")

    def _answer(self, request: dict[str, Any]) -> dict[str, Any]:
        payload = json.dumps(request).encode()
        try:
            told = self.client.invoke(FunctionName=self.name, Qualifier=ALIAS, Payload=payload)
            answer = json.loads(told["Payload"].read())
        except ClientError as error:
            raise DeploymentError(f"{self.name} cannot be asked: {_MEANING.get(code(error)) or said(error)}") from error
        except (NoCredentialsError, ConnectTimeoutError, EndpointConnectionError) as error:
            raise DeploymentError(f"{self.name} cannot be asked: {said(error)}") from error
        except (BotoCoreError, ValueError) as error:
            raise DeploymentError(f"{self.name} gave no whole answer ({said(error)}); {_AGAIN}") from error
        if "FunctionError" in told or not isinstance(answer, dict):
            raise DeploymentError(f"{self.name} failed: {_failure(answer)}; its log /aws/lambda/{self.name} says more; {_AGAIN}")
        return answer

    def _seen(self, channel: str) -> int:
        head = channel_log(self.released, channel).head()
        return head.number if head else 0


def promote_function(store_name: str, released: Store) -> PromoteFunction:
    """The one of a deployment.

    Raises:
        ConfigurationError: the settings for AWS cannot be used.
    """
    return PromoteFunction(client_for("lambda", patience=PATIENCE), f"{store_name}-promote", released)


def promote_request(  # noqa: PLR0913 - what a request says
    candidate: Candidate, channel: str, seen: int, by: str, why: str, *, again: bool = False, scheduled: str = ""
) -> dict[str, Any]:
    """What the function is asked for; see requests.py."""
    asked = {"act": "promote", "candidate": str(candidate.name), "manifest": candidate.record["manifest"], "channel": channel}
    request = {**asked, "seen": seen, "by": by, "why": why, "again": again}
    return {**request, "scheduled": scheduled} if scheduled else request


def _failure(answer: Any) -> str:  # noqa: ANN401 - JSON
    if not isinstance(answer, dict):
        return "it answered no object"
    return " ".join(f"{answer.get('errorType', 'no reason')}: {answer.get('errorMessage', '')}".split()).rstrip(":.")


def _pending(told: dict[str, Any]) -> Pending:
    return Pending(told["prefix"], told["number"], b64decode(told["data"]))


def _at(log: Log, number: int) -> Record:
    record = log.get(number)
    if record is None:
        raise DamagedObjectError(f"record {number} of {log.prefix} is not in the store, though the promote function named it")
    return record


def _numbered(name: str) -> Numbered:
    found = parse_numbered(name)
    if found is None:
        raise DeploymentError(f"the promote function named a release {name!r}, which is no name of one")
    return found

"""Promotions at a set time: schedules of EventBridge Scheduler that hand the promote function what a reviewer saw, once.

A schedule fires at least once. A second firing changes nothing, and one that comes after the channel moved is refused, for its
request holds the record that was seen. Function, role, retries and dead-letter queue are those of the schedule `daily-heads`,
which the template makes in the same group; so nobody has to name them. Schedules that have fired are gone.

https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from coursewright.errors import DeploymentError, ScheduleRefusedError
from coursewright.publishing.depositing.deposit import Candidate
from coursewright.publishing.promoting.moments import Moment
from coursewright.publishing.promoting.promote_function import promote_request
from coursewright.publishing.storing.generations import kept_until
from coursewright.publishing.storing.s3_trouble import code, said
from coursewright.publishing.storing.store_address import client_for

MODEL = "daily-heads"
_LONGEST_NAME = 64
_MEANING = {
    "AccessDeniedException": (
        "it is not allowed; who schedules needs scheduler:CreateSchedule, GetSchedule, ListSchedules and DeleteSchedule "
        "in the group, and iam:PassRole for its role"
    ),
    "ExpiredTokenException": "the credentials have expired; sign in again",
    "ThrottlingException": "it is asked too often; try again in a minute",
}


@dataclass(frozen=True)
class Scheduled:
    """A promotion that waits: when, and what the function will be asked for. `is_new` says whether it was just made."""

    name: str
    at: str
    zone: str
    request: dict[str, Any]
    is_new: bool = False


@dataclass(frozen=True)
class Schedules:
    """The scheduled promotions of a deployment, whose group has its name."""

    client: Any  # boto3 makes its clients at run time
    group: str

    def add(self, candidate: Candidate, channel: str, seen: int, at: Moment, by: str, why: str) -> Scheduled:  # noqa: PLR0913 - what it says
        """Schedule a promotion. The same again is left as it is.

        Raises:
            ScheduleRefusedError: the candidate may have expired by then, or it is scheduled otherwise; nothing was scheduled.
            DeploymentError: the scheduler could not be asked.
        """
        _refuse_if_expired(candidate, at)
        name = _name(candidate, channel)
        request = promote_request(candidate, channel, seen, by, why, scheduled=name)
        wanted = Scheduled(name, at.local.isoformat(), at.zone, request)
        with self._asked(name):
            target = {**self._model(), "Input": json.dumps(request)}
        try:
            with self._asked(name):
                self._create(wanted, target)
        except _TakenError as taken:
            there = self._get(name)
            if there != wanted:
                raise ScheduleRefusedError(
                    f"{candidate.name} is scheduled for {channel} already, at {there.at} in {there.zone}, with record "
                    f"{there.request.get('seen')} seen; cancel that first with --cancel {name}"
                ) from taken
            return there
        return replace(wanted, is_new=True)

    def waiting(self) -> list[Scheduled]:
        """Every promotion that waits, the soonest by its own clock first."""
        with self._asked("the schedules"):
            self._model()  # a group that is not there may be listed as an empty one
            pages = self.client.get_paginator("list_schedules").paginate(GroupName=self.group)
            names = [one["Name"] for page in pages for one in page["Schedules"]]
        found = [self._found(name) for name in names if name != MODEL]
        return sorted((one for one in found if one is not None), key=lambda one: (one.at, one.name))

    def cancel(self, name: str) -> Scheduled:
        """Take a schedule away before it fires.

        Raises:
            ScheduleRefusedError: no promotion waits by that name.
            DeploymentError: the scheduler could not be asked.
        """
        found = self._found(name)
        if found is None:
            raise ScheduleRefusedError(f"no promotion called {name!r} waits in {self.group}; it may have been made already")
        with self._asked(name):
            self.client.delete_schedule(Name=name, GroupName=self.group)
        return found

    def _create(self, wanted: Scheduled, target: dict[str, Any]) -> None:
        self.client.create_schedule(
            Name=wanted.name,
            GroupName=self.group,
            ScheduleExpression=f"at({wanted.at})",
            ScheduleExpressionTimezone=wanted.zone,
            FlexibleTimeWindow={"Mode": "OFF"},
            ActionAfterCompletion="DELETE",
            Target=target,
        )

    def _model(self) -> dict[str, Any]:
        target: dict[str, Any] = self.client.get_schedule(Name=MODEL, GroupName=self.group)["Target"]
        return target

    def _found(self, name: str) -> Scheduled | None:
        """A promotion that waits; none where it is gone, or where a schedule of another kind has this name."""
        try:
            found = self._get(name)
        except _GoneError:
            return None
        return found if found.request.get("act") == "promote" else None

    def _get(self, name: str) -> Scheduled:
        with self._asked(name):
            told = self.client.get_schedule(Name=name, GroupName=self.group)
        at = told["ScheduleExpression"].removeprefix("at(").removesuffix(")")
        try:
            request = json.loads(told["Target"].get("Input", ""))
        except ValueError:
            request = None
        return Scheduled(name, at, told.get("ScheduleExpressionTimezone", "UTC"), request if isinstance(request, dict) else {})

    @contextmanager
    def _asked(self, what: str) -> Iterator[None]:
        try:
            yield
        except ClientError as error:
            if code(error) == "ConflictException":
                raise _TakenError(f"{what} is there already") from error
            if code(error) == "ResourceNotFoundException":
                raise _GoneError(
                    f"{what}: there is no group of schedules {self.group}, or no {MODEL} in it; "
                    "is the StoreName right, and the region in AWS_REGION?"
                ) from error
            raise DeploymentError(f"{what} in {self.group}: {_MEANING.get(code(error)) or said(error)}") from error
        except BotoCoreError as error:
            raise DeploymentError(f"{what} in {self.group}: the scheduler cannot be asked: {said(error)}") from error


class _TakenError(DeploymentError):
    """A schedule of this name is there."""


class _GoneError(DeploymentError):
    """A group or a schedule is not there."""


def schedules_of(store_name: str) -> Schedules:
    """Those of a deployment.

    Raises:
        ConfigurationError: the settings for AWS cannot be used.
    """
    return Schedules(client_for("scheduler"), store_name)


def _name(candidate: Candidate, channel: str) -> str:
    """One for each candidate and channel; a long one ends in a digest, so that two do not become one."""
    name = f"{candidate.name}-{channel}"
    return name if len(name) <= _LONGEST_NAME else f"{name[:51]}-{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def _refuse_if_expired(candidate: Candidate, at: Moment) -> None:
    until: datetime | None = kept_until(candidate.record)
    if until is not None and at.utc >= until:
        raise ScheduleRefusedError(
            f"{candidate.name} may have expired by then: its objects are sure to be kept until {until:%Y-%m-%d}; "
            "deposit the commit again nearer to the time, and schedule that"
        )

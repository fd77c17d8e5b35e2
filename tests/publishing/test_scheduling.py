"""Scheduled promotions: made with what was seen, delivered as often as AWS pleases, refused once the channel moved."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
import typer
from botocore.exceptions import ClientError, NoCredentialsError

from coursewright.commands.publishing.releasing import promote_command
from coursewright.commands.publishing.scheduling import schedule_command
from coursewright.errors import DeploymentError, ScheduleRefusedError, UnknownNameError
from coursewright.publishing.depositing.deposit import Candidate
from coursewright.publishing.promoting.moments import moment
from coursewright.publishing.promoting.scheduling import Schedules, schedules_of
from coursewright.publishing.records.logs import channel_log
from coursewright.publishing.storing.stores import stores_at
from deployments import ADDRESS, ALIAS_ARN, QUEUE_ARN, ROLE_ARN, Lambda, deployment, deposited
from small_course import small
from typed import Typed

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@pytest.fixture
def function(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Lambda]:
    monkeypatch.chdir(tmp_path)
    with deployment(monkeypatch) as made:
        yield made


@pytest.fixture
def typed(function: Lambda, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Typed:  # noqa: ARG001 - the deployment is there
    return Typed(tmp_path, capsys, address=ADDRESS)


def _deposit(more: str = "") -> Candidate:
    return deposited(small(more))


def _soon() -> str:
    """A day from now, which no candidate expires before."""
    return f"{datetime.now(UTC) + timedelta(days=1):%Y-%m-%dT%H:%M}"


def _schedule(typed: Typed, name: object, **more: Any) -> str:  # noqa: ANN401 - options
    options = {"at": _soon(), "timezone": "UTC", "by": "ana@example.org", "why": "the quarter", **more}
    return typed(schedule_command, str(name), **options)


def _stored(name: str) -> dict[str, Any]:
    told: dict[str, Any] = boto3.client("scheduler").get_schedule(Name=name, GroupName="acme")
    return told


def _record() -> int:
    head = channel_log(stores_at(ADDRESS).released, "stable").head()
    return head.number if head else 0


def test_a_schedule_holds_what_was_seen_and_is_sent_as_the_daily_heads_are(typed: Typed) -> None:
    candidate, at = _deposit(), _soon()
    told = _schedule(typed, candidate.name, at=at, timezone="Africa/Lagos")
    stored = _stored("2026-Q4-rc.1-stable")

    assert told.startswith(f"✓ scheduled 2026-Q4-rc.1-stable: 2026-Q4-rc.1 in stable at {at}:00 (Africa/Lagos)\n")
    assert "It happens only if there is no channel stable then, too." in told
    assert "coursewright schedule --cancel 2026-Q4-rc.1-stable --store s3://acme" in told
    assert json.loads(stored["Target"].pop("Input")) == {
        "act": "promote",
        "candidate": "2026-Q4-rc.1",
        "manifest": candidate.record["manifest"],
        "channel": "stable",
        "seen": 0,
        "by": "ana@example.org",
        "why": "the quarter",
        "again": False,
        "scheduled": "2026-Q4-rc.1-stable",
    }
    assert stored["Target"] == {
        "Arn": ALIAS_ARN,
        "RoleArn": ROLE_ARN,
        "RetryPolicy": {"MaximumRetryAttempts": 5, "MaximumEventAgeInSeconds": 21600},
        "DeadLetterConfig": {"Arn": QUEUE_ARN},
    }
    assert (stored["ScheduleExpression"], stored["ScheduleExpressionTimezone"]) == (f"at({at}:00)", "Africa/Lagos")
    assert (stored["ActionAfterCompletion"], stored["FlexibleTimeWindow"]) == ("DELETE", {"Mode": "OFF"})


def test_what_is_delivered_twice_is_promoted_once(function: Lambda, typed: Typed) -> None:
    _schedule(typed, _deposit().name)
    delivered = json.loads(_stored("2026-Q4-rc.1-stable")["Target"]["Input"])

    assert [function.run(delivered)["outcome"] for _ in range(2)] == ["done", "unchanged"]
    assert _record() == 1
    assert "scheduled promotion refused" not in [what for what, _ in function.told]


def test_what_comes_after_the_channel_moved_is_refused_and_told(function: Lambda, typed: Typed) -> None:
    first, second = _deposit(), _deposit("One more sentence.")
    _schedule(typed, first.name)
    delivered = json.loads(_stored("2026-Q4-rc.1-stable")["Target"]["Input"])
    typed(promote_command, str(second.name), by="ben@example.org")
    answer = function.run(delivered)

    assert answer["outcome"] == "refused"
    assert _record() == 1
    what, detail = function.told[-1]
    assert (what, detail["schedule"], detail["why"]) == (
        "scheduled promotion refused", "2026-Q4-rc.1-stable", answer["message"],
    )  # fmt: skip


def test_what_waits_is_listed_the_soonest_first_and_the_daily_heads_are_no_promotion(typed: Typed) -> None:
    first, second = _deposit(), _deposit("One more sentence.")
    later = f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%dT%H:%M}"
    assert "No promotion waits in s3://acme." in typed(schedule_command)
    _schedule(typed, first.name, at=later)
    _schedule(typed, second.name, channel="pilot")

    told = typed.json("schedule", schedule_command)["schedules"]
    assert [(one["name"], one["seen"], one["timezone"]) for one in told] == [
        ("2026-Q4-rc.2-pilot", 0, "UTC"),
        ("2026-Q4-rc.1-stable", 0, "UTC"),
    ]
    assert "2026-Q4-rc.2 in pilot at" in typed(schedule_command).splitlines()[0]


def test_what_is_cancelled_does_not_wait_any_more(typed: Typed) -> None:
    _schedule(typed, _deposit().name)
    assert "✓ took away 2026-Q4-rc.1-stable, which was to be 2026-Q4-rc.1 in stable at" in typed(
        schedule_command, cancel="2026-Q4-rc.1-stable"
    )
    assert typed.json("schedule", schedule_command)["schedules"] == []


@pytest.mark.parametrize("name", ["2026-Q4-rc.1-stable", "daily-heads"])
def test_only_promotions_that_wait_can_be_cancelled(typed: Typed, name: str) -> None:
    with pytest.raises(ScheduleRefusedError, match=f"no promotion called '{name}' waits in acme"):
        typed(schedule_command, cancel=name)
    assert _stored("daily-heads")["State"] == "ENABLED"


def test_the_same_again_changes_nothing_and_another_time_is_refused(typed: Typed) -> None:
    name, at = _deposit().name, _soon()
    _schedule(typed, name, at=at)
    assert "was scheduled before; nothing was changed" in _schedule(typed, name, at=at)
    with pytest.raises(ScheduleRefusedError, match=r"is scheduled for stable already, at .* cancel that first with --cancel"):
        _schedule(typed, name, at=at, timezone="Asia/Tokyo")
    assert _stored("2026-Q4-rc.1-stable")["ScheduleExpressionTimezone"] == "UTC"


def test_two_long_names_do_not_become_one(typed: Typed) -> None:
    name = _deposit().name
    for end in ("a", "b"):
        _schedule(typed, name, channel=f"pilot-{'x' * 52}{end}")
    told = typed.json("schedule", schedule_command)["schedules"]
    assert len({one["name"] for one in told}) == 2
    assert {len(one["name"]) for one in told} == {64}


def test_a_candidate_that_may_have_expired_by_then_is_not_scheduled(typed: Typed) -> None:
    name = _deposit().name
    month = datetime.now(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    last = month + timedelta(days=90)
    with pytest.raises(ScheduleRefusedError, match=f"its objects are sure to be kept until {last:%Y-%m-%d}; deposit the commit"):
        _schedule(typed, name, at=f"{last:%Y-%m-%dT%H:%M}")
    assert typed.json("schedule", schedule_command)["schedules"] == []
    assert "✓ scheduled" in _schedule(typed, name, at=f"{last - timedelta(minutes=1):%Y-%m-%dT%H:%M}")


@pytest.mark.parametrize(
    ("at", "zone", "sentence"),
    [
        ("2026-11-25T11:59", "UTC", "2026-11-25T11:59 in UTC is past; it is 2026-11-25T12:00 there"),
        ("2026-11-25T12:00", "UTC", "is past"),
        ("2026-11-25T12:59", "Europe/Berlin", "is past; it is 2026-11-25T13:00 there"),
        ("2027-03-28T02:30", "Europe/Berlin", "in Europe/Berlin clocks never show 2027-03-28T02:30"),
        ("2027-10-31T02:30", "Europe/Berlin", "in Europe/Berlin clocks show 2027-10-31T02:30 twice"),
        ("2027-01-04T09:00", "Europe/Berln", r"there is no time zone 'Europe/Berln'; did you mean Europe/Berlin"),
        ("2027-01-04T09:00", "../../etc/passwd", "there is no time zone"),
        ("2027-01-04T09:00", "Europe", "there is no time zone 'Europe'"),
        ("2027-01-04T09:00", "localtime", "there is no time zone 'localtime'"),
        ("2027-02-30T09:00", "UTC", "2027-02-30T09:00 is no time: day "),
        ("2027-01-04T09:00+01:00", "UTC", "write it as 2027-01-04T09:00, without an offset"),
        ("tomorrow", "UTC", "'tomorrow' is no time"),
        ("٢٠٢٧-01-04T09:00", "UTC", "is no time; write it as"),
    ],
)
def test_a_time_that_never_comes_or_is_no_time_is_a_sentence(at: str, zone: str, sentence: str) -> None:
    with pytest.raises(ScheduleRefusedError, match=sentence):
        moment(at, zone, NOW)


@pytest.mark.parametrize(
    ("at", "zone", "utc"),
    [
        ("2027-01-04T09:00", "Europe/Berlin", "2027-01-04T08:00:00+00:00"),
        ("2027-07-04T09:00:30", "Europe/Berlin", "2027-07-04T07:00:30+00:00"),
        ("2027-03-28T03:00", "Europe/Berlin", "2027-03-28T01:00:00+00:00"),
    ],
)
def test_a_time_in_a_zone_is_one_moment(at: str, zone: str, utc: str) -> None:
    assert moment(at, zone, NOW).utc.isoformat() == utc


class Refusing:
    """A scheduler that answers every call with one error."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def get_schedule(self, **_parameters: object) -> None:
        raise self.error


def _error(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "as AWS words it."}}, "GetSchedule")


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (_error("AccessDeniedException"), "name in acme: it is not allowed; who schedules needs scheduler:CreateSchedule"),
        (_error("ExpiredTokenException"), "the credentials have expired"),
        (_error("InternalServerException"), r"as AWS words it \(InternalServerException\)"),
        (NoCredentialsError(), "the scheduler cannot be asked: there are no credentials for AWS"),
    ],
)
def test_what_the_scheduler_refuses_is_a_sentence(error: Exception, sentence: str) -> None:
    with pytest.raises(DeploymentError, match=sentence):
        Schedules(Refusing(error), "acme").cancel("name")


def test_a_deployment_that_is_not_there_is_a_question(function: Lambda) -> None:  # noqa: ARG001 - the region is set
    with pytest.raises(DeploymentError, match=r"there is no group of schedules other.*is the StoreName right"):
        schedules_of("other").waiting()


def test_misuse_is_told_before_anything_is_asked(typed: Typed) -> None:
    for options in ({"at": _soon()}, {"cancel": "x", "at": _soon()}):
        with pytest.raises(typer.BadParameter, match="name a candidate to schedule it"):
            typed(schedule_command, **options)
    with pytest.raises(typer.BadParameter, match="say when and where"):
        typed(schedule_command, "2026-Q4-rc.1", at=_soon())
    with pytest.raises(UnknownNameError, match="cannot be a channel"):
        _schedule(typed, "2026-Q4-rc.1", channel="No Channel")
    with pytest.raises(UnknownNameError, match=r"2026-Q4-rc\.1"):
        _schedule(typed, "2026-Q4-rc.1")


def test_a_folder_has_no_schedules(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with pytest.raises(DeploymentError, match="is a folder, and schedules are kept by a deployment"):
        Typed(tmp_path, capsys)(schedule_command)

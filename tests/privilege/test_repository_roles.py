"""The roles of authors' repositories (github.yaml): a push takes all of one, and what each can do with everything there is."""

from __future__ import annotations

from pathlib import Path

import boto3
import pytest
import typer

from aws_stand_ins import Clients
from courses import ROOT
from coursewright.authoring.sources.folder import read_folder
from coursewright.commands.publishing.pushing import push_command
from coursewright.commands.publishing.told_findings import PushFormat
from coursewright.errors import StoreError
from deployed import STORE_NAME, TESTING, Deployed, granted, stack
from granted import granted_to, of_buckets
from iam_gate import Gate, unused
from iam_policies import Request, Statement, Verdict, judged
from policy_questions import ACCOUNT, every_key, place_of, s3
from repositories import repository
from small_course import VALID
from transformed import stack_in
from uploads import event_of


def of_github(role: str) -> tuple[Statement, ...]:
    parameters = {"StoreName": STORE_NAME, "Repository": "acme/courses", "RepositoryName": "courses"}
    return (*granted_to(stack_in(ROOT / "github.yaml", parameters, ACCOUNT), role), *of_buckets(stack()))


def _can(role: str) -> set[str]:
    """What a role can do with what the buckets hold, by action, bucket and place."""
    statements, found = of_github(role), set()
    for bucket, key in every_key():
        name, place = f"{STORE_NAME}-{bucket}", place_of(key)
        asked = (s3("GetObject", name, key), s3("PutObject", name, key, s3__if_none_match="*"), s3("DeleteObject", name, key))
        found |= {f"{one.action} {bucket}/{place}" for one in asked if judged(one, statements) is Verdict.ALLOWED}
    return found


def test_a_push_that_waits_takes_all_that_a_depositor_is_granted_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command itself, before there is a report and after; the publish function works in between."""
    files = {f"content/{name}": data for name, data in read_folder(VALID).files.items()}
    content = repository(tmp_path / "r", files) / "content"
    publish = Deployed("Publish")
    publish.begin(granted("Publish"), {})
    gate = Gate(of_github("Depositor"), ACCOUNT, {"s3": publish.buckets})
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", Clients(gate, TESTING, None))

    def push() -> None:
        push_command("HEAD", content, f"s3://{STORE_NAME}", True, "one", 1, PushFormat.TEXT, False)  # noqa: FBT003 - its options

    with pytest.raises(StoreError, match="there is none at all"):
        push()
    assert "done" == publish.deliver(event_of(*publish.below("incoming", "incoming/")))
    with pytest.raises(typer.Exit) as end:
        push()
    assert 0 == end.value.exit_code
    assert "deposited 2026-Q4-rc.1" in capsys.readouterr().out
    assert [] == gate.refused
    assert [] == unused((one for one in gate.statements if one.effect == "Allow"), gate.asked)


def test_an_authors_repository_deposits_and_reads_reports_and_nothing_else() -> None:
    reports = s3("GetObject", f"{STORE_NAME}-incoming", "reports/a/b/0001.json")

    assert {"s3:PutObject incoming/incoming"} == _can("Depositor")
    assert Verdict.ALLOWED is judged(reports, of_github("Depositor"))
    assert Verdict.ALLOWED is not judged(s3("PutObject", f"{STORE_NAME}-incoming", "incoming/a/b"), of_github("Depositor"))


def test_what_compares_candidates_reads_no_answer_key() -> None:
    read = {one.removeprefix("s3:GetObject ") for one in _can("Reader")}

    assert {"candidates/candidates", "candidates/objects", "candidates/private", "released/objects", "released/private",
            "released/releases", "released/editions", "released/channels"} == read  # fmt: skip


def test_what_promotes_asks_the_promote_function_and_touches_no_store() -> None:
    names = [
        f"{STORE_NAME}-{name}" for name in ("promote", "promote:live", "promote:1", "publish", "publish:live", "content-api")
    ]
    asked = {name: Request("lambda:InvokeFunction", ACCOUNT.arn("lambda", f"function:{name}")) for name in names}
    can = {name for name, one in asked.items() if judged(one, of_github("Promoter")) is Verdict.ALLOWED}

    assert set() == _can("Promoter")
    assert {f"{STORE_NAME}-promote", f"{STORE_NAME}-promote:live"} == can

"""The verbs on a deployment: read from its buckets, asked of its promote function, told as on a laptop."""

from __future__ import annotations

import secrets
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, NoCredentialsError, ReadTimeoutError

from coursewright.commands.publishing.comparing import diff_command
from coursewright.commands.publishing.correcting import heads_command, rollback_command, withdraw_command
from coursewright.commands.publishing.expunging import expunge_command
from coursewright.commands.publishing.keeping import backup_command, restore_command
from coursewright.commands.publishing.looking import history_command, releases_command
from coursewright.commands.publishing.releasing import promote_command
from coursewright.commands.publishing.settling import settle_command
from coursewright.commands.publishing.showing import show_command
from coursewright.commands.publishing.verifying import trust_root_command, verify_command
from coursewright.errors import (
    BackupError,
    ConfigurationError,
    DeploymentError,
    LostRaceError,
    PromotionRefusedError,
    StoreError,
    UnknownNameError,
    UnknownVerdictError,
)
from coursewright.publishing.keys.trust_root import as_text
from coursewright.publishing.records.logs import channel_log
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.storing.stores import Deployed, stores_at
from deployments import ADDRESS, Lambda, deployment, deposited
from drills import held, lived
from s3_server import SeaweedFS
from small_course import small
from small_store import ROOT
from taken_down import mended
from typed import Typed


def _error(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "as AWS words it."}}, "Invoke")


_FAILURES: list[tuple[Exception | dict[str, Any], str]] = [
    (_error("ResourceNotFoundException"), "acme-promote cannot be asked: it is not there; is the StoreName right"),
    (_error("AccessDeniedException"), "needs lambda:InvokeFunction on its alias live"),
    (_error("ExpiredTokenException"), "the credentials have expired; sign in again"),
    (_error("KMSDisabledException"), r"as AWS words it \(KMSDisabledException\)"),
    (NoCredentialsError(), "there are no credentials for AWS; sign in"),
    (EndpointConnectionError(endpoint_url="https://lambda"), "cannot be asked: Could not connect"),
    (ReadTimeoutError(endpoint_url="https://lambda"), "gave no whole answer .*whether it happened is not known"),
    (
        {"FunctionError": "Unhandled", "Payload": {"errorType": "StoreError", "errorMessage": "no bucket"}},
        "acme-promote failed: StoreError: no bucket; its log /aws/lambda/acme-promote says more",
    ),
    ({"Payload": {"outcome": "odd", "message": ""}}, "answers 'odd', which this version"),
    ({"Payload": None}, "it answered no object"),
]


@pytest.fixture
def function(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Lambda]:
    monkeypatch.chdir(tmp_path)
    with deployment(monkeypatch) as made:
        yield made


@pytest.fixture
def typed(function: Lambda, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Typed:  # noqa: ARG001 - the deployment is there
    return Typed(tmp_path, capsys, address=ADDRESS)


def _deposit(more: str = "", edition: str | None = None) -> str:
    return str(deposited(small(more, edition)).name)


def _keys(bucket: str) -> list[str]:
    return [one["Key"] for one in boto3.client("s3").list_objects_v2(Bucket=bucket)["Contents"]]


def _record(channel: str = "stable") -> int:
    head = channel_log(stores_at(ADDRESS).released, channel).head()
    return head.number if head else 0


def test_a_quarter_on_a_deployment_reads_as_on_a_laptop(function: Lambda, typed: Typed) -> None:
    first, second = _deposit(), _deposit(edition="2027-Q1")
    said = [typed(promote_command, name, by="ana@example.org", why="as planned") for name in (first, second, second)]

    assert said[0].startswith("✓ promoted 2026-Q4.1 (manifest ")
    assert said[0].endswith("; stable (a new channel) is at 2026-Q4\n")
    assert said[1].endswith("; stable is at 2027-Q1\n")
    assert said[2] == "✓ stable is at 2027-Q1, and 2027-Q1.1 was promoted already; nothing was moved\n"
    assert [one["seen"] for one in function.asked] == [0, 1, 2]
    assert "rolled back stable: 2027-Q1 → 2026-Q4, release 2026-Q4.1 (record 3)" in typed(
        rollback_command, "stable", by="ana@example.org", why="questions"
    )
    assert "✓ withdrew 2027-Q1.1: wrong" in typed(withdraw_command, "2027-Q1.1", by="ana@example.org", why="wrong")
    assert "all 3 heads are fresh; nothing was written" in typed(heads_command)
    assert [what for what, _ in function.told] == ["release promoted", "release promoted", "rolled back", "withdrawn"]
    assert _record() == 3


def test_what_only_looks_reads_the_buckets_and_asks_nobody(function: Lambda, typed: Typed) -> None:
    name = _deposit()
    typed(promote_command, name, by="ana@example.org")
    asked = len(function.asked)

    listed = typed.json("releases", releases_command)
    assert (listed["channels"][0]["release"], listed["candidates"][0]["name"]) == ("2026-Q4.1", name)
    assert typed.json("show", show_command, "stable")["kind"] == "channel"
    assert typed.json("history", history_command, "stable")["logs"][0]["records"][0]["by"] == "ana@example.org"
    assert "the same release, byte for byte" in typed(diff_command, name, "stable")
    assert "✓ verified" in typed(verify_command, None)
    assert len(function.asked) == asked


def test_documents_for_scripts_are_those_of_a_laptop(typed: Typed) -> None:
    older, newer = _deposit(), _deposit(edition="2027-Q1")
    typed(promote_command, older, by="ana@example.org")
    promoted = typed.json("promote", promote_command, newer, by="ana@example.org")
    assert (promoted["release"], promoted["moved"], promoted["channel_record"]) == ("2027-Q1.1", True, 2)
    back = typed.json("rollback", rollback_command, "stable", by="ana@example.org")
    assert (back["from"], back["to"], back["record"]) == ("2027-Q1", "2026-Q4", 3)
    gone = typed.json("withdraw", withdraw_command, "2027-Q1.1", "wrong", by="ana@example.org")
    assert (gone["stands_at"], gone["is_good"], gone["moved"]) == ("2027-Q1.1", False, True)


def test_a_channel_that_moved_after_it_was_seen_is_refused_and_stays(typed: Typed) -> None:
    typed(promote_command, _deposit(), by="ana@example.org")
    typed(promote_command, _deposit(edition="2027-Q1"), by="ana@example.org")
    with pytest.raises(PromotionRefusedError, match=r"stable is at record 2 .*, not 1"):
        typed(rollback_command, "stable", to="2026-Q4", seen=1, by="ana@example.org")
    assert _record() == 2


def test_who_may_only_ask_the_function_promotes_what_others_saw(
    function: Lambda, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = _deposit()
    manifest = small().manifest
    for store in ("candidates", "released"):
        monkeypatch.setattr(Deployed, store, object())  # whoever reads it fails
    said = [typed(promote_command, name, by="ana@example.org", manifest=manifest, seen=0) for _ in range(2)]

    assert f"✓ promoted 2026-Q4.1 (manifest {manifest[:12]}); stable (a new channel) is at 2026-Q4" in said[0]
    assert "✓ stable is at 2026-Q4, and 2026-Q4.1 was promoted already; nothing was moved" in said[1]
    with pytest.raises(PromotionRefusedError, match="000000000000 was seen"):
        typed(promote_command, name, by="ana@example.org", manifest="0" * 64, seen=1)
    assert [one["seen"] for one in function.asked] == [0, 0, 1]


def test_a_function_that_cannot_be_asked_or_fails_is_a_sentence(function: Lambda, typed: Typed) -> None:
    name = _deposit()
    for failure, sentence in _FAILURES:
        function.failing.append(failure)
        with pytest.raises(DeploymentError, match=sentence):
            typed(promote_command, name, by="ana@example.org")
    assert _record() == 0


def test_who_loses_a_race_is_told_so(function: Lambda, typed: Typed) -> None:
    name = _deposit()
    function.failing.append({"Payload": {"outcome": "lost", "message": "somebody was first"}})
    with pytest.raises(LostRaceError, match="somebody was first"):
        typed(promote_command, name, by="ana@example.org")


def test_a_record_of_which_the_function_does_not_know_is_kept_here_and_settled_by_it(function: Lambda, typed: Typed) -> None:
    typed(promote_command, _deposit(), by="ana@example.org")
    key = channel_log(stores_at(ADDRESS).released, "stable").prefix
    data = stores_at(ADDRESS).released.get(stores_at(ADDRESS).released.keys(f"{key}/")[0])
    pending = {"prefix": "channels/stable", "number": 1, "data": b64encode(data).decode()}
    function.failing.append({"Payload": {"outcome": "unknown", "message": "S3 did not say", "pending": pending}})
    with pytest.raises(UnknownVerdictError, match="coursewright settle channels-stable-1 --store s3://acme"):
        typed(promote_command, _deposit(edition="2027-Q1"), by="ana@example.org")

    assert "channels-stable-1: record 1 of channels/stable" in typed(settle_command)
    assert "✓ won: record 1 of channels/stable" in typed(settle_command, "channels-stable-1")
    assert function.asked[-1]["act"] == "settle"
    assert "Nothing waits to be settled." in typed(settle_command)


def test_a_candidate_that_is_not_there_is_told_with_where_to_look(typed: Typed) -> None:
    with pytest.raises(UnknownNameError, match=r"no candidate '2026-Q4-rc\.7'; `coursewright releases --store s3://acme` lists"):
        typed(promote_command, "2026-Q4-rc.7", by="ana@example.org")


@pytest.mark.parametrize("verb", [releases_command, history_command, heads_command])
def test_buckets_that_are_not_there_are_a_sentence(function: Lambda, verb: Callable[..., None]) -> None:  # noqa: ARG001
    with pytest.raises(StoreError, match=r"other-released cannot be listed: there is no such bucket \(NoSuchBucket\)"):
        verb(store="s3://other")


@pytest.mark.parametrize("address", ["s3://", "s3://A", "s3://acme/released", "s3://acme courses"])
def test_what_names_no_deployment_is_refused_with_the_form_it_should_have(address: str) -> None:
    with pytest.raises(StoreError, match="goes the StoreName of a deployment, as in s3://acme-courses"):
        stores_at(address)


def test_a_machine_without_a_region_is_told_which_setting_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ConfigurationError, match="no region is set for AWS; set AWS_REGION"):
        stores_at(ADDRESS).signers()


def test_a_withdrawn_figure_is_taken_down_in_both_buckets(typed: Typed) -> None:
    figure = next(
        digest for kind, digest in small().objects if kind == "assets" and digest not in {one for _, one in mended().objects}
    )
    typed(promote_command, _deposit(), by="ana@example.org")
    typed(promote_command, str(deposited(mended()).name), by="ana@example.org")
    typed(withdraw_command, "2026-Q4.1", "a figure", by="ana@example.org")
    told = typed(expunge_command, figure, "an order", by="ana@example.org", yes=True)

    assert "✓ took down 1 object; removed 2 files" in told
    assert [] == [
        key
        for bucket in ("acme-released", "acme-candidates")
        for key in _keys(bucket)
        if figure in key and not key.startswith("expunged/")
    ]


def test_everything_released_is_backed_up_and_restored_into_an_empty_store_byte_for_byte(typed: Typed, tmp_path: Path) -> None:
    typed(promote_command, _deposit(), by="ana@example.org")
    typed(trust_root_command, to=tmp_path / "root.json")
    before = held(stores_at(ADDRESS).released)
    client = boto3.client("s3")
    client.create_bucket(Bucket="empty-released", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})

    assert "✓ copied to " in typed(backup_command, str(tmp_path / "kept"))
    restore_command(str(tmp_path / "kept"), store="s3://empty", root=tmp_path / "root.json")
    assert before == held(FolderStore(tmp_path / "kept" / "released"))
    assert before == held(stores_at("s3://empty").released)


def test_stores_of_a_deployment_keep_what_waits_on_this_machine() -> None:
    stores = stores_at("s3://acme-courses/")
    assert isinstance(stores, Deployed)
    assert (stores.address, stores.released_at, str(stores.pending)) == (
        "s3://acme-courses", "s3://acme-courses-released", ".coursewright/pending",
    )  # fmt: skip


def test_a_real_s3_gives_back_byte_for_byte_what_was_kept_there(
    seaweed: SeaweedFS, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)  # which would go on with the credentials of another test
    for name, value in seaweed.environment().items():
        monkeypatch.setenv(name, value)
    name = f"test-{secrets.token_hex(4)}"
    seaweed.bucket(f"{name}-released")
    seaweed.bucket(f"{name}-candidates")
    (tmp_path / "root.json").write_text(as_text(ROOT))
    there, back = Typed(lived(), capsys, address=f"s3://{name}"), tmp_path / "back"
    before = held(FolderStore(lived() / "released"))

    assert "✓ copied to " in there(lambda store: backup_command(store, store=str(lived())))
    assert before == held(stores_at(f"s3://{name}").released)
    assert (
        there.json("releases", releases_command)["channels"]
        == Typed(lived(), capsys).json("releases", releases_command)["channels"]
    )
    restore_command(f"s3://{name}", store=str(back), root=tmp_path / "root.json")
    assert before == held(FolderStore(back / "released"))
    with pytest.raises(BackupError, match="cannot be a backup of itself"):
        there(lambda store: backup_command(f"{store}/", store=store))

"""What no function can do, asked of its policy and the buckets' own: by every key there is, and every action that matters."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from deployed import BUCKETS, EVERYTHING, FUNCTIONS, STORE_NAME, granted, stack
from granted import ROLE, granted_to, of_buckets
from iam_gate import unused
from iam_policies import Request, Statement, Verdict, judged
from policy_questions import ACCOUNT, every_key, one_key_each, place_of, s3
from transformed import Stack

TAKEDOWN = "arn:aws:iam::123456789012:role/takedown"
SECRET = {"keys", "coach", "private"}
FOR_LEARNERS = {"objects", "assets", "gzip", "attestations", "releases", "editions", "channels", "heads", "expunged"} | {
    "status",
    "observed",
    "changes",
}


def may(function: str, request: Request) -> bool:
    return judged(request, (*granted(function), *of_buckets(stack()))) is Verdict.ALLOWED


def _readable(statements: tuple[Statement, ...]) -> set[str]:
    """Below what in which bucket something can be read."""
    found = set()
    for bucket, key in every_key():
        if judged(s3("GetObject", f"{STORE_NAME}-{bucket}", key), (*statements, *of_buckets(stack()))) is Verdict.ALLOWED:
            found.add(f"{bucket}/{key.split('/', 1)[0]}")
    return found


def test_the_content_api_reads_neither_candidates_nor_keys() -> None:
    everything = {f"{bucket}/{key.split('/', 1)[0]}" for bucket, key in every_key()}

    assert {f"released/{place}" for place in FOR_LEARNERS} == _readable(granted("ContentApi"))
    assert {"released/keys", "released/coach", "released/private", "candidates/generations", "incoming/incoming"} <= everything
    assert {"released/observations", "released/reminders"} <= everything
    assert everything == _readable(EVERYTHING)  # the control: a policy with * is found out


def test_a_preview_reads_what_reviewers_may_and_no_name_of_it_is_listed() -> None:
    secret = {(bucket, key) for bucket, key in every_key() if place_of(key) in SECRET and bucket != "incoming"}

    assert SECRET == {place_of(key) for _, key in secret}
    assert all(may("PreviewApi", s3("GetObject", f"{STORE_NAME}-{bucket}", key)) for bucket, key in secret)
    assert not any(may("PreviewApi", s3("ListBucket", f"{STORE_NAME}-released", s3__prefix=f"{space}/")) for space in SECRET)


def test_a_preview_puts_nothing_into_a_release_or_a_candidate() -> None:
    """What moves a channel is asked of promote: the page has no right to."""

    def puts(bucket: str, key: str) -> bool:
        return may("PreviewApi", s3("PutObject", f"{STORE_NAME}-{bucket}", key, s3__if_none_match="*"))

    put = {f"{bucket}/{key.split('/', 1)[0]}" for bucket, key in every_key() if puts(bucket, key)}
    assert {"candidates/reviews", "candidates/changes"} == put
    assert puts("candidates", "reviews/2026-Q4-rc.1/9999999998.json")
    assert puts("candidates", "changes/1/a/b")


def test_a_preview_asks_no_function_but_promote_and_passes_on_no_role_but_the_schedulers() -> None:
    asks = [Request("lambda:InvokeFunction", ACCOUNT.arn("lambda", f"function:{STORE_NAME}-{end}")) for end in
            ("promote:live", "promote", "promote:1", "publish:live", "observe:live", "remind:live")]  # fmt: skip
    to_scheduler = {"iam:passedtoservice": ("scheduler.amazonaws.com",)}
    roles = [f"arn:aws:iam::123456789012:role/{STORE_NAME}-scheduler", "arn:aws:iam::123456789012:role/DailyRole"]
    here, there = (ACCOUNT.arn("scheduler", f"schedule/{group}/one") for group in (STORE_NAME, "default"))

    assert [True, False, False, False, False, False] == [may("PreviewApi", one) for one in asks]
    assert [True, False] == [may("PreviewApi", Request("iam:PassRole", one, to_scheduler)) for one in roles]
    assert not may("PreviewApi", Request("iam:PassRole", roles[0], {"iam:passedtoservice": ("lambda.amazonaws.com",)}))
    assert [True, False] == [may("PreviewApi", Request("scheduler:CreateSchedule", one)) for one in (here, there)]
    assert not any(may("PreviewApi", Request(f"scheduler:{act}", here)) for act in ("UpdateSchedule", "DeleteSchedule"))


def test_a_preview_reads_its_own_secrets_and_no_other() -> None:
    def reads(secret: str) -> bool:
        return may("PreviewApi", Request("secretsmanager:GetSecretValue", secret))

    own = ACCOUNT.arn("secretsmanager", f"secret:{STORE_NAME}-sessions-AbCdEf")
    assert reads(own)
    assert reads(stack().parameters["OidcClientSecretArn"])
    assert not reads(stack().parameters["OpenAiKeySecretArn"])
    without = Stack(stack().template, {**stack().parameters, "OidcClientSecretArn": ""}, stack().account)
    found = [one for one in granted_to(without, "PreviewApiRole") if "secretsmanager:GetSecretValue" in one.actions]
    assert [(own,)] == [one.resources for one in found]


@pytest.mark.parametrize("prefix", [None, "", "k", "keys", "keys/", "keys/0", "coach/", "private/", "o", "objects"])
def test_an_api_cannot_list_what_it_may_not_read(prefix: str | None) -> None:
    """A short answer key can be guessed from its digest, so not even names are told."""
    context = {} if prefix is None else {"s3__prefix": prefix}
    listings = [s3("ListBucket", f"{STORE_NAME}-{bucket}", **context) for bucket in BUCKETS]

    assert [] == [str(one) for function in ("ContentApi", "PreviewApi") for one in listings if may(function, one)]
    assert may("ContentApi", s3("ListBucket", f"{STORE_NAME}-released", s3__prefix="objects/"))


OVERWRITING = ("DeleteObject", "DeleteObjectVersion", "PutObjectRetention", "BypassGovernanceRetention", "PutObjectLegalHold",
               "PutObjectAcl", "PutObjectTagging", "RestoreObject", "ReplicateObject", "AbortMultipartUpload")  # fmt: skip
RULING = ("DeleteBucket", "PutBucketPolicy", "DeleteBucketPolicy", "PutBucketVersioning", "PutLifecycleConfiguration",
          "PutBucketAcl", "PutBucketNotification", "PutEncryptionConfiguration", "PutBucketPublicAccessBlock",
          "PutBucketObjectLockConfiguration", "ListBucketVersions")  # fmt: skip


@pytest.mark.parametrize("function", FUNCTIONS)
def test_no_function_deletes_or_overwrites_or_rules(function: str) -> None:
    on_objects = [s3(action, f"{STORE_NAME}-{bucket}", key) for action in OVERWRITING for bucket, key in one_key_each()]
    on_buckets = [s3(action, f"{STORE_NAME}-{bucket}") for action in RULING for bucket in BUCKETS]

    assert [] == [str(one) for one in (*on_objects, *on_buckets) if may(function, one)]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_nothing_is_put_but_where_nothing_is_and_by_tls(function: str) -> None:
    """The condition that SeaweedFS cannot judge: it refuses every put. AWS's own example of it is in test_iam_policies.py."""
    puts = [(f"{STORE_NAME}-{bucket}", key) for bucket, key in one_key_each()]
    can = [one for one in puts if may(function, s3("PutObject", *one, s3__if_none_match="*"))]
    in_the_clear = {"aws__securetransport": "false"}

    assert [] == [one for one in can if may(function, s3("PutObject", *one))]
    assert [] == [one for one in can if may(function, s3("PutObject", *one, s3__if_none_match="*", **in_the_clear))]
    assert bool(can) is (function != "ContentApi")


@pytest.mark.parametrize("bucket", BUCKETS)
def test_not_even_who_may_do_everything_puts_over_what_is_there(bucket: str) -> None:
    name = f"{STORE_NAME}-{bucket}"
    put, over = s3("PutObject", name, "any/key", s3__if_none_match="*"), s3("PutObject", name, "any/key")

    assert (Verdict.ALLOWED, Verdict.DENIED) == tuple(judged(one, (*EVERYTHING, *of_buckets(stack()))) for one in (put, over))
    assert Verdict.ALLOWED is judged(over, EVERYTHING)  # the control: it is the bucket's policy that refuses


@pytest.mark.parametrize("bucket", ["candidates", "released"])
@pytest.mark.parametrize("action", ["DeleteObject", "DeleteObjectVersion"])
def test_nobody_deletes_but_the_one_role_for_takedowns(bucket: str, action: str) -> None:
    with_role = Stack(stack().template, {**stack().parameters, "TakedownRoleArn": TAKEDOWN}, stack().account)

    def verdict(of: Stack, who: str) -> Verdict:
        return judged(s3(action, f"{STORE_NAME}-{bucket}", "keys/a", aws__principalarn=who), (*EVERYTHING, *of_buckets(of)))

    assert {Verdict.DENIED} == {verdict(stack(), who) for who in (TAKEDOWN, "arn:aws:iam::123456789012:root")}
    assert (Verdict.ALLOWED, Verdict.DENIED) == (verdict(with_role, TAKEDOWN), verdict(with_role, f"{TAKEDOWN}-not"))


def _elsewhere() -> Iterator[Request]:
    for bucket, key in one_key_each():
        for other in ("other-courses", f"{STORE_NAME}2", f"{STORE_NAME}-2", f"x{STORE_NAME}"):
            yield s3("GetObject", f"{other}-{bucket}", key)
            yield s3("PutObject", f"{other}-{bucket}", key, s3__if_none_match="*")
            yield s3("ListBucket", f"{other}-{bucket}", s3__prefix=key)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_no_function_reads_or_writes_another_store(function: str) -> None:
    assert [] == [str(one) for one in _elsewhere() if may(function, one)]


SIGNS: dict[str, set[str]] = {
    "ContentApi": set(),
    "PreviewApi": set(),
    "Publish": {"Attestations", "Records"},
    "Promote": {"Records", "Heads"},
    "Observe": set(),
    "Remind": set(),
}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_signs_for_its_own_roles_in_one_way_only(function: str) -> None:
    """Who deposits cannot say where a log stands, and who promotes cannot say where a release came from."""

    def signs(key: str, how: str = "ECDSA_SHA_256", kind: str = "DIGEST", action: str = "Sign") -> bool:
        context = {"kms:signingalgorithm": (how,), "kms:messagetype": (kind,)}
        return may(function, Request(f"kms:{action}", ACCOUNT.arn("kms", f"key/{key}"), context))

    keys = [f"{role}Key" for role in ("Attestations", "Records", "Heads")]
    assert SIGNS[function] == {key.removesuffix("Key") for key in keys if signs(key)}
    assert not any(signs(key, "ECDSA_SHA_384") or signs(key, kind="RAW") for key in keys)
    others = ("DisableKey", "ScheduleKeyDeletion", "PutKeyPolicy", "CreateGrant", "UpdateAlias", "CreateAlias", "Decrypt")
    assert not any(signs(key, action=action) for action in others for key in (*keys, "another"))
    assert not signs("another")


@pytest.mark.parametrize("function", FUNCTIONS)
def test_no_function_speaks_in_anothers_name_or_calls_another(function: str) -> None:
    bus = ACCOUNT.arn("events", "event-bus/default")
    known = (
        "candidate deposited",
        "release promoted",
        "rolled back",
        "withdrawn",
        "scheduled promotion refused",
        "owner reminded",
        "anything",
    )

    def told(source: str, resource: str = bus) -> list[str]:
        said = ({"events:source": (source,), "events:detail-type": (kind,)} for kind in known)
        return [
            context["events:detail-type"][0] for context in said if may(function, Request("events:PutEvents", resource, context))
        ]

    own = {"Publish": list(known[:1]), "Promote": list(known[1:5]), "Remind": list(known[5:6])}
    assert (own.get(function, []), [], []) == (told("coursewright"), told("aws.s3"), told("coursewright", f"{bus}-2"))
    others = ("promote", "publish", "content-api", "promote:live", "observe:live", "remind:live")
    names = [f"{STORE_NAME}-{name}" for name in others if (function, name) != ("PreviewApi", "promote:live")]
    reached = [Request("lambda:InvokeFunction", ACCOUNT.arn("lambda", f"function:{name}")) for name in names]
    reached += [
        Request(action, "*") for action in ("sts:AssumeRole", "iam:PassRole", "lambda:UpdateFunctionCode", "logs:DeleteLogGroup")
    ]
    assert [] == [str(one) for one in reached if may(function, one)]


def test_the_schedulers_role_asks_the_promote_function_alone_and_keeps_what_failed() -> None:
    """Everything it may do is what the schedule of the template makes it do."""
    target = stack().properties("DailyHeads")["Target"]
    statements = granted_to(stack(), "SchedulerRole")
    does = [Request("lambda:InvokeFunction", target["Arn"]), Request("sqs:SendMessage", target["DeadLetterConfig"]["Arn"])]
    names = (*(stack().properties(name)["FunctionName"] for name in FUNCTIONS), "another")
    others = [
        Request("lambda:InvokeFunction", ACCOUNT.arn("lambda", f"function:{name}{end}"))
        for name in names
        for end in ("", ":live", ":1")
    ]

    assert ACCOUNT.arn("lambda", f"function:{STORE_NAME}-promote:live") == target["Arn"]
    assert stack().raw("DailyHeads")["Target"]["RoleArn"] == {"Fn::GetAtt": ["SchedulerRole", "Arn"]}
    assert [Verdict.ALLOWED] * 2 == [judged(one, statements) for one in does]
    assert [] == unused(statements, does)
    assert [target["Arn"]] == [one.resource for one in others if judged(one, statements) is Verdict.ALLOWED]


def test_the_daily_role_asks_the_daily_functions_alone() -> None:
    """And only by the schedules that have it, which cannot be passed on by whoever schedules promotions."""
    targets = [stack().properties(name)["Target"] for name in ("DailyObservation", "DailyReminders")]
    statements = granted_to(stack(), "DailyRole")
    does = [Request("lambda:InvokeFunction", one["Arn"]) for one in targets]
    does.append(Request("sqs:SendMessage", targets[0]["DeadLetterConfig"]["Arn"]))
    names = [stack().properties(name)["FunctionName"] for name in FUNCTIONS]
    others = [
        Request("lambda:InvokeFunction", ACCOUNT.arn("lambda", f"function:{name}{end}"))
        for name in names
        for end in ("", ":live")
    ]
    live = [ACCOUNT.arn("lambda", f"function:{STORE_NAME}-{name}:live") for name in ("observe", "remind")]

    assert live == [one["Arn"] for one in targets]
    assert {"Fn::GetAtt": ["DailyRole", "Arn"]} == stack().raw("DailyReminders")["Target"]["RoleArn"]
    assert [Verdict.ALLOWED] * 3 == [judged(one, statements) for one in does]
    assert [] == unused(statements, does)
    assert live == [one.resource for one in others if judged(one, statements) is Verdict.ALLOWED]


PUTS = {"Observe": {"observations", "observed", "status"}, "Remind": {"reminders"}}


@pytest.mark.parametrize("function", PUTS)
def test_a_daily_function_puts_its_own_notes_alone_and_reads_no_key(function: str) -> None:
    """Who reads what strangers publish can write nothing that a learner reads, and no record."""
    released = [key for bucket, key in one_key_each() if bucket == "released"]
    put = {
        place_of(key) for key in released if may(function, s3("PutObject", f"{STORE_NAME}-released", key, s3__if_none_match="*"))
    }
    read = {place_of(key) for key in released if may(function, s3("GetObject", f"{STORE_NAME}-released", key))}

    assert PUTS[function] == put
    assert set() == read & {*SECRET, "heads", "attestations", "releases"}


def test_the_secret_is_read_by_who_observes_alone_and_owners_are_told_by_who_reminds_alone() -> None:
    secret = Request("secretsmanager:GetSecretValue", stack().parameters["OpenAiKeySecretArn"])
    other = Request("secretsmanager:GetSecretValue", ACCOUNT.arn("secretsmanager", "secret:another-AbCdEf"))
    topic = Request("sns:Publish", ACCOUNT.arn("sns", f"{STORE_NAME}-reminders.fifo"))
    alarms = Request("sns:Publish", ACCOUNT.arn("sns", f"{STORE_NAME}-alarms"))

    assert (["Observe"], []) == tuple([name for name in FUNCTIONS if may(name, one)] for one in (secret, other))
    assert (["Remind"], []) == tuple([name for name in FUNCTIONS if may(name, one)] for one in (topic, alarms))


def test_without_a_secret_there_is_no_statement_about_one() -> None:
    without = Stack(stack().template, {**stack().parameters, "OpenAiKeySecretArn": ""}, stack().account)

    assert [] == [one for one in granted_to(without, "ObserveRole") if "secretsmanager:GetSecretValue" in one.actions]


def test_every_role_is_one_that_is_looked_at_here_and_is_for_its_service_alone() -> None:
    services = {name: _trusted(stack(), name) for name in stack().of_type(ROLE)}
    made_by_sam = {"CodeDeployServiceRole": {"codedeploy.amazonaws.com"}}  # it has AWS's own policy for that service
    own = {f"{name}Role": {"lambda.amazonaws.com"} for name in FUNCTIONS} | {
        name: {"scheduler.amazonaws.com"} for name in ("SchedulerRole", "DailyRole")
    }

    assert own | made_by_sam == services


def _trusted(of: Stack, role: str) -> set[str]:
    found: set[str] = set()
    for one in of.properties(role)["AssumeRolePolicyDocument"]["Statement"]:
        assert {"Service"} == set(one["Principal"])
        said = one["Principal"]["Service"]
        found |= set(said if isinstance(said, list) else [said])
    return found

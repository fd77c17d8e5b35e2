"""Each function does its whole job where SeaweedFS enforces the role's own S3 statements, and reaches nothing else there.

What this cannot show: SeaweedFS answers 404 where AWS answers 403 (the gate of test_role_jobs.py does as AWS), and it cannot
judge the buckets' policies (test_what_no_role_may_do.py judges their text).
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest
from typing import Any

import pytest
from botocore.exceptions import ClientError

from deployed import FUNCTIONS, Deployed, granted
from deployed_on_server import DeployedOnServer, about_s3, beside_s3, identity_of
from iam_policies import Request, Verdict, judged
from policy_questions import s3
from role_runs import Fact, Runs
from role_states import to_read
from role_stories import STORIES
from s3_server import Identity, SeaweedFS, started

EVERYTHING = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
JUDGED = "judged-on-s3"
EVERYBODY = Identity("everybody", {"everything": EVERYTHING})


def _store_name(function: str, lacking: str = "") -> str:
    return f"on-s3-{FUNCTIONS[function].replace('_', '-')}{lacking}".lower()


def _difference(server: SeaweedFS, function: str, lacking: str = "") -> tuple[Fact | None, Fact | None] | None:
    """The first fact on the server that is another one than in memory with every right."""
    name = _store_name(function, lacking)
    identity = _known(server, identity_of(function, name, lacking))
    expected = Runs(function, Deployed(function, store_name=name)).reference
    on_server = DeployedOnServer(function, server, identity, name)
    found = Runs.facts_of(on_server, STORIES[function], beside_s3(function, name))
    return next(((one, other) for one, other in zip_longest(expected, found) if one != other), None)


@pytest.fixture(scope="module")
def server() -> Iterator[SeaweedFS]:
    known = [identity_of(function, _store_name(function)) for function in FUNCTIONS]
    with started(SeaweedFS([*known, identity_of("ContentApi", JUDGED), EVERYBODY])) as running:
        yield running


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_does_its_whole_job_under_its_role(server: SeaweedFS, function: str) -> None:
    assert _difference(server, function) is None


def test_the_server_judges_as_the_tests_do(server: SeaweedFS) -> None:
    """The content API, asking for every key of three buckets: neither candidates nor keys are in its reach, whoever judges."""
    statements, identity = granted("ContentApi", JUDGED), _known(server, identity_of("ContentApi", JUDGED))
    DeployedOnServer("ContentApi", server, identity, JUDGED).fill(to_read())
    client, everybody = server.client(identity), server.client(EVERYBODY)
    keys = [(f"{JUDGED}-{bucket}", key) for bucket, objects in to_read().items() for key in objects]

    def differ(one: tuple[str, str]) -> list[str]:
        where, listed = dict(zip(("Bucket", "Key"), one, strict=True)), {"Bucket": one[0], "Prefix": one[1]}
        calls: list[tuple[Request, str, dict[str, Any]]] = [
            (s3("GetObject", *one), "get_object", where),
            (s3("PutObject", *one), "put_object", {**where, "IfNoneMatch": "*"}),
            (s3("ListBucket", one[0], s3__prefix=one[1]), "list_objects_v2", listed),
        ]
        assert all(_is_let(everybody, call, said) for _, call, said in calls)  # the control: a policy with *
        verdicts = [(request, judged(request, statements) is Verdict.ALLOWED) for request, *_ in calls]
        return [str(of) for (of, may), (_, call, said) in zip(verdicts, calls, strict=True) if may != _is_let(client, call, said)]

    with ThreadPoolExecutor(8) as pool:
        assert [] == [wrong for one in pool.map(differ, keys) for wrong in one]
    assert {"keys", "coach", "private", "generations"} <= {key.split("/")[0] for _, key in keys}
    assert not _is_let(client, "delete_object", dict(zip(("Bucket", "Key"), keys[-1], strict=True)))


@pytest.mark.endurance
@pytest.mark.parametrize("function", FUNCTIONS)
def test_without_any_statement_about_s3_a_function_fails_there_too(function: str) -> None:
    """Whole statements that grant reading or adding; what tells absence is not missed where 404 is answered to anybody."""
    lists = ("s3:ListBucket",)
    sids = [one["Sid"] for one in about_s3(function, _store_name(function)) if one["Action"] not in lists]
    known = [identity_of(function, _store_name(function, sid), sid) for sid in sids]
    with started(SeaweedFS(known)) as server:
        idle = [sid for sid in sids if _difference(server, function, sid) is None]

    assert [] == idle


def _known(server: SeaweedFS, identity: Identity) -> Identity:
    """The server's own: each has a secret of its own."""
    return next(one for one in server.identities if one.name == identity.name)


def _is_let(client: Any, call: str, said: dict[str, Any]) -> bool:  # noqa: ANN401 - boto3's
    """Whether a call is let through; that there is nothing, or something, is an answer too."""
    try:
        getattr(client, call)(**said)
    except ClientError as error:
        return {403: False, 404: True, 412: True}[error.response["ResponseMetadata"]["HTTPStatusCode"]]
    return True

"""The S3 store by what S3 answers: what is tried again, what is certain afterwards, and the sentence where it ends."""

from __future__ import annotations

import hashlib
from base64 import b64encode

import pytest
from botocore.exceptions import (
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ReadTimeoutError,
    SSLError,
)

from coursewright.errors import DamagedObjectError, MissingObjectError, StoreError, StoreRefusedError
from scripted_s3 import Answer, Script, ScriptedS3, error, holding, listing

URL = "https://released.s3.amazonaws.com/a/b"
TRIES = 5

BUSY = error(503, "SlowDown", "Please reduce your request rate.")
BROKEN = error(500, "InternalError", "We encountered an internal error. Please try again.")
CONFLICT = error(409, "ConditionalRequestConflict", "A conflicting operation occurred.")
DENIED = error(403, "AccessDenied", "Access Denied")
ABSENT = error(404, "NoSuchKey", "The specified key does not exist.")
TAKEN = error(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold")
CUT = ConnectionClosedError(endpoint_url=URL)
LATE = ReadTimeoutError(endpoint_url=URL)
UNKNOWN_HOST = EndpointConnectionError(endpoint_url=URL)
UNREACHED = ConnectTimeoutError(endpoint_url=URL)
GARBAGE = Answer(200, b"<ListBucketResult><Contents>")
WHOLE = holding(b"the bytes")


def test_a_put_says_that_nothing_may_be_there_and_what_its_bytes_are() -> None:
    s3 = ScriptedS3(Answer())

    assert s3.store.put_if_absent("a/b", b"the bytes")
    assert [request.headers["If-None-Match"] for request in s3.asked] == [b"*"]
    assert s3.asked[0].headers["x-amz-checksum-sha256"] == b64encode(hashlib.sha256(b"the bytes").digest())


def test_412_is_told_at_once() -> None:
    s3 = ScriptedS3(TAKEN)

    assert not s3.store.put_if_absent("a/b", b"the bytes")
    assert (len(s3.asked), s3.waited) == (1, [])


@pytest.mark.parametrize("trouble", [CONFLICT, BUSY, BROKEN, CUT, LATE, UNKNOWN_HOST, UNREACHED])
@pytest.mark.parametrize(("at_last", "told"), [(Answer(), True), (TAKEN, False)])
def test_what_may_pass_is_put_again_with_the_same_bytes(trouble: Script, at_last: Answer, told: bool) -> None:
    s3 = ScriptedS3(trouble, trouble, at_last)

    assert told == s3.store.put_if_absent("a/b", b"the bytes")
    assert [b"the bytes"] * 3 == [_sent(request.body) for request in s3.asked]
    assert {b"*"} == {request.headers["If-None-Match"] for request in s3.asked}


def _sent(body: object) -> object:
    return body.getvalue() if hasattr(body, "getvalue") else body


@pytest.mark.parametrize(
    ("answers", "tries", "sentence"),
    [
        ([DENIED], 1, r"a/b in released cannot be written: Access Denied \(AccessDenied\)"),
        ([CONFLICT], TRIES, r"A conflicting operation occurred \(ConditionalRequestConflict\)"),
        ([error(404, "NoSuchBucket", "The specified bucket does not exist")], 1, r"there is no such bucket \(NoSuchBucket\)"),
        ([error(501, "NotImplemented", "No such header")], 1, r"No such header \(NotImplemented\)"),
        ([error(400, "BadDigest", "The bytes are others.")], TRIES, r"The bytes are others \(BadDigest\)"),
        ([error(400, "ExpiredToken", "Expired")], 1, r"the credentials have expired; sign in again \(ExpiredToken\)"),
        ([UNKNOWN_HOST], TRIES, "Could not connect to the endpoint URL"),
        ([UNREACHED], TRIES, "Connect timeout on endpoint URL"),
        ([NoCredentialsError()], 1, "there are no credentials for AWS; sign in, or name a profile in AWS_PROFILE"),
        ([CONFLICT, UNKNOWN_HOST, CONFLICT, DENIED], 4, "Access Denied"),
    ],
)
def test_a_put_of_which_nothing_was_written_is_refused(answers: list[Script], tries: int, sentence: str) -> None:
    s3 = ScriptedS3(*answers)

    with pytest.raises(StoreRefusedError, match=sentence):
        s3.store.put_if_absent("a/b", b"the bytes")
    assert tries == len(s3.asked)


@pytest.mark.parametrize(
    ("answers", "tries"),
    [
        ([BROKEN], TRIES),
        ([BUSY], TRIES),
        ([CUT], TRIES),
        ([LATE], TRIES),
        ([SSLError(endpoint_url=URL, error="record layer failure")], TRIES),
        ([BUSY, DENIED], 2),
        ([CUT, UNKNOWN_HOST], TRIES),
        ([LATE, CONFLICT], TRIES),
        ([UNKNOWN_HOST, CUT, NoCredentialsError()], 3),
    ],
)
def test_a_put_that_may_have_taken_effect_is_never_called_refused(answers: list[Script], tries: int) -> None:
    s3 = ScriptedS3(*answers)

    with pytest.raises(StoreError, match="whether a/b is in released is not certain") as told:
        s3.store.put_if_absent("a/b", b"the bytes")
    assert not isinstance(told.value, StoreRefusedError)
    assert tries == len(s3.asked)


@pytest.mark.parametrize(
    "trouble",
    [
        BUSY,
        BROKEN,
        CUT,
        LATE,
        UNKNOWN_HOST,
        holding(b"the bytes", arrives=b"the by"),
        holding(b"the bytes", arrives=b"the bites"),
    ],
)
def test_what_may_pass_is_read_again(trouble: Script) -> None:
    s3 = ScriptedS3(trouble, trouble, WHOLE)

    assert b"the bytes" == s3.store.get("a/b")
    assert len(s3.asked) == 3
    assert {b"ENABLED"} == {_bytes(request.headers["x-amz-checksum-mode"]) for request in s3.asked}


def _bytes(value: str | bytes) -> bytes:
    return value.encode() if isinstance(value, str) else value


def test_bytes_of_another_checksum_are_damage_if_they_stay_so() -> None:
    s3 = ScriptedS3(holding(b"the bytes", arrives=b"the bites"))

    with pytest.raises(DamagedObjectError, match="a/b in released holds bytes of another checksum"):
        s3.store.get("a/b")
    assert len(s3.asked) == TRIES


@pytest.mark.parametrize(
    "answers",
    [[ABSENT], [BUSY, ABSENT], [DENIED, listing()], [DENIED, listing("a/bc")], [DENIED, BUSY, listing()]],
    ids=["absent", "absent-later", "denied", "denied-and-a-longer-key", "denied-and-busy"],
)
def test_what_is_absent_is_missing_also_to_who_is_denied_it(answers: list[Script]) -> None:
    with pytest.raises(MissingObjectError, match="a/b is not in released"):
        ScriptedS3(*answers).store.get("a/b")


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ([DENIED, listing("a/b")], r"a/b in released cannot be read: Access Denied \(AccessDenied\)"),
        ([DENIED, DENIED], r"Access Denied \(AccessDenied\)"),
        ([DENIED, BUSY], r"Access Denied \(AccessDenied\)"),
        ([error(403, "InvalidAccessKeyId", "No such key id.")], r"No such key id \(InvalidAccessKeyId\)"),
        ([error(403, "RequestTimeTooSkewed", "Too different.")], "the clock of this machine is wrong"),
        ([error(404, "NoSuchBucket", "The specified bucket does not exist")], "there is no such bucket"),
        ([BUSY], r"Please reduce your request rate \(SlowDown\)"),
        ([CUT], "Connection was closed"),
        ([holding(b"the bytes", arrives=b"the")], "3 read, but total bytes expected is 9"),
        ([NoCredentialsError()], "there are no credentials for AWS"),
    ],
)
def test_what_cannot_be_read_is_not_called_missing(answers: list[Script], sentence: str) -> None:
    with pytest.raises(StoreError, match=sentence) as told:
        ScriptedS3(*answers).store.get("a/b")
    assert not isinstance(told.value, MissingObjectError)
    assert "\n" not in str(told.value)


def test_a_bucket_in_another_region_is_asked_there() -> None:
    s3 = ScriptedS3(error(301, "PermanentRedirect", "Elsewhere.", x_amz_bucket_region="eu-west-1"), WHOLE)

    assert b"the bytes" == s3.store.get("a/b")
    assert ["s3.amazonaws.com", "s3.eu-west-1.amazonaws.com"] == [
        str(request.url).split("/")[2].removeprefix("released.").replace("s3.us-east-1", "s3") for request in s3.asked
    ]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (error(301, "PermanentRedirect", "Elsewhere."), "the bucket is in another region; set AWS_REGION to its region"),
        (error(400, "AuthorizationHeaderMalformed", "Elsewhere."), "the bucket is in another region"),
        (error(400, "IllegalLocationConstraintException", "Elsewhere.", x_amz_bucket_region="eu-west-1"), "is in eu-west-1; set"),
    ],
)
def test_a_bucket_that_is_not_found_in_its_region_is_a_sentence(answer: Answer, sentence: str) -> None:
    with pytest.raises(StoreError, match=sentence):
        ScriptedS3(answer).store.get("a/b")
    with pytest.raises(StoreRefusedError, match=sentence):
        ScriptedS3(answer).store.put_if_absent("a/b", b"")


def test_a_listing_is_read_to_its_end_and_only_as_far_as_asked() -> None:
    s3 = ScriptedS3(listing("a/1", "a/2", more="next"), listing("a/3", "a/4"))
    assert ["a/1", "a/2", "a/3", "a/4"] == s3.store.keys("a/")
    assert "continuation-token=next" in str(s3.asked[1].url)

    bounded = ScriptedS3(listing("a/1", "a/2", more="next"))
    assert ["a/1", "a/2"] == bounded.store.keys("a/", limit=2)
    assert ["max-keys=2" in str(request.url) for request in bounded.asked] == [True]


@pytest.mark.parametrize("trouble", [BUSY, CUT, LATE, GARBAGE, UNKNOWN_HOST])
def test_what_may_pass_is_listed_again_and_the_page_before_is_kept(trouble: Script) -> None:
    s3 = ScriptedS3(listing("a/1", more="next"), trouble, listing("a/2"))

    assert ["a/1", "a/2"] == s3.store.keys("a/")


@pytest.mark.parametrize("trouble", [BUSY, CUT, GARBAGE, DENIED, UNKNOWN_HOST])
def test_what_cannot_be_listed_is_no_empty_listing(trouble: Script) -> None:
    for ask in ("keys", "folders"):
        with pytest.raises(StoreError, match="a/ in released cannot be listed"):
            getattr(ScriptedS3(trouble).store, ask)("a/")


def test_pauses_grow_and_no_two_callers_wait_alike() -> None:
    waits = []
    for _ in range(20):
        s3 = ScriptedS3(BUSY)
        with pytest.raises(StoreError):
            s3.store.keys("a/")
        waits.append(s3.waited)

    for number, pause in enumerate((0.05, 0.2, 0.8, 2.0)):
        some = [waited[number] for waited in waits]
        assert all(pause * 0.5 <= one <= pause * 1.5 for one in some)
        assert len(set(some)) == 20


def test_after_a_while_no_other_try_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter(range(0, 1000, 9))
    monkeypatch.setattr("coursewright.publishing.storing.s3_store.time.monotonic", lambda: float(next(now)))
    s3 = ScriptedS3(LATE)

    with pytest.raises(StoreError):
        s3.store.get("a/b")
    assert len(s3.asked) == 3

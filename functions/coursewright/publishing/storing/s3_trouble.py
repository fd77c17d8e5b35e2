"""What can go wrong on the way to S3 and back: whether it may pass, whether a put may have taken effect, and the sentence for it.

Takes the exceptions of botocore and of urllib3 below it. Certain that nothing was written is only who got an answer that says
so, or never had a connection; every other end of a put leaves a doubt.

https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
"""

from __future__ import annotations

from http import HTTPStatus

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    FlexibleChecksumError,
    HTTPClientError,
    IncompleteReadError,
    NoCredentialsError,
    ProxyConnectionError,
    SSLError,
)
from botocore.parsers import ResponseParserError
from urllib3.exceptions import HTTPError

TROUBLE = (ClientError, BotoCoreError, ResponseParserError, HTTPError)
"""Everything that a call can raise."""
_CUT = (HTTPClientError, SSLError, IncompleteReadError, FlexibleChecksumError, ResponseParserError, HTTPError)
"""No answer, or not the whole of it."""
_NOT_REACHED = (EndpointConnectionError, ConnectTimeoutError, ProxyConnectionError)
"""No connection, so nothing was sent."""
_PASSING = frozenset({408, 409, 429, 500, 502, 503, 504})
_DAMAGED_ON_THE_WAY = frozenset({"BadDigest", "IncompleteBody", "RequestTimeout", "XAmzContentSHA256Mismatch"})
"""S3 got other bytes than were sent, or fewer, and took none."""
_ELSEWHERE = frozenset({"AuthorizationHeaderMalformed", "IllegalLocationConstraintException", "PermanentRedirect"})
_MEANING = {
    "NoSuchBucket": "there is no such bucket",
    "ExpiredToken": "the credentials have expired; sign in again",
    "RequestTimeTooSkewed": "the clock of this machine is wrong by more than a quarter of an hour",
}


def status(error: Exception) -> int:
    """The HTTP status that S3 answered with; 0 where there was no such answer."""
    if not isinstance(error, ClientError):
        return 0
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def code(error: Exception) -> str:
    """S3's word for what is wrong; empty where there was none."""
    return str(error.response.get("Error", {}).get("Code", "")) if isinstance(error, ClientError) else ""


def may_pass(error: Exception) -> bool:
    """Whether the same call may well succeed in a moment."""
    if isinstance(error, ClientError):
        return status(error) in _PASSING or code(error) in _DAMAGED_ON_THE_WAY
    return isinstance(error, (*_CUT, *_NOT_REACHED))


def may_have_happened(error: Exception) -> bool:
    """Whether a put that ended so may have taken effect."""
    if isinstance(error, ClientError):
        return status(error) >= HTTPStatus.INTERNAL_SERVER_ERROR and status(error) != HTTPStatus.NOT_IMPLEMENTED
    return isinstance(error, _CUT)


def said(error: Exception) -> str:
    """What is wrong, for the person who can do something about it, in one line."""
    if isinstance(error, NoCredentialsError):
        return "there are no credentials for AWS; sign in, or name a profile in AWS_PROFILE"
    if not isinstance(error, ClientError):
        return " ".join(str(error).split()).rstrip(".")
    if code(error) in _ELSEWHERE:
        region = error.response.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("x-amz-bucket-region")
        return f"the bucket is in {region or 'another region'}; set AWS_REGION to its region"
    meaning = _MEANING.get(code(error)) or str(error.response.get("Error", {}).get("Message", "")).rstrip(".")
    return f"{meaning} ({code(error) or status(error)})".strip()

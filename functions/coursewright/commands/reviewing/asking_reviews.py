"""What reviewers say of a candidate of a deployment, asked of its preview: what there is, or one note more.

Takes the preview's address and a token; gives what `/v1/reviews/{candidate}` answers. The token comes from the environment, never
from a command line, where it would stay in a history and be seen by whoever lists processes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from coursewright.errors import ConfigurationError, DeploymentError, ReviewRefusedError

TOKEN, ADDRESS = "COURSEWRIGHT_TOKEN", "COURSEWRIGHT_PREVIEW_URL"
_TIMEOUT = 35.0
"""Seconds: a little longer than the API waits for its function."""
_LARGEST = 20_000_000
_HERE = ("127.0.0.1", "localhost", "::1")


def preview_in(environment: Mapping[str, str], address: str = "") -> tuple[str, str]:
    """The address that was given, or that of the environment; and the token.

    Raises:
        ConfigurationError: there is none of either, or the token would go over the wire in the clear.
    """
    at, token = (address or environment.get(ADDRESS, "")).strip().rstrip("/"), environment.get(TOKEN, "").strip()
    if not at:
        raise ConfigurationError(f"no preview is named; say --desk https://…, or set {ADDRESS}")
    parts = urlsplit(at)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _HERE):
        raise ConfigurationError(f"{at} is no https address, and a token goes nowhere else")
    if not token or not token.isascii() or not token.isprintable():
        raise ConfigurationError(f"no token to show to {at}; put one of scope preview into {TOKEN}")
    return at, token


def ask_reviews(
    address: str, token: str, candidate: str, note: Mapping[str, Any] | None = None, channel: str = ""
) -> dict[str, Any]:
    """What was said of a candidate and what its gates say; or, with a note, the note as it was recorded.

    Raises:
        ReviewRefusedError: the note would be of no use; nothing was noted.
        DeploymentError: the preview does not answer, or not to this token.
    """
    from http.client import HTTPException  # noqa: PLC0415 - only who asks a deployment pays for it
    from urllib.error import HTTPError  # noqa: PLC0415 - the same
    from urllib.request import HTTPRedirectHandler, Request, build_opener  # noqa: PLC0415 - the same

    class Unled(HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    query = f"?{urlencode({'channel': channel})}" if channel else ""
    at = f"{address}/v1/reviews/{quote(candidate, safe='')}{query}"
    data = None if note is None else json.dumps(note).encode()
    fields = {"Authorization": f"Bearer {token}", "Accept": "application/json", "Content-Type": "application/json"}
    try:
        with build_opener(Unled).open(Request(at, data, fields), timeout=_TIMEOUT) as answer:  # noqa: S310 - see preview_in
            return _object(answer.read(_LARGEST), at)
    except HTTPError as error:
        raise _refusal(error.code, error.read(_LARGEST), at) from error
    except (OSError, HTTPException, ValueError) as error:
        again = "" if note is None else "; whether it was noted is not known, so look before you say it again"
        raise DeploymentError(f"{at} cannot be asked: {error}{again}") from error


def _refusal(status: int, body: bytes, at: str) -> ReviewRefusedError | DeploymentError:
    try:
        detail = str(_object(body, at).get("detail", ""))
    except (DeploymentError, ValueError):
        detail = ""
    if status in (400, 409):
        return ReviewRefusedError(detail or f"{at} refuses it")
    return DeploymentError(f"{at} answers {status}: {detail or 'it does not say why'}")


def _object(body: bytes, at: str) -> dict[str, Any]:
    said = json.loads(body)
    if not isinstance(said, dict):
        raise DeploymentError(f"{at} answers what is no JSON object")
    return said

"""What is to be verified, asked for over HTTP: one host, GET only, and every answer bounded in size and time.

Whoever answers is not trusted: an endless answer, one that trickles, and a redirection to somebody else are all refused. The
standard library's client is enough for that, and one library less stands between a verifier and the bytes.
"""

from __future__ import annotations

import ipaddress
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException, HTTPMessage
from typing import IO, Protocol
from urllib.parse import urlsplit

from coursewright.errors import NoAnswerError, VerificationError
from coursewright.publishing.verifying.deadline import Deadline, PlainHandler, SecureHandler

SMALL = 2_000_000
"""Bytes of a record, a head or an attestation; an edition's record lists all its releases."""
LARGE = 32_000_000
"""Bytes of anything else; Lambda answers with six million at most, a CDN in front of a store with more."""
_PIECE = 65_536


class Source(Protocol):
    """Something that answers as the content API does."""

    def get(self, path: str, at_most: int) -> bytes:
        """The body under a path.

        Raises:
            NoAnswerError: there is none, or none that may be read.
        """
        ...


class Origin:
    """A `Source` behind an address."""

    def __init__(
        self, address: str, timeout: float = 10.0, at_longest: float = 60.0, headers: Mapping[str, str] | None = None
    ) -> None:
        """`timeout` is for a connection that says nothing, `at_longest` for an answer as a whole, in seconds.

        `headers` go to this host only, as no redirection to another is followed.

        Raises:
            VerificationError: the address is not one that may be asked.
        """
        self.base = _checked(address)
        self.timeout, self.at_longest = timeout, at_longest
        self._headers = {"User-Agent": "coursewright-verify", **(headers or {})}
        self._context = ssl.create_default_context()

    def get(self, path: str, at_most: int) -> bytes:
        with Deadline(self.at_longest) as deadline:
            try:
                data = self._asked(path, at_most, deadline)
            except NoAnswerError:
                if not deadline.is_over:
                    raise
        if deadline.is_over:  # what was cut off may look like an end, or like another answer
            raise NoAnswerError("answers too slowly")
        return data

    def _asked(self, path: str, at_most: int, deadline: Deadline) -> bytes:
        try:
            # The scheme is https, or http to this machine: see `_checked`.
            request = urllib.request.Request(self.base + path, headers=self._headers)  # noqa: S310
            with self._opener(deadline).open(request, timeout=min(self.timeout, self.at_longest)) as response:
                return _read(response, at_most)
        except urllib.error.HTTPError as refusal:
            refusal.close()
            raise NoAnswerError(f"answers {refusal.code}", refusal.code) from refusal
        except (OSError, HTTPException, ValueError) as error:
            reason = getattr(error, "reason", None) or error
            raise NoAnswerError(f"gives no answer: {reason}") from error

    def _opener(self, deadline: Deadline) -> urllib.request.OpenerDirector:
        handlers: list[urllib.request.BaseHandler] = [_OwnRedirectsOnly(), PlainHandler(deadline)]
        handlers.append(SecureHandler(deadline, self._context))
        if _is_loopback(urlsplit(self.base).hostname):
            handlers.append(urllib.request.ProxyHandler({}))
        return urllib.request.build_opener(*handlers)


class _OwnRedirectsOnly(urllib.request.HTTPRedirectHandler):
    """Follows a redirection that stays with the same host, by the same scheme."""

    max_redirections = 3

    def redirect_request(  # noqa: PLR0913 - the standard library's signature
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        before, after = urlsplit(req.full_url), urlsplit(newurl)
        if (before.scheme, before.netloc) != (after.scheme, after.netloc):
            fp.close()
            raise NoAnswerError(f"sends verifiers elsewhere, to {after.scheme}://{after.netloc}", code)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _read(response: IO[bytes], at_most: int) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while piece := response.read1(_PIECE) if hasattr(response, "read1") else response.read(_PIECE):
        size += len(piece)
        if size > at_most:
            raise NoAnswerError(f"answers with more than {at_most} bytes")
        pieces.append(piece)
    return b"".join(pieces)


def _checked(address: str) -> str:
    try:
        parts = urlsplit(address)
        host = parts.hostname
        _ = parts.port
    except ValueError as error:
        raise VerificationError(f"{address!r} is no address: {error}") from error
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment or parts.username is not None:
        raise VerificationError(f"{address!r} is not the address of an API; it should be like https://content.example.org")
    if parts.scheme == "http" and not _is_loopback(host):
        raise VerificationError(f"{address!r} is not https; http is for this machine only")
    return address.rstrip("/")


def _is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False

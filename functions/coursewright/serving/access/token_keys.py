"""The keys that tokens are verified with: a JWK Set (RFC 7517), written out or at an https address.

An address is asked when the first token comes, and never before. What it gave is good for five minutes; while it does not answer,
what is known is gone on with for at most an hour. A key that is not known is asked for at most once a minute, so that made-up
tokens do not make us a nuisance to the issuer.

Only public keys are taken, of kinds that tokens are signed with here: RSA from 2,048 bits, and the elliptic curve P-256.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger

from coursewright.errors import ConfigurationError, TokenKeysAwayError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

    PublicKey = RSAPublicKey | EllipticCurvePublicKey

LIFE, LONGEST_LIFE = 300.0, 3600.0
"""Seconds for which fetched keys are good, and for which they are gone on with while there are no others."""
ASK_AGAIN, ASK_AGAIN_AWAY = 60.0, 5.0
"""Seconds before an unknown key is asked for again; and before an address that did not answer is."""
LARGEST, MOST_KEYS = 256_000, 100
_TIMEOUT, _DEADLINE = 2.0, 4.0
_SMALLEST_RSA = 2048
_PUBLIC_PARTS = {"RSA": ("kty", "n", "e"), "EC": ("kty", "crv", "x", "y")}
ALGORITHMS = {"RS256": "RSA", "PS256": "RSA", "ES256": "EC"}
"""How tokens may be signed, and by which kind of key. Nothing unsigned, and nothing that a public key could forge."""

Fetch = Callable[[str], bytes]
logger = Logger(service="content_api")


@dataclass(frozen=True)
class _Key:
    """One key of a set, not yet made into one."""

    kid: str | None
    algorithm: str | None
    jwk: dict[str, Any]

    def is_for(self, kid: str | None, algorithm: str) -> bool:
        kind = self.jwk["kty"] == ALGORITHMS[algorithm] and self.algorithm in (None, algorithm)
        return kind and (kid is None or kid == self.kid)

    @cached_property
    def public(self) -> PublicKey | None:
        """The key itself, or None if it is none, or too weak."""
        from jwt.algorithms import ECAlgorithm, RSAAlgorithm  # noqa: PLC0415 - only who sends a token pays for it
        from jwt.exceptions import PyJWTError  # noqa: PLC0415 - the same

        kinds: dict[str, Any] = {"RSA": RSAAlgorithm, "EC": ECAlgorithm}
        try:
            key: PublicKey = kinds[self.jwk["kty"]].from_jwk(self.jwk)
        except (PyJWTError, ValueError, TypeError) as error:
            logger.warning("a key of the issuer's is passed over", extra={"kid": self.kid, "cause": str(error)})
            return None
        if key.key_size < (_SMALLEST_RSA if self.jwk["kty"] == "RSA" else 0):
            logger.warning("a key of the issuer's is passed over", extra={"kid": self.kid, "cause": "it is too short"})
            return None
        return key


class TokenKeys:
    """Finds the key a token names. `source` is a JWK Set or the address of one; nothing is fetched before a key is wanted.

    Raises:
        ConfigurationError: the source is neither.
    """

    def __init__(self, source: str, fetch: Fetch | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._url = source if source.startswith("https://") else ""
        self._keys: list[_Key] | None = None if self._url else _written_out(source)
        self._fetch, self._clock = fetch or fetched, clock
        self._confirmed_at = self._asked_at = float("-inf")
        self._is_away = False

    def find(self, kid: str | None, algorithm: str) -> PublicKey | None:
        """The key of this name for this algorithm; None if the issuer has no such key. Without a name, the only one there is.

        Raises:
            TokenKeysAwayError: nobody can tell just now.
        """
        if self._url:
            self._look_if(self._clock() - self._confirmed_at >= LIFE)
        found = self._known(kid, algorithm)
        if found is None and self._url:
            self._look_if(self._clock() - self._asked_at >= ASK_AGAIN)
            found = self._known(kid, algorithm)
        if self._keys is None or (found is None and self._is_away):
            raise TokenKeysAwayError(f"{self._url} does not give the keys that tokens are verified with")
        return found.public if found else None

    def _known(self, kid: str | None, algorithm: str) -> _Key | None:
        matching = [key for key in self._keys or () if key.is_for(kid, algorithm)]
        return matching[0] if len(matching) == 1 or (matching and kid is not None) else None

    def _look_if(self, is_wanted: bool) -> None:
        """Fetch the set, unless it did not answer a moment ago."""
        now = self._clock()
        if not is_wanted or (self._is_away and now - self._asked_at < ASK_AGAIN_AWAY):
            return
        self._asked_at = now
        try:
            self._keys = list(_keys_in(self._fetch(self._url)))
        except (TokenKeysAwayError, ValueError) as error:
            logger.warning("the issuer's keys cannot be had", extra={"url": self._url, "cause": str(error)})
            self._is_away = True
            if now - self._confirmed_at >= LONGEST_LIFE:
                self._keys = None
        else:
            self._is_away, self._confirmed_at = False, now


def _written_out(text: str) -> list[_Key]:
    try:
        return list(_keys_in(text.encode()))
    except ValueError as error:
        raise ConfigurationError(f"COURSEWRIGHT_TOKEN_JWKS is neither an https address nor a JWK Set: {error}") from error


def _keys_in(data: bytes) -> Iterator[_Key]:
    """The keys of a set that may verify tokens; others are passed over, as RFC 7517, section 5, asks.

    Raises:
        ValueError: it is no JWK Set.
    """
    try:
        value = json.loads(data)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    listed = value.get("keys") if isinstance(value, dict) else None
    if not isinstance(listed, list):
        raise ValueError('it has no list "keys"')  # noqa: TRY004 - its form is wrong, not a type of ours
    for jwk in listed[:MOST_KEYS]:
        if isinstance(jwk, dict) and (key := _key_in(jwk)):
            yield key


def _key_in(jwk: dict[str, Any]) -> _Key | None:
    """A key without its private part, should the set hold one by mistake."""
    parts = _PUBLIC_PARTS.get(str(jwk.get("kty")), ())
    kid, algorithm, operations = jwk.get("kid"), jwk.get("alg"), jwk.get("key_ops", ["verify"])
    is_whole = bool(parts) and all(isinstance(jwk.get(part), str) for part in parts)
    is_to_verify = jwk.get("use", "sig") == "sig" and isinstance(operations, list) and "verify" in operations
    is_named = all(value is None or isinstance(value, str) for value in (kid, algorithm))
    if not (is_whole and is_to_verify and is_named and jwk.get("crv", "P-256") == "P-256"):
        return None
    return _Key(kid, algorithm, {part: jwk[part] for part in parts})


def fetched(url: str) -> bytes:
    """What an address gives. See `asked`."""
    return asked(url)


def asked(url: str, data: bytes | None = None, fields: Mapping[str, str] | None = None) -> bytes:
    """What an issuer answers: without redirections, within a few seconds, and no more than a set of keys has. `data` is posted.

    Raises:
        TokenKeysAwayError: it gives nothing, or too much, or too slowly.
    """
    from http.client import HTTPException  # noqa: PLC0415 - only who sends a token pays for it
    from urllib.request import HTTPRedirectHandler, Request, build_opener  # noqa: PLC0415 - the same

    class Unled(HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    named = {"Accept": "application/json", "User-Agent": "coursewright", **(fields or {})}
    question = Request(url, data, named)  # noqa: S310 - https only
    ends = time.monotonic() + _DEADLINE
    try:
        with build_opener(Unled).open(question, timeout=_TIMEOUT) as response:
            answer = b""
            while piece := response.read1(65_536):
                answer += piece
                if len(answer) > LARGEST or time.monotonic() > ends:
                    raise TokenKeysAwayError(f"{url} gives more than {LARGEST:,} bytes, or takes longer than {_DEADLINE:.0f} s")
            return answer
    except (OSError, HTTPException, ValueError) as error:
        raise TokenKeysAwayError(f"{url} cannot be read: {error}") from error

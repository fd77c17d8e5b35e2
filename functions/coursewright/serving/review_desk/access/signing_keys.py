"""What the desk signs for itself, so that nothing about who is signed in has to be stored: sessions, sign-ins, links, forms.

Each is a JWT under HS256, by PyJWT, which is there for tokens anyway; itsdangerous would do as well, and would be one library
more. Each purpose has a key of its own, derived from the secret, so that a link is no session whatever it says.

The secret is read when somebody first needs it, never at the start (a snapshot must not hold it). It may list several, the newest
first: that one signs, all of them hold. What is signed by none that is known has the secret read again, once a minute at most, so
that a function that started before the secret was changed learns of it.
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from aws_lambda_powertools import Logger

from coursewright.errors import ConfigurationError, SecretAwayError

SHORTEST, MOST = 32, 5
"""Characters of a secret, and how many may be listed."""
LONGEST_TOKEN = 4000
ASK_AGAIN = 60.0
"""Seconds before the secret is read again for what is signed by none that is known."""
_ALGORITHM = "HS256"
logger = Logger(service="review_desk")


class SigningKeys:
    """Signs and verifies. `read` gives the secrets, separated by white space."""

    def __init__(self, read: Callable[[], str], now: Callable[[], datetime], clock: Callable[[], float] = time.monotonic) -> None:
        self._read, self._now, self._clock = read, now, clock
        self._secrets: tuple[bytes, ...] = ()
        self._read_at = float("-inf")

    def signed(self, purpose: str, claims: Mapping[str, Any], until: datetime) -> str:
        """A token for one purpose, good until then."""
        import jwt  # noqa: PLC0415 - a start need not pay for it

        said = {**claims, "iat": int(self._now().timestamp()), "exp": int(until.timestamp())}
        return jwt.encode(said, _key(self._known()[0], purpose), _ALGORITHM)

    def read(self, purpose: str, token: str) -> Mapping[str, Any] | None:
        """What a token says, if it was signed here for this purpose and is good now."""
        if not token or len(token) > LONGEST_TOKEN:
            return None
        found = self._first(lambda secret: _claims(token, _key(secret, purpose)))
        return found if found and int(found["exp"]) > self._now().timestamp() else None

    def proof(self, purpose: str, text: str) -> str:
        """What only the desk can say of a text."""
        return _proof(self._known()[0], purpose, text)

    def proves(self, purpose: str, text: str, proof: str) -> bool:
        """Whether that was said of this text."""
        said = proof.encode("utf-8", "replace")
        return bool(self._first(lambda secret: hmac.compare_digest(_proof(secret, purpose, text).encode(), said) or None))

    def _first(self, judge: Callable[[bytes], Any]) -> Any:  # noqa: ANN401 - what the judge gives
        for secrets in (self._known, self._known_anew):
            for secret in secrets():
                if (found := judge(secret)) is not None:
                    return found
        return None

    def _known(self) -> tuple[bytes, ...]:
        if not self._secrets:
            self._secrets, self._read_at = _secrets_in(self._read()), self._clock()
        return self._secrets

    def _known_anew(self) -> tuple[bytes, ...]:
        """Those that were not known before, if it is time to look; while they cannot be read, what is known goes on to hold."""
        if self._clock() - self._read_at < ASK_AGAIN:
            return ()
        before, self._read_at = self._secrets, self._clock()
        try:
            self._secrets = _secrets_in(self._read())
        except (SecretAwayError, ConfigurationError) as error:
            logger.error("the secret of sessions cannot be read again", extra={"cause": str(error)})  # noqa: TRY400 - its cause says all
            return ()
        return tuple(one for one in self._secrets if one not in before)


def _secrets_in(text: str) -> tuple[bytes, ...]:
    found = tuple(one.encode() for one in text.split()[:MOST])
    if not found or any(len(one) < SHORTEST for one in found):
        raise ConfigurationError(f"the secret that sessions are signed with should be of at least {SHORTEST} characters")
    return found


def _key(secret: bytes, purpose: str) -> bytes:
    return hmac.digest(secret, f"coursewright {purpose}".encode(), "sha256")


def _proof(secret: bytes, purpose: str, text: str) -> str:
    return hmac.digest(_key(secret, purpose), text.encode(), "sha256").hex()


def _claims(token: str, key: bytes) -> Mapping[str, Any] | None:
    import jwt  # noqa: PLC0415 - the same

    try:
        # the time is told by the desk's own clock
        options: Any = {"require": ["exp", "iat"], "verify_exp": False, "verify_iat": False}
        claims: Mapping[str, Any] = jwt.decode(token, key, algorithms=[_ALGORITHM], options=options)
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
        return None
    return claims

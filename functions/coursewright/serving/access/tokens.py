"""Callers with tokens: JWT access tokens (RFC 9068) in `Authorization: Bearer` (RFC 6750), verified here.

Takes the settings of one issuer; gives the caller of an event, by the token's scopes. A token that does not hold is refused
whatever was asked for: its bearer is to know that it does not hold. What has no Bearer token in it is a caller without one.

Nothing is fetched, and neither PyJWT nor cryptography is loaded, before a token is presented.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coursewright.errors import ConfigurationError, InsufficientScopeError, InvalidTokenError, MissingTokenError
from coursewright.serving.access.callers import ALL_COURSES, NOBODY, PREVIEW, Anybody, Caller, Callers, Event
from coursewright.serving.access.protected_resource import metadata_address, metadata_route
from coursewright.serving.access.token_keys import ALGORITHMS, TokenKeys
from coursewright.serving.route import Route

LONGEST_TOKEN = 8_000
"""Characters. API Gateway takes 10,240 bytes for all fields of a request together."""
LEEWAY = 30
"""Seconds by which clocks may differ."""
_REQUIRED = ("exp", "iss", "aud")
_TYPES = frozenset({"at+jwt", "application/at+jwt"})
"""What an access token says it is (RFC 9068, section 4): an ID token of the same issuer is none."""
_BEARER = re.compile("bearer(?: +(.*))?", re.IGNORECASE | re.DOTALL)
_JWT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_VARIABLES = ("COURSEWRIGHT_TOKEN_ISSUER", "COURSEWRIGHT_TOKEN_AUDIENCE", "COURSEWRIGHT_TOKEN_JWKS")


@dataclass(frozen=True, slots=True)
class TokenSettings:
    """Whose tokens are taken, what for, and the JWK Set they are verified with, or its address."""

    issuer: str
    audience: str
    jwks: str


def settings_in(environment: Mapping[str, str]) -> TokenSettings | None:
    """The settings of an environment; None where it has none. One that is empty is as good as not there.

    Raises:
        ConfigurationError: it has some of them only.
    """
    values = {name: environment.get(name, "").strip() for name in _VARIABLES}
    if not any(values.values()):
        return None
    if missing := [name for name in _VARIABLES if not values[name]]:
        raise ConfigurationError(f"tokens cannot be verified without {' and '.join(missing)}; set all of {', '.join(_VARIABLES)}")
    return TokenSettings(*values.values())


def callers_in(environment: Mapping[str, str]) -> Callers:
    """Who may read courses that are not public, by an environment; nobody where it says nothing.

    Raises:
        ConfigurationError: what it says cannot be worked with.
    """
    settings = settings_in(environment)
    return Bearers(settings) if settings else Anybody()


class Bearers:
    """Callers by their tokens. `scopes` are those that the metadata tells clients to ask for."""

    def __init__(self, settings: TokenSettings, keys: TokenKeys | None = None, scopes: tuple[str, ...] = (ALL_COURSES,)) -> None:
        self.settings = settings
        self.keys = keys or TokenKeys(settings.jwks)
        address = metadata_address(settings.audience)
        self._leads_on = f'resource_metadata="{address}"' if address else ""
        route = metadata_route(settings.issuer, settings.audience, scopes)
        self.routes: tuple[Route, ...] = (route,) if route else ()

    def who_sent(self, event: Event) -> Caller:
        """See `Callers`."""
        token = _token(event)
        if token is None:
            return NOBODY
        claims = self._claims(token)
        scope = claims.get("scope", "")
        if not isinstance(scope, str):
            raise self._invalid("Its scope is no text")
        return Caller(frozenset(scope.split(" ")) - {""})

    def claims(self, event: Event) -> Mapping[str, Any]:
        """What the event's token says; nothing where it has none.

        Raises:
            InvalidTokenError: it does not hold.
        """
        token = _token(event)
        return {} if token is None else self._claims(token)

    def challenge(self, **parameters: str) -> str:
        """The field WWW-Authenticate (RFC 6750, section 3, and RFC 9728, section 5.1)."""
        said = [f'{name}="{value}"' for name, value in parameters.items()]
        return " ".join(("Bearer", ", ".join([*said, self._leads_on] if self._leads_on else said))).strip()

    def _claims(self, token: str) -> Mapping[str, Any]:
        """What a token says, if all of it holds."""
        if len(token) > LONGEST_TOKEN:
            raise self._invalid(f"It has {len(token)} characters of at most {LONGEST_TOKEN}")
        if not _JWT.fullmatch(token):
            raise self._invalid("It is not a JWT in compact form")
        import jwt  # noqa: PLC0415 - only who sends a token pays for it

        try:
            header = jwt.get_unverified_header(token)
            algorithm, kid = self._checked(header)
            key = self.keys.find(kid, algorithm)
            if key is None:
                raise self._invalid("It is signed by a key that its issuer does not list")
            claims: Mapping[str, Any] = jwt.decode(
                token,
                key,
                algorithms=[algorithm],
                audience=self.settings.audience,
                issuer=self.settings.issuer,
                leeway=LEEWAY,
                options={"require": list(_REQUIRED)},
            )
        except jwt.PyJWTError as error:
            raise self._invalid(_reason(error)) from error
        except (ValueError, TypeError, OverflowError, RecursionError) as error:  # numbers no clock has, and what nests too deeply
            raise self._invalid("It does not say what an access token says") from error
        return claims

    def _checked(self, header: Mapping[str, Any]) -> tuple[str, str | None]:
        """Algorithm and name of the key, if the header is one of an access token that may be signed as it is."""
        kind, algorithm, kid = str(header.get("typ", "")).lower(), str(header.get("alg")), header.get("kid")
        if algorithm not in ALGORITHMS:
            raise self._invalid(f"It is not signed by {', '.join(ALGORITHMS)}")
        if kind not in _TYPES:
            raise self._invalid("It is no access token: its header does not say typ at+jwt (RFC 9068)")
        if "crit" in header or "b64" in header:
            raise self._invalid("Its header asks for what is not understood here")
        return algorithm, kid

    def _invalid(self, reason: str) -> InvalidTokenError:
        return InvalidTokenError(f"{reason}.", self.challenge(error="invalid_token", error_description=reason))


class Reviewers:
    """Callers who may see candidates: those with a token for it. Without one, or without settings, everything is refused."""

    def __init__(self, bearers: Bearers | None) -> None:
        self.bearers = bearers
        self.routes: tuple[Route, ...] = bearers.routes if bearers else ()

    def who_sent(self, event: Event) -> Caller:
        """See `Callers`. A reviewer sees every course."""
        if self.bearers is None:
            raise MissingTokenError("This preview has no issuer of tokens, so it is open to nobody.", "Bearer")
        caller = self.bearers.who_sent(event)
        if caller is NOBODY:
            raise MissingTokenError(
                f"The preview is for callers with a token of scope {PREVIEW}.", self.bearers.challenge(scope=PREVIEW)
            )
        if PREVIEW not in caller.scopes:
            reason = f"The token is not of scope {PREVIEW}"
            challenge = self.bearers.challenge(error="insufficient_scope", error_description=reason, scope=PREVIEW)
            raise InsufficientScopeError(f"{reason}.", challenge)
        return Caller(caller.scopes | {ALL_COURSES})

    def claims(self, event: Event) -> Mapping[str, Any]:
        """What the token of somebody who may see candidates says.

        Raises:
            RefusedCallerError: they may not, or their token does not hold.
        """
        self.who_sent(event)
        return self.bearers.claims(event) if self.bearers else {}


def reviewers_in(environment: Mapping[str, str]) -> Reviewers:
    """Who may see candidates, by an environment.

    Raises:
        ConfigurationError: what it says cannot be worked with.
    """
    settings = settings_in(environment)
    return Reviewers(Bearers(settings, scopes=(PREVIEW,)) if settings else None)


def _token(event: Event) -> str | None:
    """What follows `Bearer`, or None where the request has no such field. Other schemes are not ours to judge."""
    fields = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    found = _BEARER.fullmatch(str(fields.get("authorization", "")).strip())
    return (found[1] or "") if found else None


def _reason(error: Exception) -> str:
    """Why PyJWT refuses a token, in words that tell nothing of it. The first that names the error's class."""
    import jwt  # noqa: PLC0415 - loaded by then

    reasons: tuple[tuple[type[Exception], str], ...] = (
        (jwt.ExpiredSignatureError, "It has expired"),
        (jwt.ImmatureSignatureError, "It is not valid yet"),
        (jwt.InvalidIssuerError, "It is from another issuer"),
        (jwt.InvalidAudienceError, "It is for another audience"),
        (jwt.MissingRequiredClaimError, f"It lacks one of {', '.join(_REQUIRED)}"),
        (jwt.InvalidSignatureError, "Its signature does not hold"),
    )
    return next((reason for kind, reason in reasons if isinstance(error, kind)), "It is no JWT that can be verified")

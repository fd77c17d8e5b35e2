"""The issuer at which people sign in: OpenID Connect, authorization code with PKCE (S256), state and nonce.

Takes who this client is; gives the address where a sign-in begins, and the claims of the ID token in which it ends. What the
issuer says of itself is read at `/.well-known/openid-configuration` when somebody first signs in, and held to be true an hour.
An answer of another issuer, another client, another attempt or another signer is refused, and nothing is told of why but a log.

oauthlib (sans-IO, with no libraries of its own) makes and reads the messages of OAuth; Authlib would bring its own HTTP, sessions
and JOSE, all of which are here already. ID tokens are verified by PyJWT, with the keys of serving/access/token_keys.py.

https://openid.net/specs/openid-connect-core-1_0.html, RFC 7636 (PKCE), RFC 9207 (iss), RFC 9700 (what to beware of)
"""

from __future__ import annotations

import hmac
import json
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, quote_plus

from coursewright.errors import SignInRefusedError, TokenKeysAwayError
from coursewright.serving.access.token_keys import ALGORITHMS, TokenKeys, asked

LIFE = 3600.0
"""Seconds for which what an issuer says of itself is held to be true."""
LEEWAY = 30
SCOPES = ("openid", "email", "profile")
_REQUIRED = ("exp", "iat", "iss", "aud", "sub")
_POINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_FORM = "application/x-www-form-urlencoded"

Ask = Callable[..., bytes]
"""`asked(url, data=None, fields=None)` of token_keys.py."""


@dataclass(frozen=True, slots=True)
class Client:
    """Who this desk is to the issuer. `secret` is read when a code is exchanged; a public client has none."""

    issuer: str
    id: str
    redirect_uri: str
    secret: Callable[[], str] | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One sign-in, from its beginning to its end: what nobody else can know."""

    state: str
    nonce: str
    verifier: str


class Issuer:
    """Where people sign in.

    Its methods raise:
        TokenKeysAwayError: the issuer does not answer, or not as one does.
        SignInRefusedError: this is no answer to this attempt.
    """

    def __init__(self, client: Client, ask: Ask = asked, clock: Callable[[], float] = time.monotonic) -> None:
        self.client = client
        self._ask, self._clock = ask, clock
        self._said: Mapping[str, Any] = {}
        self._said_at = float("-inf")
        self._keys: TokenKeys | None = None

    def begin(self, attempt: Attempt) -> str:
        """Where to send who wants to sign in."""
        oauth = self._oauth()
        address: str = oauth.prepare_request_uri(
            self._metadata()["authorization_endpoint"],
            redirect_uri=self.client.redirect_uri,
            scope=list(SCOPES),
            state=attempt.state,
            nonce=attempt.nonce,
            code_challenge=oauth.create_code_challenge(attempt.verifier, "S256"),
            code_challenge_method="S256",
        )
        return address

    def finish(self, query: str, attempt: Attempt) -> Mapping[str, Any]:
        """The claims of who signed in, by the query with which the issuer sent them back."""
        code = self._code(query, attempt)
        return self._verified(self._exchanged(code, attempt), attempt)

    def _code(self, query: str, attempt: Attempt) -> str:
        from oauthlib.oauth2 import OAuth2Error  # noqa: PLC0415 - only who signs in pays for it

        told = parse_qs(query, keep_blank_values=True)
        if any(len(values) != 1 for values in told.values()):
            raise SignInRefusedError("a parameter came twice")
        issuer = told.get("iss", [None])[0]
        if issuer is None and self._metadata().get("authorization_response_iss_parameter_supported") is True:
            raise SignInRefusedError("the answer does not say which issuer it is from, though that one always does")
        if issuer not in (None, self.client.issuer):
            raise SignInRefusedError("the answer is from another issuer")
        try:
            answer = self._oauth().parse_request_uri_response(f"{self.client.redirect_uri}?{query}", state=attempt.state)
        except (OAuth2Error, ValueError) as error:
            raise SignInRefusedError(f"the issuer's answer is {type(error).__name__}") from error
        return str(answer["code"])

    def _exchanged(self, code: str, attempt: Attempt) -> str:
        """The ID token that a code stands for."""
        said: dict[str, Any] = {"redirect_uri": self.client.redirect_uri, "code_verifier": attempt.verifier}
        fields = {"Content-Type": _FORM}
        secret = self.client.secret() if self.client.secret else ""
        if secret and self._takes_basic():
            pair = f"{quote_plus(self.client.id)}:{quote_plus(secret)}"
            fields["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
            body = self._oauth().prepare_request_body(code=code, include_client_id=False, **said)
        else:
            more = {"client_secret": secret} if secret else {}
            body = self._oauth().prepare_request_body(code=code, include_client_id=True, **said, **more)
        try:
            answer = json.loads(self._ask(str(self._metadata()["token_endpoint"]), body.encode(), fields))
        except (ValueError, RecursionError) as error:
            raise TokenKeysAwayError("the issuer's token endpoint answers what is no JSON") from error
        token = answer.get("id_token") if isinstance(answer, dict) else None
        if not isinstance(token, str):
            raise SignInRefusedError("the issuer gives no ID token")
        return token

    def _takes_basic(self) -> bool:
        """Whether the secret goes into Authorization, as is usual, and not into the form."""
        ways = self._metadata().get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        return "client_secret_basic" in ways or "client_secret_post" not in ways

    def _verified(self, token: str, attempt: Attempt) -> Mapping[str, Any]:
        import jwt  # noqa: PLC0415 - only who signs in pays for it

        try:
            header = jwt.get_unverified_header(token)
            claims: Mapping[str, Any] = jwt.decode(
                token,
                self._key(header),
                algorithms=list(ALGORITHMS),
                audience=self.client.id,
                issuer=self.client.issuer,
                leeway=LEEWAY,
                options={"require": list(_REQUIRED)},
            )
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError) as error:
            raise SignInRefusedError(f"the ID token is refused: {type(error).__name__}") from error
        if not hmac.compare_digest(str(claims.get("nonce")).encode(), attempt.nonce.encode()):
            raise SignInRefusedError("the ID token is of another attempt")
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", None if several else self.client.id) != self.client.id:
            raise SignInRefusedError("the ID token is for another client")
        return claims

    def _key(self, header: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a public key of one kind or another
        algorithm, kid = str(header.get("alg")), header.get("kid")
        if algorithm not in ALGORITHMS or "crit" in header or not isinstance(kid, str | None):
            raise SignInRefusedError("the ID token is not signed as one should be")
        if str(header.get("typ", "JWT")).lower() not in ("jwt", "application/jwt"):
            raise SignInRefusedError("this is a token of another kind")
        self._metadata()
        key = self._keys.find(kid, algorithm) if self._keys else None
        if key is None:
            raise SignInRefusedError("the ID token is signed by a key that its issuer does not list")
        return key

    def _metadata(self) -> Mapping[str, Any]:
        """What the issuer says of itself."""
        if not self._said or self._clock() - self._said_at >= LIFE:
            said = self._discovered()
            if self._keys is None or said["jwks_uri"] != self._said.get("jwks_uri"):
                self._keys = TokenKeys(said["jwks_uri"], self._ask)
            self._said, self._said_at = said, self._clock()
        return self._said

    def _discovered(self) -> Mapping[str, Any]:
        address = f"{self.client.issuer.rstrip('/')}/.well-known/openid-configuration"
        try:
            said = json.loads(self._ask(address))
        except (ValueError, RecursionError) as error:
            raise TokenKeysAwayError(f"{address} is no JSON") from error
        if not isinstance(said, dict) or said.get("issuer") != self.client.issuer:
            raise TokenKeysAwayError(f"{address} does not describe {self.client.issuer}")
        if lacking := [point for point in _POINTS if not str(said.get(point, "")).startswith("https://")]:
            raise TokenKeysAwayError(f"{address} names no https address for {', '.join(lacking)}")
        return said

    def _oauth(self) -> Any:  # noqa: ANN401 - oauthlib has no types
        from oauthlib.oauth2 import WebApplicationClient  # noqa: PLC0415 - only who signs in pays for it

        return WebApplicationClient(self.client.id)

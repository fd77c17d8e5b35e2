"""An issuer of tokens: keys made for the run, their JWK Set, and tokens as it signs them, or as others forge them."""

from __future__ import annotations

import json
import time
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from coursewright.serving.access.tokens import TokenSettings

ISSUER, AUDIENCE = "https://issuer.example", "https://courses.example/v1"


@cache
def rsa_key(name: str = "rsa", size: int = 2048) -> rsa.RSAPrivateKey:  # noqa: ARG001 - another name, another key
    return rsa.generate_private_key(65537, size)


@cache
def ec_key(name: str = "ec") -> ec.EllipticCurvePrivateKey:  # noqa: ARG001 - another name, another key
    return ec.generate_private_key(ec.SECP256R1())


def jwk(key: Any, kid: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - a key of either kind; JSON
    algorithm: Any = RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else ECAlgorithm
    return {**algorithm.to_jwk(key.public_key(), as_dict=True), "kid": kid, **more}


def jwks(*keys: dict[str, Any]) -> str:
    return json.dumps({"keys": list(keys)})


def known_keys() -> str:
    """The issuer's own JWK Set: one key of each kind."""
    return jwks(jwk(rsa_key(), "rsa", use="sig"), jwk(ec_key(), "ec", alg="ES256"))


SETTINGS = TokenSettings(ISSUER, AUDIENCE, known_keys())


def token(
    scope: Any = "",  # noqa: ANN401 - also what is no text
    *,
    key: Any = None,  # noqa: ANN401 - whatever signs
    algorithm: str = "ES256",
    header: dict[str, Any] | None = None,
    lacking: tuple[str, ...] = (),
    **claims: Any,  # noqa: ANN401 - JSON
) -> str:
    """An access token; None in `header` leaves a field of it out."""
    now = int(time.time())
    said = {"iss": ISSUER, "aud": AUDIENCE, "exp": now + 300, "iat": now, "sub": "somebody", "scope": scope, **claims}
    fields = {"typ": "at+jwt", "kid": "ec" if algorithm == "ES256" else "rsa", **(header or {})}
    signer = key or (ec_key() if algorithm == "ES256" else rsa_key())
    payload = {name: value for name, value in said.items() if name not in lacking}
    return jwt.encode(payload, signer, algorithm, {name: value for name, value in fields.items() if value is not None})


def bearing(text: str) -> dict[str, str]:
    """The fields of a request with a token."""
    return {"authorization": f"Bearer {text}"}

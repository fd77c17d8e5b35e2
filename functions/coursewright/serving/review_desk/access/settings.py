"""Who may come to a deployment's desk, by its environment. Nothing is read or asked before somebody comes.

| variable | what it holds |
| --- | --- |
| COURSEWRIGHT_OIDC_CLIENT_ID | who this desk is to the issuer; without it, the desk is open to nobody |
| COURSEWRIGHT_OIDC_CLIENT_SECRET | where its secret is (the ARN of a secret); none for a public client |
| COURSEWRIGHT_TOKEN_ISSUER | the issuer |
| COURSEWRIGHT_PREVIEW_URL | the address of this host, as browsers know it |
| COURSEWRIGHT_SESSION_SECRET | where the secret is that sessions are signed with |
| COURSEWRIGHT_IDENTITY_CLAIM | the claim by which people.yaml knows people; `email` unless given |
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache

from coursewright.errors import ConfigurationError, SecretAwayError
from coursewright.publishing.storing.store import Store
from coursewright.publishing.storing.store_address import client_for
from coursewright.serving.review_desk.access.identities import EMAIL
from coursewright.serving.review_desk.access.issuer import Client, Issuer
from coursewright.serving.review_desk.access.links import Links
from coursewright.serving.review_desk.access.signed_in import Closed, SignedIn
from coursewright.serving.review_desk.access.signing_keys import SigningKeys
from coursewright.serving.review_desk.rights import Reviewing

CLIENT, CLIENT_SECRET = "COURSEWRIGHT_OIDC_CLIENT_ID", "COURSEWRIGHT_OIDC_CLIENT_SECRET"  # names, not secrets
ISSUER, ADDRESS = "COURSEWRIGHT_TOKEN_ISSUER", "COURSEWRIGHT_PREVIEW_URL"
SESSION_SECRET, CLAIM = "COURSEWRIGHT_SESSION_SECRET", "COURSEWRIGHT_IDENTITY_CLAIM"


def _now() -> datetime:
    return datetime.now(UTC)


def claim_in(environment: Mapping[str, str]) -> str:
    """The claim by which people.yaml knows people."""
    return environment.get(CLAIM, "").strip() or EMAIL


def access_in(
    environment: Mapping[str, str], candidates: Store, reviewing: Reviewing, now: Callable[[], datetime] = _now
) -> SignedIn | Closed:
    """Who may come, by an environment.

    Raises:
        ConfigurationError: it has some of what is needed only.
    """
    said = {name: environment.get(name, "").strip() for name in (CLIENT, ISSUER, ADDRESS, SESSION_SECRET, CLIENT_SECRET)}
    if not said[CLIENT]:
        return Closed()
    if missing := [name for name in (ISSUER, ADDRESS, SESSION_SECRET) if not said[name]]:
        raise ConfigurationError(f"nobody can sign in without {' and '.join(missing)}")
    origin = said[ADDRESS].rstrip("/")
    keys = SigningKeys(secret_reader(said[SESSION_SECRET]), now)
    secret = cache(secret_reader(said[CLIENT_SECRET])) if said[CLIENT_SECRET] else None
    client = Client(said[ISSUER], said[CLIENT], f"{origin}/review/callback", secret)
    links = Links(keys, candidates, origin, now)
    return SignedIn(Issuer(client), keys, links, reviewing.is_known, origin, claim_in(environment), now)


def secret_reader(name: str) -> Callable[[], str]:
    """Reads a secret of Secrets Manager, by its name or ARN.

    What it gives raises:
        SecretAwayError: it cannot be read.
    """

    def read() -> str:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - a laptop needs none of it

        try:
            told = client_for("secretsmanager").get_secret_value(SecretId=name)
        except (BotoCoreError, ClientError) as error:
            raise SecretAwayError(f"{name} cannot be read: {type(error).__name__}") from error
        return str(told.get("SecretString", "")).strip()

    return read

"""Credentials that are looked for when the first request is signed, and not when a client is made.

A function makes its clients when it starts. Under SnapStart that start is kept as a picture and waked again and again, elsewhere
and later, so nothing may be in it that somebody should not have, or that ends: no credentials.
https://docs.aws.amazon.com/lambda/latest/dg/snapstart-best-practices.html
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any

import boto3
from botocore.credentials import Credentials, ReadOnlyCredentials
from botocore.exceptions import NoCredentialsError
from botocore.session import Session


def defer_credentials() -> None:
    """Let boto3's own session look for credentials late, unless somebody gave it another one already."""
    if boto3.DEFAULT_SESSION is None:
        session = Session()
        provider = session.get_component("credential_provider")
        session.register_component("credential_provider", _Later(provider.load_credentials))
        boto3.setup_default_session(botocore_session=session)


class _Later:
    """What a session asks for credentials."""

    def __init__(self, find: Callable[[], Any]) -> None:
        self.find = find

    def load_credentials(self) -> DeferredCredentials:
        return DeferredCredentials(self.find)


class DeferredCredentials(Credentials):  # type: ignore[misc]  # botocore has no types
    """Credentials as a client is given them. Those that end are renewed by whoever found them."""

    method = "deferred"

    def __init__(self, find: Callable[[], Any]) -> None:
        self._find = find
        self._found: Any = None
        self._finding = Lock()  # the first requests may be many at once, and where botocore looks is made for one at a time

    @property
    def found(self) -> Any:  # noqa: ANN401 - botocore's
        """The credentials themselves, looked for once.

        Raises:
            NoCredentialsError: there are none, wherever they could be.
        """
        with self._finding:
            if self._found is None:
                self._found = self._find()
        if self._found is None:
            raise NoCredentialsError
        return self._found

    def get_frozen_credentials(self) -> ReadOnlyCredentials:
        """What one request is signed with."""
        return self.found.get_frozen_credentials()

    @property
    def access_key(self) -> str:
        """See `Credentials`."""
        key: str = self.found.access_key
        return key

    @property
    def secret_key(self) -> str:
        """See `Credentials`."""
        key: str = self.found.secret_key
        return key

    @property
    def token(self) -> str | None:
        """See `Credentials`."""
        token: str | None = self.found.token
        return token

    @property
    def account_id(self) -> str | None:
        """See `Credentials`."""
        account: str | None = self.found.account_id
        return account

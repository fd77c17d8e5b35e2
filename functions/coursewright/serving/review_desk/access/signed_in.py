"""Who is at the desk of a deployment: who signed in at the issuer and is among its people, or came by a signed link.

Nothing about a session is stored: it is a cookie, signed, good for eight hours. It says who signed in, and a number that forms
prove to know. Signing out has the browser forget it; what ends every session at once is another secret (docs/deploying.md).

Who asks is told before anything of what they ask for is read, and all who may not get one answer.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from aws_lambda_powertools import Logger

from coursewright.errors import SignInRefusedError, TokenKeysAwayError
from coursewright.serving.access.callers import Event
from coursewright.serving.review_desk import addresses
from coursewright.serving.review_desk.access import pages
from coursewright.serving.review_desk.access.cookies import ATTEMPT, LINK, SESSION, cookie, gone, kept
from coursewright.serving.review_desk.access.identities import EMAIL, identity_in
from coursewright.serving.review_desk.access.issuer import Attempt, Issuer
from coursewright.serving.review_desk.access.links import PATH, Link, Links
from coursewright.serving.review_desk.access.returning import page_to_return_to
from coursewright.serving.review_desk.access.signing_keys import SigningKeys
from coursewright.serving.review_desk.answers import see_other
from coursewright.serving.review_desk.question import form_of, query_of
from coursewright.serving.review_desk.visitors import Response, Visitor

SESSION_LIFE, ATTEMPT_LIFE = timedelta(hours=8), timedelta(minutes=10)
logger = Logger(service="review_desk")


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class SignedIn:
    """An `Access` by an issuer; see visitors.py. `is_known` tells whether an identity is of somebody who reviews here."""

    issuer: Issuer
    keys: SigningKeys
    links: Links
    is_known: Callable[[str], bool]
    origin: str
    claim: str = EMAIL
    now: Callable[[], datetime] = _now

    can_sign_out = True

    def answer(self, event: Event) -> Response | None:
        """See `Access`."""
        own = {
            ("GET", pages.SIGN_IN): self._begin,
            ("GET", f"{addresses.BASE}/callback"): self._finish,
            ("POST", addresses.sign_out()): self._sign_out,
            ("GET", PATH): self._by_link,
        }
        asked = own.get((str(event["requestContext"]["http"]["method"]), str(event.get("rawPath", ""))))
        try:
            return asked(event) if asked else None
        except SignInRefusedError as error:
            logger.warning("a sign-in was refused", extra={"cause": str(error)})
            return {**pages.not_signed_in(), "cookies": [gone(ATTEMPT)]}
        except TokenKeysAwayError as error:
            logger.error("nobody can sign in", extra={"cause": str(error)})  # noqa: TRY400 - its cause says all
            return pages.issuer_away()

    def visitor(self, event: Event) -> Visitor | None:
        """See `Access`."""
        session = self._session(event)
        if session and self.is_known(session["sub"]):
            return Visitor(session["sub"])
        return self.links.visitor(event)

    def refused(self, event: Event) -> Response:  # noqa: ARG002 - the same for every event
        """See `Access`."""
        return pages.nothing()

    def token(self, event: Event) -> str:
        """See `Access`: proof of the session's number, which only the desk can make."""
        session = self._session(event)
        return self.keys.proof("form", session["sid"]) if session else ""

    def accepts(self, event: Event, form: Mapping[str, str]) -> bool:
        """See `Access`: from a page of this host, as the browser says, and made for this very session."""
        session = self._session(event)
        return (
            session is not None and self._is_from_here(event) and self.keys.proves("form", session["sid"], form.get("csrf", ""))
        )

    def link(self, candidate: str, manifest: str, whom: str, until: datetime) -> Link:
        """A link for an outside expert; it gives nothing before its note is in the candidate's journal.

        Raises:
            BadParameterError: it would last too long, or be over already.
        """
        return self.links.make(candidate, manifest, whom, until)

    def _begin(self, event: Event) -> Response:
        wanted = query_of(event).get("to", "")
        to = page_to_return_to(wanted, _header(event, "referer"), self.origin)
        attempt = Attempt(*(secrets.token_urlsafe(48) for _ in range(3)))
        address = self.issuer.begin(attempt)
        said = {"state": attempt.state, "nonce": attempt.nonce, "verifier": attempt.verifier, "to": to}
        token = self.keys.signed("attempt", said, self.now() + ATTEMPT_LIFE)
        return {**see_other(address), "cookies": [kept(ATTEMPT, token, int(ATTEMPT_LIFE.total_seconds()))]}

    def _finish(self, event: Event) -> Response:
        begun = self.keys.read("attempt", cookie(event, ATTEMPT))
        if begun is None:
            raise SignInRefusedError("no sign-in was begun by this browser, or too long ago")
        attempt = Attempt(begun["state"], begun["nonce"], begun["verifier"])
        query = str(event.get("rawQueryString", ""))
        if not hmac.compare_digest(query_of(event).get("state", "").encode(), attempt.state.encode()):
            raise SignInRefusedError("the answer is to another attempt")
        identity = identity_in(self.issuer.finish(query, attempt), self.claim)
        if identity is None:
            raise SignInRefusedError(f"the ID token has no {self.claim} that can be believed")
        session = {"sub": identity, "sid": secrets.token_urlsafe(24)}
        token = self.keys.signed("session", session, self.now() + SESSION_LIFE)
        return {
            **see_other(begun["to"]),
            "cookies": [kept(SESSION, token, int(SESSION_LIFE.total_seconds())), gone(ATTEMPT)],
        }

    def _sign_out(self, event: Event) -> Response:
        if not self.accepts(event, form_of(event)):
            return self.refused(event)
        return {**see_other(addresses.BASE), "cookies": [gone(SESSION), gone(LINK)]}

    def _by_link(self, event: Event) -> Response:
        return self.links.opened(event) or self.refused(event)

    def _session(self, event: Event) -> Mapping[str, Any] | None:
        return self.keys.read("session", cookie(event, SESSION))

    def _is_from_here(self, event: Event) -> bool:
        origin, site = _header(event, "origin"), _header(event, "sec-fetch-site")
        return bool(origin or site) and origin in ("", self.origin) and site in ("", "same-origin")


class Closed:
    """An `Access` where nobody can sign in: open to nobody, and says so."""

    can_sign_out = False

    def answer(self, event: Event) -> Response | None:  # noqa: ARG002 - the same for every event
        """See `Access`."""
        return None

    def visitor(self, event: Event) -> Visitor | None:  # noqa: ARG002 - the same for every event
        """See `Access`."""
        return None

    def refused(self, event: Event) -> Response:  # noqa: ARG002 - the same for every event
        """See `Access`."""
        return pages.closed()

    def token(self, event: Event) -> str:  # noqa: ARG002 - the same for every event
        """See `Access`."""
        return ""

    def accepts(self, event: Event, form: Mapping[str, str]) -> bool:  # noqa: ARG002 - the same for every event
        """See `Access`."""
        return False


def _header(event: Event, name: str) -> str:
    return next((str(value) for key, value in (event.get("headers") or {}).items() if key.lower() == name), "")

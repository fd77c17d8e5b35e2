"""The few pages of the desk that are there for everybody: they say nothing of any release, and read no store."""

from __future__ import annotations

from coursewright.serving.review_desk.answers import html
from coursewright.serving.review_desk.rendering import rendered
from coursewright.serving.review_desk.visitors import Response

SIGN_IN = "/review/sign-in"


def nothing() -> Response:
    """For whoever has no right to what they asked for, whether it exists or not."""
    message = "This is for people who review these courses. Sign in, or ask one of them for a link."
    return _page(404, "There is nothing here for you", message, leads_on="Sign in")


def closed() -> Response:
    """For everybody, at a desk where nobody can sign in."""
    message = (
        "Sign-in is not set up here, so this desk is open to nobody. Whoever deployed it can: see its parameter OidcClientId."
    )
    return _page(404, "Sign-in is not set up", message)


def not_signed_in() -> Response:
    """For an answer of the issuer that is none to what was begun here."""
    message = "The issuer did not confirm who you are, or this took too long, or was begun in another window."
    return _page(400, "You are not signed in", message, leads_on="Try again")


def issuer_away() -> Response:
    """While the issuer does not answer."""
    message = "The service that people sign in with does not answer. Try again in a minute."
    return _page(503, "Nobody can sign in just now", message, leads_on="Try again")


def unknown_now() -> Response:
    """While nobody can tell who asks, because a store or the secret cannot be read."""
    return _page(503, "Nobody can tell who you are just now", "Try again in a minute.")


def _page(status: int, title: str, message: str, leads_on: str = "") -> Response:
    return html(
        rendered("outside.html", {"title": title, "message": message, "leads_on": leads_on, "to_sign_in": SIGN_IN}), status
    )

"""What the desk answers: a page, a place to go on at, or bytes; each with the fields that keep it to whom it is for."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping

from coursewright.serving.review_desk.visitors import Response

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
FIELDS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": POLICY,
}
"""On every answer, whoever asks and whatever it is."""


def html(text: str, status: int = 200) -> Response:
    """A page."""
    return {"statusCode": status, "headers": {"Content-Type": "text/html; charset=utf-8"}, "body": text}


def see_other(address: str) -> Response:
    """Go on there: what a form is answered with, so that reloading sends nothing twice."""
    return {"statusCode": 303, "headers": {"Location": address}, "body": ""}


def data(content: bytes, media_type: str, policy: str = POLICY) -> Response:
    """Bytes; where they could run something, with a policy of their own."""
    fields = {"Content-Type": media_type, "Content-Security-Policy": policy}
    return {"statusCode": 200, "headers": fields, "body": b64encode(content).decode(), "isBase64Encoded": True}


def completed(response: Response) -> Response:
    """A response with the fields that every answer has; a page may bring a policy of its own and nothing else."""
    headers = dict(response.get("headers", {}))
    return {**response, "headers": {**headers, **{name: headers.get(name, value) if name == "Content-Security-Policy" else value
                                                  for name, value in FIELDS.items()}}}  # fmt: skip

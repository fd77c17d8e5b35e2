"""Cross-origin reading (https://fetch.spec.whatwg.org/#http-cors-protocol): any page may read, none with a browser's credentials.

A token in `Authorization` is no such credential: a page that has one may send it.
"""

from __future__ import annotations

METHODS = "GET, HEAD, OPTIONS"
METHODS_POSTED = "GET, HEAD, POST, OPTIONS"
"""Of addresses that take part of the question in a body, too. They change nothing either."""

READABLE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "ETag, Content-Location, Link, Age, Cache-Status, Content-Language, Retry-After, WWW-Authenticate, Coursewright-Budget"
    ),
}
"""On every response, refusals as well: a page that may not read a problem cannot say what it is."""


def preflight(methods: str) -> dict[str, str]:
    """The fields of the answer to OPTIONS."""
    return {
        **READABLE,
        "Allow": methods,
        "Access-Control-Allow-Methods": methods,
        "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type, If-None-Match",
        "Access-Control-Max-Age": "86400",
    }

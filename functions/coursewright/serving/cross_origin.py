"""Cross-origin reading (https://fetch.spec.whatwg.org/#http-cors-protocol): any page may read, none with a browser's credentials.

A token in `Authorization` is no such credential: a page that has one may send it.
"""

from __future__ import annotations

METHODS = "GET, HEAD, OPTIONS"

READABLE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "ETag, Content-Location, Link, Age, Cache-Status, Content-Language, Retry-After, WWW-Authenticate, Coursewright-Budget"
    ),
}
"""On every response, refusals as well: a page that may not read a problem cannot say what it is."""

PREFLIGHT = {
    **READABLE,
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Accept, Authorization, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
"""On the answer to OPTIONS."""

"""Assets: immutable bytes under their own prefix, told apart by what they are, never by what they are called.

An SVG opened on its own is a document, so it is sandboxed and may load nothing (Content Security Policy Level 3).
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler.api_gateway import Response

from coursewright.compiling.digest import Digest
from coursewright.errors import UnknownNameError
from coursewright.serving.reader import Reader
from coursewright.serving.responses import matches

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png", (".png",)),
    (b"\xff\xd8\xff", "image/jpeg", (".jpg", ".jpeg")),
    (b"GIF8", "image/gif", (".gif",)),
    (b"RIFF", "image/webp", (".webp",)),
    (b"<?xml", "image/svg+xml", (".svg",)),
)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def asset_response(reader: Reader, digest: Digest, name: str, if_none_match: str) -> Response[Any]:
    """The bytes of a figure, under any name with the suffix of its kind."""
    data = reader.asset(digest)
    kinds = [kind for signature, kind, suffixes in _SIGNATURES if data.startswith(signature) and name.lower().endswith(suffixes)]
    if not kinds:
        raise UnknownNameError(f"asset {digest} is not called {name!r}")
    headers = {
        "ETag": f'"{digest}"',
        "Cache-Control": "public, max-age=31536000, immutable",
        "Content-Security-Policy": _POLICY,
        "Cross-Origin-Resource-Policy": "cross-origin",
        "X-Content-Type-Options": "nosniff",
    }
    if matches(if_none_match, headers["ETag"]):
        return Response(HTTPStatus.NOT_MODIFIED, None, None, headers)
    return Response(HTTPStatus.OK, kinds[0], data, headers)

"""Assets: immutable bytes under their own prefix, told apart by what they are, never by what they are called.

An SVG opened on its own is a document, so it is sandboxed and may load nothing (Content Security Policy Level 3).
"""

from __future__ import annotations

from coursewright.compiling.digest import Digest, is_digest
from coursewright.errors import ExpungedError, MissingObjectError, UnknownNameError
from coursewright.serving.http.answers import Answer, Body
from coursewright.serving.http.caching import FOR_EVER, IMMUTABLE
from coursewright.serving.question import Question

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png", (".png",)),
    (b"\xff\xd8\xff", "image/jpeg", (".jpg", ".jpeg")),
    (b"GIF8", "image/gif", (".gif",)),
    (b"RIFF", "image/webp", (".webp",)),
    (b"<?xml", "image/svg+xml", (".svg",)),
)
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""Of whatever shows a figure by itself."""
_FIELDS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def asset(question: Question, digest: str, name: str) -> Answer:
    """The bytes of a figure, under any name with the suffix of its kind."""
    if not is_digest(digest):
        raise UnknownNameError(f"{digest!r} is no digest")
    try:
        leaf = question.reader.asset(Digest(digest))
    except ExpungedError:
        raise
    except MissingObjectError as error:
        raise UnknownNameError(f"there is no asset {digest}") from error
    media_type = media_type_of(leaf.plain, name)
    if media_type is None:
        raise UnknownNameError(f"asset {digest} is not called {name!r}")
    body = Body(leaf=leaf)
    return Answer(body, digest, FOR_EVER, IMMUTABLE, media_type=media_type, vary=(), fields=_FIELDS, is_binary=True)


def media_type_of(data: bytes, name: str) -> str | None:
    """What bytes are, if a name has the suffix of that; else None."""
    kinds = (kind for start, kind, suffixes in _SIGNATURES if data.startswith(start) and name.lower().endswith(suffixes))
    return next(kinds, None)

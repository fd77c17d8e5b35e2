"""Figures: what may be shown, made safe, with the size that keeps a page from jumping while it loads.

SVG goes through svg-hush's allow-list (https://github.com/cloudflare/svg-hush), which drops scripts, handlers and everything that
would be fetched from elsewhere; it was made to serve untrusted SVG. An XML parser with an allow-list of our own was passed over:
such lists are where sanitisers go wrong. Raster images pass as they are.
"""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass
from functools import cache
from xml.parsers import expat

import py_svg_hush

MEDIA_TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
}
_SIGNATURES = {
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/gif": re.compile(rb"GIF8[79]a"),
    "image/webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
}
_WIDEST = 100_000  # pixels
_HEADER_BYTES = 1_000_000  # where an image says its size, at the latest; a JPEG can hold millions of empty parts
MAX_SVG_BYTES = 1_000_000
MAX_SVG_DEPTH = 100
MAX_SVG_ATTRIBUTES = 500


@dataclass(frozen=True, slots=True)
class Figure:
    """The bytes a reader gets, and the size in CSS pixels they are drawn at by default (0 where the file does not say).

    `source_sha256` names the bytes as authored, before sanitising.
    """

    name: str
    media_type: str
    data: bytes
    source_sha256: str

    @property
    def width(self) -> int:
        """In CSS pixels; 0 where the file does not say."""
        return _size(self.data)[0]

    @property
    def height(self) -> int:
        """In CSS pixels; 0 where the file does not say."""
        return _size(self.data)[1]


def is_figure(path: str) -> bool:
    """Whether a path names a kind of image that lessons can show."""
    return _suffix(path) in MEDIA_TYPES


def read_figure(path: str, data: bytes) -> Figure | str:
    """The figure in a file, sanitised; or a sentence saying why it cannot be shown."""
    media_type = MEDIA_TYPES[_suffix(path)]
    source_sha256 = hashlib.sha256(data).hexdigest()
    if media_type == "image/svg+xml":
        if refusal := _too_much_svg(data):
            return refusal
        try:
            data = py_svg_hush.filter_svg(data, {})
        except ValueError as error:
            return f"this is not an SVG that can be shown safely ({error})"
        if b"<svg" not in data:
            return "nothing is left of this SVG when what can run or load is removed"
    elif not _SIGNATURES[media_type].match(data):
        return f"the bytes are not {media_type}, whatever the name says"
    return Figure(path.rsplit("/", 1)[-1], media_type, data, source_sha256)


def _too_much_svg(data: bytes) -> str:
    """Why an SVG is not even sanitised, if so: svg-hush puts entities in for their names, and deep nesting ends the process."""
    if len(data) > MAX_SVG_BYTES:
        return f"the SVG has {len(data):,} bytes; at most {MAX_SVG_BYTES:,} are read"
    try:
        _bounded_parser().Parse(data, True)  # noqa: FBT003 - the library has no name for it
    except (expat.ExpatError, ValueError, LookupError) as error:  # the latter two of encodings
        return f"this is not an SVG that can be shown safely (XML: {error})"
    except _TooMuchError as error:
        return f"this is not an SVG that can be shown safely ({error})"
    return ""


def _bounded_parser() -> expat.XMLParserType:
    parser, depth = expat.ParserCreate(), 0

    def begin(_name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_SVG_DEPTH or len(attributes) > MAX_SVG_ATTRIBUTES:
            raise _TooMuchError(f"more than {MAX_SVG_DEPTH} levels deep, or an element of {MAX_SVG_ATTRIBUTES} attributes")

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def declare(name: str, *_facts: object) -> None:
        raise _TooMuchError(f"it declares the entity {name[:40]}")

    parser.StartElementHandler, parser.EndElementHandler, parser.EntityDeclHandler = begin, end, declare
    return parser


class _TooMuchError(Exception):
    pass


@cache
def _size(data: bytes) -> tuple[int, int]:
    import imagesize  # noqa: PLC0415 - it loads an HTTP client, and checking a text needs no sizes

    try:
        width, height = imagesize.get(io.BytesIO(data[:_HEADER_BYTES]))
    except (ValueError, OverflowError):
        return 0, 0
    fits = 0 < width <= _WIDEST and 0 < height <= _WIDEST
    return (int(width), int(height)) if fits else (0, 0)


def _suffix(path: str) -> str:
    name = path.rsplit("/", 1)[-1]
    return f".{name.rsplit('.', 1)[-1].lower()}" if "." in name else ""

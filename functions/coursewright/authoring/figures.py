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

import imagesize
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


@dataclass(frozen=True, slots=True)
class Figure:
    """The bytes a reader gets, and the size in CSS pixels they are drawn at by default (0 where the file does not say).

    `source_sha256` names the bytes as authored, before sanitising.
    """

    name: str
    media_type: str
    data: bytes
    width: int
    height: int
    source_sha256: str


def is_figure(path: str) -> bool:
    """Whether a path names a kind of image that lessons can show."""
    return _suffix(path) in MEDIA_TYPES


def read_figure(path: str, data: bytes) -> Figure | str:
    """The figure in a file, sanitised; or a sentence saying why it cannot be shown."""
    media_type = MEDIA_TYPES[_suffix(path)]
    source_sha256 = hashlib.sha256(data).hexdigest()
    if media_type == "image/svg+xml":
        try:
            data = py_svg_hush.filter_svg(data, {})
        except ValueError as error:
            return f"this is not an SVG that can be shown safely ({error})"
        if b"<svg" not in data:
            return "nothing is left of this SVG when what can run or load is removed"
    elif not _SIGNATURES[media_type].match(data):
        return f"the bytes are not {media_type}, whatever the name says"
    try:
        width, height = imagesize.get(io.BytesIO(data))
    except (ValueError, OverflowError):
        width, height = -1, -1
    if not (0 < width <= _WIDEST and 0 < height <= _WIDEST):
        width, height = 0, 0
    return Figure(path.rsplit("/", 1)[-1], media_type, data, int(width), int(height), source_sha256)


def _suffix(path: str) -> str:
    name = path.rsplit("/", 1)[-1]
    return f".{name.rsplit('.', 1)[-1].lower()}" if "." in name else ""

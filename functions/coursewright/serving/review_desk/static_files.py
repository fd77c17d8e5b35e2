"""The desk's own files: its style, its script, its icon. They are the same for everybody, and say nothing of any release."""

from __future__ import annotations

from functools import cache
from importlib import resources

from coursewright.serving.review_desk.answers import data
from coursewright.serving.review_desk.visitors import Response

_MEDIA_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}


def static_file(name: str) -> Response | None:
    """A file by its name; None where there is none."""
    found = _files().get(name)
    return data(found, _MEDIA_TYPES[name.rpartition(".")[2]]) if found is not None else None


@cache
def _files() -> dict[str, bytes]:
    folder = resources.files("coursewright.serving.review_desk").joinpath("static")
    return {one.name: one.read_bytes() for one in folder.iterdir() if one.name.rpartition(".")[2] in _MEDIA_TYPES}

"""Bytes of a source file become text: UTF-8, within bounds, without characters that nobody sees and programs read differently."""

from __future__ import annotations

import re

from coursewright.authoring.findings.finding import Finding, Place

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]|\r(?!\n)")


class RefusedError(Exception):
    """A file that is not read further; `finding` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def decode(data: bytes, path: str, max_bytes: int) -> str:
    """Text of a source file: UTF-8, within bounds, without control characters.

    U+0085, U+2028 and U+2029 are line breaks to YAML 1.1 parsers and none to editors, and a carriage return of its own is one to
    YAML and Markdown and none to git, so every later place would be off.
    """
    if len(data) > max_bytes:
        raise RefusedError(
            Finding(
                "file-too-large",
                Place(path),
                f"the file has {len(data):,} bytes; at most {max_bytes:,} are read",
                "Split it into several files.",
            )
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8", "replace")  # what the codec saw: the byte order mark is off
        raise RefusedError(
            Finding("not-utf-8", place_of(before, path), "the file is not UTF-8 text", "Save it with the encoding UTF-8.")
        ) from error
    if bad := FORBIDDEN.search(text):
        raise RefusedError(
            Finding(
                "control-character",
                place_of(text[: bad.start()], path),
                f"the invisible character U+{ord(bad.group()):04X} stands here",
                "Delete it; it often comes along when text is pasted.",
            )
        )
    return text


def decode_text(data: bytes, path: str, max_bytes: int) -> tuple[str | None, tuple[Finding, ...]]:
    """`decode`, with the refusal as a finding."""
    try:
        return decode(data, path, max_bytes), ()
    except RefusedError as refused:
        return None, (refused.finding,)


def place_of(before: str, path: str) -> Place:
    """The place right after the text `before`."""
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    return Place(path, line, column, line, column + 1)

"""An editor's note in HTML: paragraphs, lists, headings, strong and emphasised words, code, links to the web; all else is text.

Notes are stored as their authors wrote them, and what compiles Markdown is not in the read path. What this does not know stays
readable, for Markdown is; nothing an author writes becomes an element that is not one of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

_CODE_OR_LINK = re.compile(r"(?P<ticks>`+)(?P<code>.+?)(?P=ticks)|\[(?P<says>[^\[\]]+)\]\((?P<to>https?://[^\s()]+)\)")
_STRONG = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_EMPHASIS = re.compile(r"(?<!\w)([*_])(?=[^\s*_])([^*_]*[^\s*_])\1(?!\w)")
_BULLET = re.compile(r"(?:[-*+]|[0-9]{1,9}[.)]) +")
_HEADING = re.compile(r"#{1,6} +(.*?)[ #]*")


def note_html(note: str) -> str:
    """The elements of a note, one after the other."""
    return "\n".join(_elements(note))


def inline(text: str) -> str:
    """The words of one paragraph; what stands in code is left as it is."""
    made, at = [], 0
    for found in _CODE_OR_LINK.finditer(text):
        made += [_words(text[at : found.start()]), _code_or_link(found)]
        at = found.end()
    return "".join([*made, _words(text[at:])])


def _elements(note: str) -> Iterator[str]:
    for part in re.split(r"\n\s*\n", note.strip()):
        lines = part.splitlines()
        if heading := _HEADING.fullmatch(part.strip()):
            yield f"<h3>{inline(heading[1])}</h3>"
            continue
        first = next((number for number, line in enumerate(lines) if _is_item(line)), len(lines))
        if lines[:first]:
            yield f"<p>{inline(_joined(lines[:first]))}</p>"
        if lines[first:]:
            yield f"<ul>{''.join(f'<li>{inline(item)}</li>' for item in _items(lines[first:]))}</ul>"


def _items(lines: list[str]) -> list[str]:
    """The items of a list, each of one line or more."""
    items: list[list[str]] = []
    for line in lines:
        if _is_item(line):
            items.append([_BULLET.sub("", line.strip(), count=1)])
        else:
            items[-1].append(line)
    return [_joined(item) for item in items]


def _is_item(line: str) -> bool:
    return _BULLET.match(line.strip()) is not None


def _joined(lines: list[str]) -> str:
    return " ".join(line.strip() for line in lines)


def _code_or_link(found: re.Match[str]) -> str:
    if found["code"] is not None:
        return f"<code>{escape(found['code'].strip())}</code>"
    return f'<a href="{escape(found["to"])}">{_words(found["says"])}</a>'


def _words(text: str) -> str:
    marked = _STRONG.sub(r"<strong>\1</strong>", escape(text))
    return _EMPHASIS.sub(r"<em>\2</em>", marked)

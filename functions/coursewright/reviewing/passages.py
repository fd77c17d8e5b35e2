"""Where in a candidate something is said of: a course, an item and a block that are there, and the words of that block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.errors import ReviewRefusedError
from coursewright.publishing.storing.store import Store, get_json
from coursewright.reviewing.comparing.activity_blocks import activity_blocks
from coursewright.reviewing.comparing.marked_html import words_of


def placed(objects: Store, manifest: str, where: Mapping[str, str | None]) -> dict[str, str | None]:
    """The place with the words of its block, where nobody quoted any.

    Raises:
        ReviewRefusedError: the candidate has no such course, item or block; the message says what comes closest.
    """
    course, item, block = (where.get(name) for name in ("course", "item", "block"))
    if course is None:
        if item or block:
            raise ReviewRefusedError("say which course too: course/item, or course/item#block")
        return dict(where)
    courses = get_json(objects, Digest(manifest))["courses"]
    _known("course", course, courses)
    if item is None:
        return dict(where)
    items = get_json(objects, Digest(courses[course]))["items"]
    _known(f"item of {course}", item, items)
    if block is None:
        return dict(where)
    said = {name: text for shown in _versions(objects, items[item]) for name, text in shown}
    if block not in said and items[item]["kind"] == "lesson":
        _known(f"block of {course}/{item}", block, said)
    return {**where, "quote": where.get("quote") or said.get(block)}


def _versions(objects: Store, entry: Mapping[str, Any]) -> Iterator[Iterator[tuple[str, str]]]:
    """The blocks of each version of an item that learners get, by their ids; what is private is left out."""
    if entry["kind"] != "lesson":
        blocks = activity_blocks(get_json(objects, Digest(entry["object"])))
        yield ((one["id"], " ".join(words_of(one["html"]))) for one in blocks)
        return
    for text in (entry, *entry["locales"].values()):
        for outcome in text["outcomes"]:
            yield ((one["id"], one["text"]) for one in get_json(objects, Digest(outcome["json"]))["blocks"])


def _known(what: str, name: str, known: Mapping[str, Any]) -> None:
    if name in known:
        return
    close = get_close_matches(name, list(known), 3, 0.5)
    more = f"; did you mean {' or '.join(close)}?" if close else ""
    raise ReviewRefusedError(f"there is no {what} {name!r} in the candidate{more}")

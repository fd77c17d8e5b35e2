"""The bytes of a figure, where one of the two releases that a page is about shows it; opened by itself, it may run nothing."""

from __future__ import annotations

from coursewright.compiling.digest import Digest, is_digest
from coursewright.errors import UnknownNameError
from coursewright.serving.items.assets import POLICY, media_type_of
from coursewright.serving.pin import Pin
from coursewright.serving.review_desk.answers import data
from coursewright.serving.review_desk.compared import compared, kept
from coursewright.serving.review_desk.desk import Desk
from coursewright.serving.review_desk.question import Question
from coursewright.serving.review_desk.visitors import Response


def page(desk: Desk, question: Question) -> Response:
    """See above.

    Raises:
        UnknownNameError: neither release shows such a figure.
    """
    about, digest, name = compared(desk, question), question.where["digest"], question.where["name"]
    shown = [figures(desk, pin) for pin in (about.pin, about.beside) if pin is not None]
    if not is_digest(digest) or not any(digest in one for one in shown):
        raise UnknownNameError(f"{about.pin.release} shows no such figure")
    plain = desk.reader.asset(Digest(digest)).plain
    media_type = media_type_of(plain, name)
    if media_type is None:
        raise UnknownNameError(f"this figure is not called {name!r}")
    return data(plain, media_type, POLICY)


def figures(desk: Desk, pin: Pin) -> frozenset[str]:
    """The digest of every figure that a release shows."""
    found: frozenset[str] = kept(desk, ("figures", pin.manifest), lambda: frozenset(_figures(desk, pin)))
    return found


def _figures(desk: Desk, pin: Pin) -> set[str]:
    courses = [desk.reader.json(Digest(digest)) for digest in desk.reader.manifest(pin)["courses"].values()]
    entries = [entry for course in courses for entry in course["items"].values()]
    translated = [text for entry in entries for text in entry.get("locales", {}).values()]
    return {digest for one in (*entries, *translated) for digest in one.get("assets", ())}

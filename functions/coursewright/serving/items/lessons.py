"""A lesson as one learner gets it: in JSON, in Markdown or as a page; whole, or as much as fits a budget of tokens."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from coursewright.compiling.digest import Digest
from coursewright.serving.access.callers import is_public
from coursewright.serving.corrections import as_markdown, corrections_about, told
from coursewright.serving.http.answers import Answer, Body, Leaf, compact, composed, head_of, spliced, stored
from coursewright.serving.http.negotiation import HTML, JSON, MARKDOWN, preferred_form
from coursewright.serving.items.budget import BUDGET, FROM, Portion, is_asked, portion
from coursewright.serving.items.html_page import Page, page_of
from coursewright.serving.items.html_style import POLICY
from coursewright.serving.items.moved import LESSONS, found, redirection
from coursewright.serving.items.variants import Variant, choose, locale_of
from coursewright.serving.pin import Pin
from coursewright.serving.question import Question

_SUFFIXES = {JSON: "", MARKDOWN: ".md", HTML: ".html"}


def lesson(question: Question, at: str, course: str, lesson: str) -> Answer:
    """JSON; by courtesy another form, if the reader's Accept likes it better."""
    form = preferred_form(question.headers.get("accept", ""), _SUFFIXES)
    return _Lesson(question, at, course, lesson, "").answer(form, "Accept", "Accept-Encoding")


def lesson_markdown(question: Question, at: str, course: str, lesson: str) -> Answer:
    """Markdown, for a model to read."""
    return _Lesson(question, at, course, lesson, ".md").answer(MARKDOWN, "Accept-Encoding")


def lesson_page(question: Question, at: str, course: str, lesson: str) -> Answer:
    """A page, for a person to read."""
    return _Lesson(question, at, course, lesson, ".html").answer(HTML, "Accept-Encoding")


class _Lesson:
    """One question about one lesson."""

    def __init__(self, question: Question, at: str, course: str, name: str, suffix: str) -> None:
        self.question, self.suffix = question, suffix
        self.pin: Pin = question.pin(at)
        _, self.index = question.course(self.pin, course)
        self.place = found(self.index, LESSONS, name, self.pin)
        self.is_here = self.place == (LESSONS, name)
        self.name = name
        self.corrections = corrections_about(self.index, name, self.pin.edition) if self.is_here else []

    def answer(self, form: str, *vary: str) -> Answer:
        if not self.is_here:
            return redirection(self.question, self.pin, self.index, self.place, self.suffix)
        variant = choose(self.index, self.index["items"][self.name], self.question.asked)
        fields = {"Content-Language": variant.locale, "Link": self._link("canonical", self._path(variant, self.suffix))}
        more: dict[str, Any] = {"media_type": form, "vary": vary, "public": is_public(self.index), "fields": fields}
        if form == HTML or is_asked(self.question):
            return self._composed(form, variant, more)
        digest, path = Digest(variant.outcome["markdown" if form == MARKDOWN else "json"]), self._path(variant, _SUFFIXES[form])
        leaf = self.question.reader.leaf(digest)
        body = self._markdown(leaf) if form == MARKDOWN else spliced(self._head(variant, leaf), "lesson", leaf)
        return stored(self.pin, digest, body, path, **more)

    def _composed(self, form: str, variant: Variant, more: dict[str, Any]) -> Answer:
        """What no stored bytes are: a part of the lesson, or a page."""
        leaf = self.question.reader.leaf(Digest(variant.outcome["json"]))
        whole = json.loads(leaf.plain)
        part = portion(self.question, whole["blocks"])
        whole["blocks"] = part.blocks
        path = self._path(variant, _SUFFIXES[form]) + _of_budget(part.asked, self.question.asked.get(FROM))
        following = self._following(part, variant)
        if is_asked(self.question):
            more["fields"]["Coursewright-Budget"] = part.as_field()
        if following:
            more["fields"]["Link"] += f", {self._link('next', following)}"
        if form == JSON:
            data = compact({**self._head(variant, leaf), "budget": part.as_json(), "lesson": whole})
        elif form == MARKDOWN:
            data = _as_markdown(whole, part, self.corrections)
        else:
            more["fields"]["Content-Security-Policy"] = POLICY
            own = locale_of(self.index)
            addresses = (self._address(path), self._address(following) if following else None)
            data = page_of(Page(self.pin, variant, whole, self.index["title"], own, part, *addresses, self.corrections))
        return composed(self.pin, data, path, **more)

    def _following(self, part: Portion, variant: Variant) -> str | None:
        """Where to go on: in the exact release, so that parts of two releases never meet; with a budget that is enough."""
        if part.next is None:
            return None
        enough = None if part.asked is None else max(part.asked, part.needs or 0)
        return self._path(variant, self.suffix) + _of_budget(enough, part.next)

    def _head(self, variant: Variant, leaf: Leaf) -> dict[str, Any]:
        head = {**head_of(self.pin, self._path(variant, "")), "variant": variant.values, "defaulted": variant.defaulted}
        if not self.corrections:
            return head
        claims = {claim["id"]: claim for claim in json.loads(leaf.plain)["claims"]}
        return {**head, "corrected": told(self.corrections, claims)}

    def _markdown(self, leaf: Leaf) -> Body:
        """The stored bytes, but for a lesson that was corrected: it says so below its title."""
        if not self.corrections:
            return Body(leaf=leaf)
        title, _, rest = leaf.plain.partition(b"\n\n")
        notes = "\n\n".join(as_markdown(self.corrections)).encode()
        return Body(b"\n\n".join((title, notes, rest)))

    def _path(self, variant: Variant, suffix: str) -> str:
        return f"/courses/{self.index['id']}/lessons/{self.name}{suffix}?{urlencode(variant.values)}"

    def _address(self, path: str) -> str:
        return f"/v1/{self.pin.release}{path}"

    def _link(self, relation: str, path: str) -> str:
        return f'<{self._address(path)}>; rel="{relation}"'


def _of_budget(asked: int | None, start: str | None) -> str:
    given = {BUDGET: asked, FROM: start}
    query = urlencode({name: value for name, value in given.items() if value is not None})
    return f"&{query}" if query else ""


def _as_markdown(lesson: Mapping[str, Any], part: Portion, corrections: Sequence[Mapping[str, Any]]) -> bytes:
    title = [f"# {lesson['title']}", *as_markdown(corrections)] if part.is_start else []
    return ("\n\n".join([*title, *(block["markdown"] for block in part.blocks)]) + "\n").encode()

"""`/v1/{at}/llms.txt`: the courses in the form of llmstxt.org, so that a model finds its way to the Markdown of each lesson.

Takes the courses that the caller may read. Their outlines are read, one object each, and no lesson. Links are relative to the
server's root, and keep whoever follows them on the edition, or on the exact release if that was asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from coursewright.renewing.catalogue import outline
from coursewright.renewing.plain_markdown import plain
from coursewright.serving.answers import BY_CALLER, Answer, composed
from coursewright.serving.callers import is_public
from coursewright.serving.pin import Pin, PinKind
from coursewright.serving.question import Question

PLAIN = "text/plain; charset=utf-8"
_KINDS = {"roleplay": "role-play"}
_ABOUT = """\
Each link to a lesson gives it in Markdown, as the default learner reads it. A learner may be told more closely by the query: \
`?model=`, `role=`, `industry=` and `locale=`; `budget=2000` gives the first whole blocks that fit so many tokens.
What a lesson says was true when it was released; the status of its course says what still holds today."""


def llms_text(question: Question, at: str) -> Answer:
    """The courses, for a model."""
    pin = question.pin(at)
    manifest, cards = question.reader.manifest(pin), question.cards(pin)
    indexes = [question.reader.json(manifest["courses"][card["id"]]) for card in cards]
    data = ("\n\n".join(_parts(pin, manifest, indexes)) + "\n").encode()
    public = all(is_public(card) for card in cards)
    return composed(pin, data, "/llms.txt", public=public, vary=BY_CALLER, media_type=PLAIN)


def _parts(pin: Pin, manifest: Mapping[str, Any], indexes: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    base = f"/v1/{pin.release if pin.kind is PinKind.RELEASE else pin.lasting}"
    yield f"# {_line(manifest['title'])}"
    lessons = sum(item["kind"] == "lesson" for index in indexes for item in index["items"].values())
    count = f"{_counted(len(indexes), 'course')} with {_counted(lessons, 'lesson')}"
    yield f"> {count}, by {_line(manifest['publisher'])}. Release {pin.release} of edition {pin.edition}."
    if pin.withdrawn:
        yield f"This release was withdrawn: {_line(pin.withdrawn)}"
    yield _ABOUT
    for index in indexes:
        yield f"## {_line(index['title'])}"
        yield _line(index["summary"])
        if links := [*_lessons(f"{base}/courses/{index['id']}", index)]:
            yield "\n".join(links)
    yield "## Optional"
    yield "\n".join(_optional(base, indexes))


def _lessons(base: str, index: Mapping[str, Any]) -> Iterator[str]:
    for name, item in outline(index):
        if item["kind"] == "lesson":
            yield _link(item["title"], f"{base}/lessons/{name}.md", item["summary"])


def _optional(base: str, indexes: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What a model can do without, in the words of llmstxt.org: what learners do, what moves, and the release itself."""
    for index in indexes:
        course, title = f"{base}/courses/{index['id']}", index["title"]
        for name, item in outline(index):
            if item["kind"] != "lesson":
                about = f"{_KINDS.get(item['kind'], item['kind'])} of {title}, {_counted(item['minutes'], 'minute')}, in JSON"
                yield _link(item["title"], f"{course}/activities/{name}", about)
        yield _link(f"{title}: outline", course, "modules, objectives, and who gets which text, in JSON")
        yield _link(f"{title}: status", f"{course}/status", "what still holds today, item by item, in JSON")
    yield _link("What changed", f"{base}/changes.md", "since the release before, in Markdown")
    yield _link("The release", base, "the editor's note, and what came after it, in JSON")


def _link(title: str, to: str, about: str | None) -> str:
    said = f": {_line(about)}" if about else ""
    return f"- [{plain(title)}]({to}){said}"


def _line(text: str) -> str:
    return " ".join(text.split())


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"

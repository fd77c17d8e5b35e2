"""`/v1/{at}/llms.txt`: the courses in the form of llmstxt.org, so that a model finds its way to the Markdown of each lesson.

Takes the courses that the caller may read, or one of them by `?course=`. Their outlines are read, one object each, and no lesson.
Where all lessons are more than a model should be given at once, the list is of courses, each with the address of its own list.
Links are relative to the server's root where its address is not known, and keep whoever follows them on the edition, or on the
exact release if that was asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from coursewright.renewing.catalogue import outline
from coursewright.renewing.plain_markdown import plain
from coursewright.serving.access.callers import is_public
from coursewright.serving.http.answers import BY_CALLER, Answer, composed
from coursewright.serving.pin import Pin, PinKind
from coursewright.serving.question import Question
from coursewright.serving.seldom import COURSE

MOST_LESSONS = 500
"""Lessons that one list holds: with a summary each, some 30,000 tokens."""

PLAIN = "text/plain; charset=utf-8"
_KINDS = {"roleplay": "role-play"}
_ABOUT = """\
Each link to a lesson gives it in Markdown, as the default learner reads it. A learner may be told more closely by the query: \
`?model=`, `role=`, `industry=` and `locale=`; `budget=2000` gives the first whole blocks that fit so many tokens.
What a lesson says was true when it was released; the status of its course says what still holds today."""


def llms_text(question: Question, at: str) -> Answer:
    """The courses, for a model.

    Raises:
        UnknownNameError: the course that was asked for is none, or not for this caller.
    """
    pin, course = question.pin(at), question.asked.get(COURSE)
    manifest = question.reader.manifest(pin)
    if course is not None:
        indexes = [question.course(pin, course)[1]]
    else:
        indexes = [question.reader.json(manifest["courses"][card["id"]]) for card in question.cards(pin)]
    base = f"{question.address}/v1/{pin.release if pin.kind is PinKind.RELEASE else pin.lasting}"
    data = ("\n\n".join(_parts(pin, base, manifest, indexes)) + "\n").encode()
    path = f"/llms.txt?{COURSE}={course}" if course else "/llms.txt"
    return composed(pin, data, path, public=all(map(is_public, indexes)), vary=BY_CALLER, media_type=PLAIN)


def _parts(pin: Pin, base: str, manifest: Mapping[str, Any], indexes: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield f"# {_line(manifest['title'])}"
    lessons = sum(map(_count, indexes))
    count = f"{_counted(len(indexes), 'course')} with {_counted(lessons, 'lesson')}"
    yield f"> {count}, by {_line(manifest['publisher'])}. Release {pin.release} of edition {pin.edition}."
    if pin.withdrawn:
        yield f"This release was withdrawn: {_line(pin.withdrawn)}"
    if is_long := lessons > MOST_LESSONS and len(indexes) > 1:
        yield "Each link to a course gives the list of its lessons."
        yield "## Courses"
        yield "\n".join(_courses(base, indexes))
    else:
        yield _ABOUT
        yield from _all_lessons(base, indexes)
    yield "## Optional"
    yield "\n".join([*(() if is_long else _activities(base, indexes)), *_of_release(base)])


def _courses(base: str, indexes: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for index in indexes:
        about = f"{index['summary']} {_counted(_count(index), 'lesson')}."
        yield _link(index["title"], f"{base}/llms.txt?{COURSE}={index['id']}", about)


def _all_lessons(base: str, indexes: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for index in indexes:
        yield f"## {_line(index['title'])}"
        yield _line(index["summary"])
        if links := [*_lessons(f"{base}/courses/{index['id']}", index)]:
            yield "\n".join(links)


def _lessons(base: str, index: Mapping[str, Any]) -> Iterator[str]:
    for name, item in outline(index):
        if item["kind"] == "lesson":
            yield _link(item["title"], f"{base}/lessons/{name}.md", item["summary"])


def _activities(base: str, indexes: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What a model can do without, in the words of llmstxt.org: what learners do, and what moves."""
    for index in indexes:
        course, title = f"{base}/courses/{index['id']}", index["title"]
        for name, item in outline(index):
            if item["kind"] != "lesson":
                about = f"{_KINDS.get(item['kind'], item['kind'])} of {title}, {_counted(item['minutes'], 'minute')}, in JSON"
                yield _link(item["title"], f"{course}/activities/{name}", about)
        yield _link(f"{title}: outline", course, "modules, objectives, and who gets which text, in JSON")
        yield _link(f"{title}: status", f"{course}/status", "what still holds today, item by item, in JSON")


def _of_release(base: str) -> Iterator[str]:
    yield _link("What changed", f"{base}/changes.md", "since the release before, in Markdown")
    yield _link("The release", base, "the editor's note, and what came after it, in JSON")


def _count(index: Mapping[str, Any]) -> int:
    return sum(item["kind"] == "lesson" for item in index["items"].values())


def _link(title: str, to: str, about: str | None) -> str:
    said = f": {_line(about)}" if about else ""
    return f"- [{plain(title)}]({to}){said}"


def _line(text: str) -> str:
    return " ".join(text.split())


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"

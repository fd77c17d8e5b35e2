"""Curricula unlike the shipped one: many courses, long courses, and the shipped one with a history and a translation."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache

from counting_store import CountingStore
from courses import COURSE, STAMP, compiled, release, tree
from coursewright.authoring.source_tree import SourceTree
from coursewright.compiling.release import Release
from coursewright.publishing.depositing.deposit import deposit
from coursewright.publishing.promoting.promotion import promote

_COURSE = """\
title: {title}
summary: {summary}
level: {level}
audience: Anybody who reads tests.
availability: {availability}
objectives:
  - id: read-on
    text: Read on
    weight: 10
modules: [only]
"""
_LESSON = """\
---
title: Lesson {number}
summary: The lesson with the number {number}.
objectives: [read-on]
minutes: 5
---

{text}
"""
_PARAGRAPH = "This is a sentence of lesson {number}, long enough that a paragraph of such sentences is worth compressing. "


def course(
    name: str, lessons: int = 1, *, level: str = "foundation", availability: str = "public", title: str = ""
) -> Mapping[str, bytes]:
    """The files of a course of so many short lessons in one module."""
    about = _COURSE.format(
        title=title or name.replace("-", " ").capitalize(),
        summary=f"What {name} is about.",
        level=level,
        availability=availability,
    )
    files = {f"courses/{name}/course.yaml": about, f"courses/{name}/only/module.yaml": "title: Only\nsummary: All of it.\n"}
    for number in range(1, lessons + 1):
        page = _LESSON.format(number=number, text=_PARAGRAPH.format(number=number) * 6)
        files[f"courses/{name}/only/{number:04d}-lesson-{number}.md"] = page
    return {path: page.encode() for path, page in files.items()}


def library(*courses: Mapping[str, bytes]) -> SourceTree:
    """The shipped edition and these courses."""
    files = dict(tree().files)
    for one in courses:
        files |= one
    return SourceTree(files)


TRANSLATION = """\
---
title: Token und Kontext
summary: Was ein Modell auf einmal sieht.
translates: {digest}
---

## Was ein Token ist

Ein Token ist ein Stück eines Wortes.

::: when role=developer
Zähle sie im Code.
:::
"""


def translated() -> SourceTree:
    """The shipped edition in English and German, with one lesson translated, and one that was called otherwise before."""
    files = dict(tree().files)
    lesson = f"{COURSE}/asking-well/02-tokens-and-context.md"
    digest = hashlib.sha256(files[lesson]).hexdigest()
    files["curriculum.yaml"] = files["curriculum.yaml"].replace(b"locales: [en]", b"locales: [en, de]")
    files[lesson.replace(".md", ".de.md")] = TRANSLATION.format(digest=digest).encode()
    renamed = f"{COURSE}/asking-well/04-structured-output.md"
    files[renamed] = files[renamed].replace(b"---\n", b"---\nformerly: [output-in-a-form]\n", 1)
    quiz = f"{COURSE}/asking-well/05-asking-well-check.quiz.yaml"
    files[quiz] = files[quiz].replace(b"\ntitle:", b"\nformerly: [first-check]\ntitle:", 1)
    return SourceTree(files)


@cache
def made(name: str) -> Release:
    """A few releases that many tests read."""
    match name:
        case "translated":
            return compiled(translated())
        case "long":
            return compiled(library(course("long", 1000)))
        case "many":
            levels = ("foundation", "practitioner", "expert")
            some = [course(f"course-{n:02d}", level=levels[n % 3]) for n in range(24)]
            closed = course("closed", availability="invited")
            return compiled(library(*some, closed, course("strasse", title="Große Straße")))
    return release()


def promoted(*releases: Release, store: CountingStore | None = None) -> CountingStore:
    """A released store with these promoted to stable, one after the other."""
    candidates, released = CountingStore(), store or CountingStore()
    for one in releases:
        promote(deposit(one, candidates, STAMP, {"commit": "c" * 40}), candidates, released, "stable", STAMP)
    return released

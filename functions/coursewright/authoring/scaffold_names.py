"""Names for what is new: refused, in one sentence, where they are none, taken, or hang on what is not there."""

from __future__ import annotations

import re

from coursewright.authoring.draft import Draft, DraftCourse, DraftModule
from coursewright.authoring.ids.identifiers import identifiers
from coursewright.authoring.slug import is_slug
from coursewright.errors import WritingRefusedError

_NUMBER = re.compile(r"([0-9]{1,6})-")


def parts(kind: str, name: str, count: int, example: str) -> list[str]:
    """The words of a path like COURSE/MODULE/NAME."""
    found = name.strip("/").split("/")
    if len(found) != count or not all(is_slug(part) for part in found):
        shape = "/".join(("COURSE", "MODULE", kind.upper())[:count])
        raise WritingRefusedError(
            f"{name!r} cannot name {with_article(kind)}; write {shape} in lower-case words and hyphens, like {example}"
        )
    return found


def with_article(noun: str) -> str:
    """The noun with the article it takes."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def expect_slug(kind: str, name: str, example: str) -> None:
    """Refuse what cannot be an identifier."""
    if not is_slug(name):
        raise WritingRefusedError(
            f"{name!r} cannot name {with_article(kind)}; use lower-case words joined by hyphens, like {example}"
        )


def find_course(draft: Draft, name: str) -> DraftCourse:
    """The course of this name, if it can be read."""
    found = next((course for course in draft.courses if course.id == name), None)
    if found is None:
        raise WritingRefusedError(f"there is no course {name}; make it: coursewright new course {name}")
    if found.file is None:
        raise WritingRefusedError(f"{found.path}/course.yaml cannot be read; `coursewright check` says why")
    return found


def find_module(course: DraftCourse, name: str) -> DraftModule:
    """The module of this name."""
    found = next((module for module in course.modules if module.id == name), None)
    if found is None:
        raise WritingRefusedError(f"{course.id} has no module {name}; make it: coursewright new module {course.id}/{name}")
    return found


def expect_free(course: DraftCourse, kind: str, name: str) -> None:
    """Identifiers are never used again, so what was once one is taken, too."""
    known = identifiers(course)
    if name in known.ids[kind]:
        raise WritingRefusedError(f"{name} is already there in {course.id}, and nothing is overwritten; choose another name")
    if name in known.formerly[kind] | known.retired[kind]:
        raise WritingRefusedError(
            f"{name} once named something else in {course.id}, and an id is never used again; choose another"
        )


def numbers(draft: Draft, module: DraftModule) -> set[int]:
    """The numbers in front of the files of a module, read or not."""
    names = (path.removeprefix(f"{module.path}/") for path in draft.tree.under(module.path))
    return {int(found[1]) for name in names if (found := _NUMBER.match(name))}

"""Catalogues to judge: of compiled releases, and made up in any size."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from courses import manifest, read
from coursewright.compiling.digest import Digest, digest_of
from coursewright.compiling.release import Release
from coursewright.renewing.catalogue import Catalogue, CourseParts, read_catalogue

FIRST = date(2026, 1, 1)


def catalogue_of(made: Release, name: str = "2026-Q4") -> Catalogue:
    """What can stop being true of a compiled release."""
    assert manifest(made)["kind"] == "manifest"
    return read_catalogue(name, made.manifest, lambda digest: read(made, digest))


def made_up(courses: int, lessons: int, claims: int, models: int) -> Catalogue:
    """A catalogue of so many courses, with so many lessons, claims and models in all, each lesson with a quiz of one question.

    Model m ends m days after FIRST; every third has no end. Claims are about two models each; a lesson is about one, names
    another, and states three claims.
    """
    ledger = {"models": [_model(number) for number in range(models)], "families": [], "api": [], "aliases": []}
    every = {f"claim-{number}": _claim(number, models) for number in range(claims)}
    parts = tuple(_course(number, lessons // courses, every, models) for number in range(courses))
    exam = {"id": "credential", "title": "A credential", "completion": {"exam": "course-0/quiz-0", "surveys": []}}
    programs = {"programs": [{"id": "all", "courses": ["course-0"], "credential": "credential"}], "credentials": [exam]}
    return Catalogue("made-up", Digest(digest_of(b"made up")), ledger, programs, parts)


def _model(number: int) -> dict[str, Any]:
    ends = None if number % 3 == 0 else (FIRST + timedelta(days=number)).isoformat()
    return {"id": f"model-{number}", "shutdown": ends, "replacements": [f"model-{number + 1}"], "capabilities": ["tools"]}


def _claim(number: int, models: int) -> dict[str, Any]:
    about = [f"model-{number % models}", f"model-{number * 7 % models}"]
    said = {"statement": f"So it is with {number}.", "models": about, "api": [], "review_by": "2100-01-01"}
    return {"id": f"claim-{number}", **said, "verified_at": None, "verified_against": []}


def _course(number: int, lessons: int, every: dict[str, dict[str, Any]], models: int) -> CourseParts:
    index: dict[str, Any] = {"id": f"course-{number}", "title": f"Course {number}", "items": {}}
    index["objectives"] = [{"id": f"objective-{one}", "text": f"Do {one}"} for one in range(8)]
    depends: dict[str, Any] = {"items": {}, "objectives": {}, "claims": {}}
    names = list(every)
    used: dict[str, dict[str, Any]] = {}
    for one in range(lessons):
        seed = number * lessons + one
        stated = [names[(seed * step) % len(names)] for step in (1, 3, 11)]
        used |= {name: every[name] for name in stated}
        named = {
            "owner": f"owner-{seed % 5}",
            "path": f"courses/{seed}.md",
            "speaks_of": [f"model-{seed * 5 % models}"],
            "api": [],
        }
        served = [f"objective-{seed % 8}"]
        lesson = {"kind": "lesson", "title": f"Lesson {seed}", "objectives": served, "claims": stated}
        index["items"][f"lesson-{one}"] = {**lesson, "models": [f"model-{seed % models}"]}
        index["items"][f"quiz-{one}"] = {"kind": "quiz", "title": f"Quiz {seed}", "objectives": served, "claims": stated[:1]}
        depends["items"][f"lesson-{one}"] = {**named, "conditions": []}
        question = {"objectives": served, "claims": stated[:1], "speaks_of": [], "api": []}
        depends["items"][f"quiz-{one}"] = {**named, "speaks_of": [], "conditions": [], "questions": {"q": question}}
    index["modules"] = [{"id": "only", "items": list(index["items"])}]
    depends["claims"] = {name: {"owner": "owner-0", "path": f"claims/{name}.yaml"} for name in used}
    return CourseParts(index, used, depends)

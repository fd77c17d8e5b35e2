"""Curriculum → Release: manifest, then a course index for each course, then leaves. One changed lesson changes its leaves, one
index and the manifest.
"""  # noqa: D205 - one sentence over two lines

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coursewright.authoring.curriculum import Activity, Course, Curriculum, Lesson, Module
from coursewright.compiling.activities import compile_activity
from coursewright.compiling.addresses import AddressBook, address_book
from coursewright.compiling.catalogue import card, catalogue, dimensions
from coursewright.compiling.claims import claim_object, claims_of, course_claims
from coursewright.compiling.compiler_format import FORMAT, require_libraries
from coursewright.compiling.corrections import course_corrections
from coursewright.compiling.depends import Dependencies
from coursewright.compiling.digest import Digest
from coursewright.compiling.editors import editors
from coursewright.compiling.fingerprints import fingerprints
from coursewright.compiling.ledger_object import ledger_object
from coursewright.compiling.lessons import LessonCompiler, coach_notes
from coursewright.compiling.private_root import put_private
from coursewright.compiling.release import ObjectWriter, Release
from coursewright.compiling.words import words_of_activity

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many are done, and how many there are."""


def _silent(_what: str, _done: int, _of: int) -> None:
    pass


def compile_release(curriculum: Curriculum, edition: str | None = None, progress: Progress = _silent) -> Release:
    """Compile a whole curriculum. `edition` only says what the release is meant for; it stands in no object.

    Raises:
        ToolchainError: an installed library is not the one the compiler format names.
    """
    require_libraries()
    writer = ObjectWriter()
    compiler = _Compiler(curriculum, writer, address_book(curriculum, writer), progress)
    courses = {course.id: compiler.course(course) for course in curriculum.courses}
    private_root = put_private(curriculum.settings.blind, compiler.keys, compiler.coach, editors(curriculum), writer)
    manifest = {
        "kind": "manifest",
        "format": FORMAT,
        "tree": curriculum.tree_id,
        "title": curriculum.settings.title,
        "publisher": curriculum.settings.publisher,
        "courses": courses,
        "catalogue": writer.put(catalogue(curriculum)),
        "programs": writer.put(_programs(curriculum)),
        "claims": writer.put(_claims(curriculum, writer)),
        "models": writer.put(ledger_object(curriculum.ledger)),
        "editions": writer.put(_editions(curriculum)),
        "private": private_root,
    }
    return Release(writer.put(manifest), private_root, writer.objects, edition or curriculum.newest_edition)


class _Compiler:
    """Compiles course after course, keeping what is private apart."""

    def __init__(self, curriculum: Curriculum, writer: ObjectWriter, book: AddressBook, progress: Progress) -> None:
        self.curriculum, self.writer, self.book, self.progress = curriculum, writer, book, progress
        self.depends = Dependencies(curriculum)
        self.keys: dict[str, dict[str, Any]] = {}
        self.coach: dict[str, dict[str, Any]] = {}
        self.done, self.of = 0, sum(1 for course in curriculum.courses for _ in course.outline())

    def course(self, course: Course) -> Digest:
        items: dict[str, Any] = {}
        lessons = LessonCompiler(self.curriculum, course, self.book, self.writer)
        for module, item in course.outline():
            if isinstance(item, Lesson):
                items[item.id] = lessons.entry(module, item)
                if notes := coach_notes(item):
                    self.coach[f"{course.id}/{item.id}"] = notes
            else:
                items[item.id] = self._activity(course, module, item)
            items[item.id]["module"] = module.id
            self.done += 1
            self.progress("compiling", self.done, self.of)
        return self.writer.put({**self._outline(course), "axes": _axes(lessons), "items": items})

    def _activity(self, course: Course, module: Module, activity: Activity) -> dict[str, Any]:
        made = compile_activity(course, module, activity, self.book)
        name = f"{course.id}/{activity.id}"
        if made.key:
            self.keys[name] = made.key
        if made.coach:
            self.coach[name] = made.coach
        assets = {d: n for document in activity.texts.values() for d, n in self.book.used(activity.path, document).items()}
        about = ("kind", "title", "summary", "minutes", "formerly")
        return {
            **{field: made.public[field] for field in about},
            "words": words_of_activity(made.public),
            "objectives": [objective["id"] for objective in made.public["objectives"]],
            "claims": claims_of(activity),
            "object": self.writer.put(made.public),
            "assets": assets,
        }

    def _outline(self, course: Course) -> dict[str, Any]:
        """What the index says of the course itself."""
        return {
            "kind": "course",
            **card(self.curriculum, course),
            "locale": self.curriculum.settings.locales[0],
            "locales": list(self.curriculum.settings.locales),
            "objectives": [objective.model_dump(mode="json") for objective in course.file.objectives],
            "dimensions": dimensions(self.curriculum),
            "modules": [_module(module) for module in course.modules],
            "retired": [retired.model_dump(mode="json") for retired in course.file.retired],
            "claims": self.writer.put(course_claims(self.curriculum, course)),
            "corrections": course_corrections(self.curriculum, course),
            "depends": self.writer.put(self.depends.of(course)),
            "fingerprints": fingerprints(self.curriculum, course, self.book),
        }


def _module(module: Module) -> dict[str, Any]:
    return {
        "id": module.id,
        "title": module.file.title,
        "summary": module.file.summary.strip(),
        "prerequisites": list(module.file.prerequisites),
        "formerly": list(module.file.formerly),
        "items": [item.id for item in module.items],
    }


def _axes(lessons: LessonCompiler) -> list[dict[str, Any]]:
    """In the order in which lessons first used them; their decisions name them by number."""
    return [{"dimension": axis.dimension, "classes": list(axis.classes)} for axis in lessons.axes]


def _programs(curriculum: Curriculum) -> dict[str, Any]:
    return {
        "kind": "programs",
        "programs": [{"id": name, **file.model_dump(mode="json")} for name, file in curriculum.programs.items()],
        "credentials": [{"id": name, **file.model_dump(mode="json")} for name, file in curriculum.credentials.items()],
        "certificates": curriculum.settings.certificates.model_dump(mode="json"),
    }


def _claims(curriculum: Curriculum, writer: ObjectWriter) -> dict[str, Any]:
    claims = {name: writer.put({"kind": "claim", **claim_object(name, file)}) for name, file in curriculum.claims.items()}
    return {"kind": "claims", "claims": claims}


def _editions(curriculum: Curriculum) -> dict[str, Any]:
    """The editions as learners may know them; what editors decided to live with, and the days of their work, are theirs."""
    editions = {
        name: file.model_dump(mode="json", by_alias=True, exclude={"acknowledged", "opened", "closed"})
        for name, file in sorted(curriculum.editions.items())
    }
    return {"kind": "editions", "editions": editions}

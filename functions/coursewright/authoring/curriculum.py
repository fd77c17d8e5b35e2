"""A Curriculum exists only because every rule found it sound, so nothing later checks again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coursewright.authoring.figures import Figure
from coursewright.authoring.ledger import Ledger
from coursewright.authoring.markdown.document import Document
from coursewright.authoring.shapes.activities import ActivityFile
from coursewright.authoring.shapes.course_files import CourseFile, LessonFront, ModuleFile, TranslationFront
from coursewright.authoring.shapes.curriculum_files import ClaimFile, CredentialFile, CurriculumFile, PeopleFile, ProgramFile
from coursewright.authoring.shapes.edition_files import EditionFile
from coursewright.authoring.slug import Slug


@dataclass(frozen=True, slots=True)
class Translation:
    """A lesson in another of the curriculum's languages, made from the lesson as it is now."""

    locale: str
    path: str
    front: TranslationFront
    document: Document


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson: what it says of itself, its text, and its translations by language."""

    id: Slug
    path: str
    front: LessonFront
    document: Document
    translations: tuple[Translation, ...] = ()


@dataclass(frozen=True, slots=True)
class Activity:
    """A survey, a practice or an assessment; `texts` holds its parsed Markdown by field."""

    id: Slug
    path: str
    file: ActivityFile
    texts: Mapping[tuple[str | int, ...], Document]


@dataclass(frozen=True, slots=True)
class Module:
    """A module with its items in order."""

    id: Slug
    file: ModuleFile
    items: tuple[Lesson | Activity, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """A course with its modules in order."""

    id: Slug
    file: CourseFile
    modules: tuple[Module, ...]

    def outline(self) -> Iterator[tuple[Module, Lesson | Activity]]:
        """Every item with its module, in the order learners meet them."""
        for module in self.modules:
            for item in module.items:
                yield module, item


@dataclass(frozen=True, slots=True)
class Curriculum:
    """All that a publisher teaches, as one commit says it."""

    tree_id: str
    settings: CurriculumFile
    people: PeopleFile
    ledger: Ledger
    claims: Mapping[str, ClaimFile]
    programs: Mapping[str, ProgramFile]
    credentials: Mapping[str, CredentialFile]
    editions: Mapping[str, EditionFile]
    courses: tuple[Course, ...]
    figures: Mapping[str, Figure]

    @property
    def newest_edition(self) -> str | None:
        """The edition a deposit is for unless it says otherwise: the last by name."""
        return max(self.editions, default=None)

"""Everything that could be read of a tree, with places, before any rule has judged it.

A file that could not be read is missing here and named in `unreadable`, so that rules keep quiet about what it may have said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from coursewright.authoring.baseline import Baseline
from coursewright.authoring.figures import Figure
from coursewright.authoring.findings.finding import Finding, Place
from coursewright.authoring.findings.scope import EVERYTHING, Scope
from coursewright.authoring.ledger import Ledger
from coursewright.authoring.markdown.document import Document
from coursewright.authoring.shapes.activities import ActivityFile, ExamFile, Question, QuizFile
from coursewright.authoring.shapes.course_files import CourseFile, LessonFront, ModuleFile, TranslationFront
from coursewright.authoring.shapes.curriculum_files import ClaimFile, CredentialFile, CurriculumFile, PeopleFile, ProgramFile
from coursewright.authoring.shapes.edition_files import EditionFile
from coursewright.authoring.shapes.ledger_files import OverlayFile
from coursewright.authoring.shapes.worklist_files import WorklistFile
from coursewright.authoring.slug import Slug
from coursewright.authoring.source_tree import SourceTree
from coursewright.authoring.yaml_text.located import Located


@dataclass(frozen=True, slots=True)
class Prose:
    """A Markdown text of any file, parsed, with the folder its links start from."""

    path: str
    document: Document


@dataclass(frozen=True, slots=True)
class DraftLesson:
    """A lesson whose front matter could be read."""

    id: Slug
    path: str
    front: Located[LessonFront]
    document: Document


@dataclass(frozen=True, slots=True)
class DraftTranslation:
    """A lesson in another language. `original` is the path of the lesson it is made from, whether there is one or not."""

    locale: str
    path: str
    original: str
    front: Located[TranslationFront]
    document: Document


@dataclass(frozen=True, slots=True)
class DraftActivity:
    """An activity whose file could be read; `texts` holds its Markdown fields by their steps."""

    id: Slug
    path: str
    file: Located[ActivityFile]
    texts: Mapping[tuple[str | int, ...], Document]

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions of a quiz or an exam; none for other kinds."""
        return self.file.value.questions if isinstance(self.file.value, QuizFile | ExamFile) else ()


@dataclass(frozen=True, slots=True)
class DraftModule:
    """A module's folder. `file` is None where module.yaml is missing or cannot be read."""

    id: Slug
    path: str
    file: Located[ModuleFile] | None
    items: tuple[DraftLesson | DraftActivity, ...]
    translations: tuple[DraftTranslation, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftCourse:
    """A course's folder."""

    id: Slug
    path: str
    file: Located[CourseFile] | None
    modules: tuple[DraftModule, ...]

    def items(self) -> Iterator[DraftLesson | DraftActivity]:
        """Lessons and activities of all modules, in the order of the folders."""
        for module in self.modules:
            yield from module.items

    def lessons(self) -> Iterator[DraftLesson]:
        """The lessons among the items."""
        return (item for item in self.items() if isinstance(item, DraftLesson))

    def pages(self) -> Iterator[DraftLesson | DraftTranslation]:
        """The lessons, then the lessons in other languages."""
        yield from self.lessons()
        for module in self.modules:
            yield from module.translations

    def activities(self) -> Iterator[DraftActivity]:
        """The activities among the items."""
        return (item for item in self.items() if isinstance(item, DraftActivity))

    @property
    def objectives(self) -> frozenset[str] | None:
        """Ids of the course's objectives, or None where course.yaml could not be read."""
        return frozenset(objective.id for objective in self.file.value.objectives) if self.file else None


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """A whole tree as far as it could be read. `as_of` is the date that rules about time judge by.

    `scope` says of which files findings are wanted. A rule that is slow and judges each file by itself may leave out the others.
    `worklists` are by edition, each with its owner; None where it is nobody's.
    """

    tree: SourceTree
    as_of: date
    settings: Located[CurriculumFile] | None
    people: Located[PeopleFile] | None
    overlay: Located[OverlayFile] | None
    ledger: Ledger | None
    claims: Mapping[str, Located[ClaimFile]]
    programs: Mapping[str, Located[ProgramFile]]
    credentials: Mapping[str, Located[CredentialFile]]
    editions: Mapping[str, Located[EditionFile]]
    courses: tuple[DraftCourse, ...]
    prose: tuple[Prose, ...]
    figures: Mapping[str, Figure]
    unreadable: frozenset[str]
    findings: tuple[Finding, ...]
    baseline: Baseline | None = None
    scope: Scope = EVERYTHING
    worklists: Mapping[str, tuple[tuple[str | None, Located[WorklistFile]], ...]] = field(default_factory=dict)

    def knows_claim(self, claim: str) -> bool:
        """Whether there is such a claim, readable or not."""
        return claim in self.claims or f"claims/{claim}.yaml" in self.unreadable

    def judged_pages(self) -> Iterator[DraftLesson | DraftTranslation]:
        """The lessons, and lessons in other languages, that findings are wanted of."""
        return (page for course in self.courses for page in course.pages() if self.scope.holds(page.path))

    def selectors(self) -> Iterator[tuple[str, Place]]:
        """Every place that names a model, a family or a capability, but for conditional blocks."""
        if self.settings:
            yield self.settings.value.default_model, self.settings.at("default_model")
        for edition in self.editions.values():
            for index, model in enumerate(edition.value.baseline_models):
                yield model, edition.at("baseline_models", index)
        for claim in self.claims.values():
            for index, selector in enumerate(claim.value.models):
                yield selector, claim.at("models", index)
            for index, selector in enumerate(claim.value.verified.against if claim.value.verified else ()):
                yield selector, claim.at("verified", "against", index)
        for course in self.courses:
            for lesson in course.lessons():
                for index, selector in enumerate(lesson.front.value.models):
                    yield selector, lesson.front.at("models", index)

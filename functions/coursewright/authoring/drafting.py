"""SourceTree → Draft: every file is read by what its path says it is. What cannot be read is a finding, and the rest goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from coursewright.authoring.baseline import Baseline
from coursewright.authoring.draft import Draft, DraftActivity, DraftCourse, DraftLesson, DraftModule, DraftTranslation, Prose
from coursewright.authoring.figures import Figure, is_figure, read_figure
from coursewright.authoring.findings.finding import Finding, Place, Severity
from coursewright.authoring.ledger import Ledger, ledger_from
from coursewright.authoring.ledger_reading import read_facts
from coursewright.authoring.lesson_reading import read_activity, read_lesson, read_translation
from coursewright.authoring.markdown.document import at_place, read_document
from coursewright.authoring.shapes.activities import ACTIVITY_KINDS
from coursewright.authoring.shapes.base import Shape
from coursewright.authoring.shapes.course_files import CourseFile, ModuleFile
from coursewright.authoring.shapes.curriculum_files import ClaimFile, CredentialFile, CurriculumFile, PeopleFile, ProgramFile
from coursewright.authoring.shapes.edition_files import EditionFile
from coursewright.authoring.shapes.ledger_files import OverlayFile
from coursewright.authoring.shapes.worklist_files import NOBODY, WORKLIST, WorklistFile
from coursewright.authoring.slug import Slug, is_slug, without_order_prefix
from coursewright.authoring.source_tree import SourceTree
from coursewright.authoring.yaml_text.located import Located, read_shape

S = TypeVar("S", bound=Shape)

NOTES = "README.md"  # may lie in any folder, for those who work in it
_LESSON = re.compile(r"[^.]+\.md")
_TRANSLATION = re.compile(r"([^.]+)\.([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\.md")
_ACTIVITY = re.compile(rf"[^.]+\.({'|'.join(ACTIVITY_KINDS)})\.yaml")
_EDITION = re.compile(r"[0-9]{4}-[A-Z0-9]{1,8}")
_FIRST_DAY = date(1970, 1, 1)


def draft(tree: SourceTree, as_of: date | None = None, baseline: Baseline | None = None) -> Draft:
    """Read a whole tree. `as_of` defaults to the newest edition's effective date, so that findings do not depend on the day."""
    return _Drafting(tree).draft(as_of, baseline)


@dataclass(slots=True)
class _Drafting:
    tree: SourceTree
    findings: list[Finding] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    unreadable: set[str] = field(default_factory=set)
    prose: list[Prose] = field(default_factory=list)

    def draft(self, as_of: date | None, baseline: Baseline | None) -> Draft:
        self.findings.extend(self.tree.findings)
        settings = self._required("curriculum.yaml", CurriculumFile)
        people = self._required("people.yaml", PeopleFile)
        overlay = self._required("ledger/overlay.yaml", OverlayFile)
        claims = self._folder("claims", ClaimFile)
        programs = self._folder("programs", ProgramFile)
        credentials = self._folder("credentials", CredentialFile)
        editions = self._folder("editions", EditionFile)
        worklists = self._worklists()
        ledger = self._ledger(overlay)
        courses = tuple(self._courses())
        self._texts(claims, credentials, editions)
        figures = self._figures()
        self._unknown_files()
        newest = max(editions) if editions else None
        effective = editions[newest].value.effective if newest else _FIRST_DAY
        return Draft(
            self.tree, as_of or effective, settings, people, overlay, ledger, claims, programs, credentials, editions,
            courses, tuple(self.prose), figures, frozenset(self.unreadable), tuple(self.findings), baseline,
            worklists=worklists,
        )  # fmt: skip

    def _required(self, path: str, shape: type[S]) -> Located[S] | None:
        if path not in self.tree.files:
            self.unreadable.add(path)
            self.findings.append(
                Finding("missing-file", Place(path), f"there is no {path}", "Add it; docs/authoring.md shows what it holds.")
            )
            return None
        return self._read(path, shape)

    def _read(self, path: str, shape: type[S]) -> Located[S] | None:
        self.seen.add(path)
        located, findings = read_shape(shape, self.tree.files[path], path)
        self._note(path, findings)
        return located

    def _note(self, path: str, findings: tuple[Finding, ...]) -> None:
        self.findings.extend(findings)
        if any(finding.severity is Severity.ERROR for finding in findings):
            self.unreadable.add(path)

    def _folder(self, folder: str, shape: type[S]) -> dict[str, Located[S]]:
        found: dict[str, Located[S]] = {}
        for path in self.tree.under(folder):
            name = path.removeprefix(f"{folder}/")
            if "/" in name or not name.endswith(".yaml"):
                continue
            located = self._read(path, shape)
            stem = name.removesuffix(".yaml")
            if not (_EDITION.fullmatch(stem) if folder == "editions" else is_slug(stem)):
                self._bad_name(path, stem)
            elif located:
                found[stem] = located
        return found

    def _worklists(self) -> dict[str, tuple[tuple[str | None, Located[WorklistFile]], ...]]:
        found: dict[str, tuple[tuple[str | None, Located[WorklistFile]], ...]] = {}
        for path in self.tree.under("editions"):
            name = WORKLIST.fullmatch(path)
            if name and f"editions/{name[1]}.yaml" in self.tree.files and (located := self._read(path, WorklistFile)):
                found[name[1]] = (*found.get(name[1], ()), (None if name[2] == NOBODY else name[2], located))
        return found

    def _bad_name(self, path: str, name: str) -> None:
        example = "2026-Q4" if path.startswith("editions/") else "tokens-and-context"
        self._note(
            path,
            (Finding("bad-name", Place(path), f'"{name}" cannot be an identifier', f"Rename the file, like {example}."),),
        )

    def _ledger(self, overlay: Located[OverlayFile] | None) -> Ledger | None:
        path = "ledger/facts.jsonl"
        self.seen.add(path)
        facts, findings = read_facts(self.tree.files.get(path, b""), path)
        self._note(path, findings)
        if overlay is None or findings:
            return None
        return ledger_from(overlay.value, facts)

    def _courses(self) -> Iterator[DraftCourse]:
        for course, path in _subfolders(self.tree, "courses"):
            file = self._required(f"{path}/course.yaml", CourseFile)
            modules = tuple(self._module(module, folder) for module, folder in _subfolders(self.tree, path))
            yield DraftCourse(self._id(course, path), path, file, modules)

    def _module(self, module: str, folder: str) -> DraftModule:
        file = self._required(f"{folder}/module.yaml", ModuleFile)
        items: list[DraftLesson | DraftActivity] = []
        translations: list[DraftTranslation | None] = []
        names = [path.removeprefix(f"{folder}/") for path in self.tree.under(folder)]
        for name in sorted(names, key=_outline_order):
            path = f"{folder}/{name}"
            item: DraftLesson | DraftActivity | None = None
            if name == NOTES:
                continue
            if _LESSON.fullmatch(name):
                item, findings = read_lesson(self.tree.files[path], path, self._item_id(path, name.removesuffix(".md")))
            elif found := _TRANSLATION.fullmatch(name):
                translations.append(self._translation(path, found[2], f"{folder}/{found[1]}.md"))
                continue
            elif kind := _ACTIVITY.fullmatch(name):
                stem = name.removesuffix(f".{kind[1]}.yaml")
                item, findings = read_activity(ACTIVITY_KINDS[kind[1]], self.tree.files[path], path, self._item_id(path, stem))
            else:
                continue
            self.seen.add(path)
            self._note(path, findings)
            if item is not None:
                items.append(item)
                documents = [item.document] if isinstance(item, DraftLesson) else list(item.texts.values())
                self.prose.extend(Prose(path, document) for document in documents)
        readable = tuple(translation for translation in translations if translation)
        return DraftModule(self._id(module, folder), folder, file, tuple(items), readable)

    def _translation(self, path: str, locale: str, original: str) -> DraftTranslation | None:
        self.seen.add(path)
        translation, findings = read_translation(self.tree.files[path], path, locale, original)
        self._note(path, findings)
        if translation:
            self.prose.append(Prose(path, translation.document))
        return translation

    def _item_id(self, path: str, stem: str) -> Slug:
        return self._id(without_order_prefix(stem), path)

    def _id(self, name: str, path: str) -> Slug:
        if not is_slug(name):
            self._bad_name(path, name)
        return Slug(name)

    def _texts(
        self,
        claims: Mapping[str, Located[ClaimFile]],
        credentials: Mapping[str, Located[CredentialFile]],
        editions: Mapping[str, Located[EditionFile]],
    ) -> None:
        texts = [(claim, "statement", claim.value.statement) for claim in claims.values()]
        texts += [(credential, "awarded", credential.value.awarded) for credential in credentials.values()]  # type: ignore[misc]  # three shapes, one use
        texts += [(edition, "note", edition.value.note) for edition in editions.values()]  # type: ignore[misc]  # the same
        for located, name, text in texts:
            document = read_document(text, at_place(located.at(name)), blocks_allowed=False)
            self._note(located.path, document.findings)
            self.prose.append(Prose(located.path, document))

    def _figures(self) -> dict[str, Figure]:
        figures: dict[str, Figure] = {}
        for path in self.tree.under("courses"):
            if not is_figure(path):
                continue
            self.seen.add(path)
            figure = read_figure(path, self.tree.files[path])
            if isinstance(figure, str):
                self._note(
                    path,
                    (Finding("unreadable-figure", Place(path), figure, "Save the figure anew from the program that drew it."),),
                )
            else:
                figures[path] = figure
        return figures

    def _unknown_files(self) -> None:
        for path in self.tree.files:
            if path in self.seen or path.rsplit("/", 1)[-1] == NOTES:
                continue
            self.findings.append(
                Finding(
                    "unknown-file",
                    Place(path),
                    "no part of the curriculum is read from a file of this name",
                    "Rename it (a lesson is NN-name.md, an activity name.quiz.yaml …), or move it out of the content folder.",
                    Severity.WARNING,
                )
            )


def _subfolders(tree: SourceTree, folder: str) -> list[tuple[str, str]]:
    """Name and path of each folder directly below, in order, `images` aside."""
    names = {
        path.removeprefix(f"{folder}/").split("/", 1)[0] for path in tree.under(folder) if path.count("/") > folder.count("/") + 1
    }
    return [(name, f"{folder}/{name}") for name in sorted(names) if name != "images"]


def _outline_order(name: str) -> tuple[int, str]:
    """By the number in front; files without one come last, by name."""
    number = re.match(r"([0-9]{1,6})-", name)
    return (int(number[1]) if number else 1_000_000, name)

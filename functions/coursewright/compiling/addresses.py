"""Authored links become addresses by identifier, relative to the lesson's own, so that a reader stays in their release."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coursewright.authoring.curriculum import Activity, Course, Curriculum, Lesson
from coursewright.authoring.draft import DraftCourse
from coursewright.authoring.figures import Figure
from coursewright.authoring.links import LinkKind, target_of
from coursewright.authoring.markdown.document import Document
from coursewright.compiling.digest import Digest
from coursewright.compiling.release import ObjectWriter
from coursewright.compiling.rendering import Addresses
from coursewright.compiling.spaces import ASSETS


@dataclass(frozen=True, slots=True)
class AddressBook:
    """Where each item of the curriculum and each figure can be had. Items by path: (course, "lessons"|"activities", id)."""

    items: Mapping[str, tuple[str, str, str]]
    figures: Mapping[str, tuple[Figure, Digest]]

    def of(self, course: Course | DraftCourse, path: str, document: Document) -> Addresses:
        """Addresses for the links and images of one text of a file; the file is an item of the course."""
        links: dict[str, str] = {}
        figures: dict[str, tuple[Figure, str]] = {}
        for link in document.links:
            target = target_of(link.href, path)
            if link.is_image:
                figure, digest = self.figures[target.path]
                figures[link.href] = (figure, asset_address(digest, figure.name))
            elif target.kind is LinkKind.FILE:
                links[link.href] = self._relative(course, target.path, target.anchor)
        return Addresses(links, figures)

    def _relative(self, course: Course | DraftCourse, path: str, anchor: str) -> str:
        """From /v1/{at}/courses/{course}/lessons/{lesson} to the item: `../activities/quiz`, `../../other/lessons/x`."""
        to_course, kind, item = self.items[path]
        start = f"../{kind}/" if to_course == course.id else f"../../{to_course}/{kind}/"
        return f"{start}{item}{'#' + anchor if anchor else ''}"

    def used(self, path: str, document: Document) -> dict[str, str]:
        """Digest and name of every figure a text shows."""
        shown = [target_of(link.href, path).path for link in document.links if link.is_image]
        return {str(self.figures[name][1]): self.figures[name][0].name for name in shown}


def asset_address(digest: str, name: str) -> str:
    """Where an asset is served: one address for ever, whatever release shows it."""
    return f"/v1/assets/{digest}/{name}"


def address_book(curriculum: Curriculum, writer: ObjectWriter) -> AddressBook:
    """Put every figure that some text shows into the release, and note where each item is."""
    items: dict[str, tuple[str, str, str]] = {}
    shown: set[str] = set()
    for course in curriculum.courses:
        for _, item in course.outline():
            items[item.path] = (course.id, "lessons" if isinstance(item, Lesson) else "activities", item.id)
            for path, document in _texts(item):
                shown.update(target_of(link.href, path).path for link in document.links if link.is_image)
    figures = {
        path: (curriculum.figures[path], writer.put_bytes(curriculum.figures[path].data, ASSETS)) for path in sorted(shown)
    }
    return AddressBook(items, figures)


def _texts(item: Lesson | Activity) -> Iterator[tuple[str, Document]]:
    """Every text of an item with the path of the file it stands in, translations among them."""
    if isinstance(item, Lesson):
        yield item.path, item.document
        yield from ((translation.path, translation.document) for translation in item.translations)
    else:
        yield from ((item.path, document) for document in item.texts.values())

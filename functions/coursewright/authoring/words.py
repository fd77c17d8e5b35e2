"""Where words stand in what authors wrote: the prose of a file, found again with line and column in its source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from markdown_it.token import Token

from coursewright.authoring.draft import Draft, DraftActivity, DraftLesson, DraftTranslation
from coursewright.authoring.findings.finding import Place
from coursewright.authoring.lesson_reading import front_matter
from coursewright.authoring.markdown.document import Document
from coursewright.authoring.shapes.base import Shape
from coursewright.authoring.yaml_text.located import Located
from coursewright.authoring.yaml_text.yaml_nodes import Node, walk

MASK = "\0"
"""Stands for each character that is not prose, so that places stay and no word reaches across; sources cannot hold it."""

PROSE_FIELDS = frozenset(
    (
        *("title", "summary", "audience", "text", "statement", "awarded", "note", "brief", "scene", "learner", "partner"),
        *("opening", "intro", "explanation", "criterion", "low", "high", "choices"),
    )
)
CODE_SPAN = re.compile(r"(?<![`\\])(`+)(?!`)((?:(?!\n[ \t]*\n).)+?)(?<!`)\1(?!`)", re.DOTALL)
ADDRESS = re.compile(r"(?<=\]\()<?[^\s)]*|^ {0,3}\[[^\]\n]+\]:[ \t]*\S+|\b(?:https?://|mailto:)[^\s<>)\"]*", re.MULTILINE)
_NO_BREAK = re.compile(r"[^\n]")
_BLOCK_LINE = re.compile(r"^[ \t]*:{3,}.*$", re.MULTILINE)


def occurrences(
    draft: Draft, path: str, pattern: re.Pattern[str], *, code: bool = False, front: bool = False
) -> Iterator[tuple[Place, re.Match[str]]]:
    """Where a pattern fits the prose of a file: a lesson's body, or the texts among a YAML file's fields.

    Code, addresses and the lines that open or close blocks are no prose. With `code` those of a lesson count too; with `front`
    so do its title and summary.
    """
    yield from _found(path, prose_of(draft, path, code=code, front=front), pattern)


def place_at(path: str, text: str, start: int, end: int) -> Place:
    """The place of text[start:end] in its file."""
    line, before = text.count("\n", 0, start) + 1, text.rfind("\n", 0, start)
    end_line, end_before = line + text.count("\n", start, end), text.rfind("\n", 0, end)
    return Place(path, line, start - before, end_line, end - end_before)


def first_body_line(draft: Draft, path: str) -> int:
    """The line of its file on which a lesson's body begins."""
    text = source_text(draft, path) or ""
    opening = front_matter(text)
    return text.count("\n", 0, opening.end() if opening else 0) + 1


def line_at(draft: Draft, page: DraftLesson | DraftTranslation, token: Token, line: int = 0) -> Place:
    """The line of a lesson's file on which a token begins, or one this many lines below, without the spaces around it."""
    number = first_body_line(draft, page.path) + (token.map[0] if token.map else 0) + line
    lines = (source_text(draft, page.path) or "").split("\n")
    text = lines[number - 1] if number <= len(lines) else ""
    column = len(text) - len(text.lstrip()) + 1
    return Place(page.path, number, column, number, max(len(text.rstrip()), column) + 1)


def said_at(draft: Draft, place: Place) -> str:
    """What the source says at a place within one line."""
    lines = (source_text(draft, place.path) or "").split("\n")
    return lines[place.line - 1][place.column - 1 : place.end_column - 1] if 0 < place.line <= len(lines) else ""


def source_text(draft: Draft, path: str) -> str | None:
    """A file as its reader saw it: without byte order mark, with line feeds only; None where it is no text."""
    try:
        return draft.tree.files[path].decode("utf-8-sig").replace("\r\n", "\n")
    except (KeyError, UnicodeDecodeError):
        return None


def everywhere(draft: Draft, pattern: re.Pattern[str]) -> Iterator[tuple[Place, re.Match[str]]]:
    """Where a pattern fits the prose of any file that findings are wanted of, a lesson's title and summary included."""
    for path, text in _all_prose(draft):
        yield from _found(path, text, pattern)


@lru_cache(1)
def _all_prose(draft: Draft) -> tuple[tuple[str, str], ...]:
    """Path and prose of each such file, kept for the next rule that asks."""
    of_lessons = [(page.path, _page(draft, page, code=False, front=True)) for page in pages(draft)]
    of_fields = [(file.path, _fields(source_text(draft, file.path) or "", file.root)) for file in yaml_files(draft)]
    return (*of_lessons, *of_fields)


def prose_of(draft: Draft, path: str, *, code: bool = False, front: bool = False) -> str:
    """The file's text with everything that is no prose masked; empty where it could not be read or nobody asks about it."""
    if path.endswith(".md"):
        return next((_page(draft, page, code=code, front=front) for page in pages(draft) if page.path == path), "")
    text = source_text(draft, path) or ""
    return next((_fields(text, located.root) for located in yaml_files(draft) if located.path == path), "")


def pages(draft: Draft) -> Iterator[DraftLesson | DraftTranslation]:
    """Lessons, and lessons in other languages, that could be read to their end and that findings are wanted of."""
    return (page for page in draft.judged_pages() if page.path not in draft.unreadable)


def yaml_files(draft: Draft) -> Iterator[Located[Shape]]:
    """The YAML files that hold texts, and that findings are wanted of."""
    files: list[Located[Shape] | None] = [draft.settings]
    for folder in (draft.claims, draft.programs, draft.credentials, draft.editions):
        files.extend(folder.values())
    for course in draft.courses:
        files += [course.file, *(module.file for module in course.modules)]
        files += [item.file for item in course.items() if isinstance(item, DraftActivity)]
    return (located for located in files if located and draft.scope.holds(located.path))


def authored_files(draft: Draft) -> Iterator[str]:
    """Paths of all files that are written, and read, as text, and that findings are wanted of."""
    texts = (path for path in draft.tree.files if path.endswith((".md", ".yaml", ".yml", ".jsonl", ".txt")))
    return filter(draft.scope.holds, texts)


def _found(path: str, text: str, pattern: re.Pattern[str]) -> Iterator[tuple[Place, re.Match[str]]]:
    for match in pattern.finditer(text):
        yield place_at(path, text, match.start(), match.end()), match


def _page(draft: Draft, page: DraftLesson | DraftTranslation, *, code: bool, front: bool) -> str:
    text = source_text(draft, page.path) or ""
    opening = front_matter(text)
    begins = opening.end() if opening else 0
    body = _body(text[begins:], page.document, code=code)
    return (_fields(text[:begins], page.front.root) if front else _masked(text[:begins])) + body


def _body(body: str, document: Document, *, code: bool) -> str:
    if not code:
        body = _without_code(body, document)
        for pattern in (ADDRESS, _BLOCK_LINE):
            body = pattern.sub(lambda match: _masked(match[0]), body)
    return body


def _without_code(body: str, document: Document) -> str:
    lines = body.split("\n")
    for block in document.blocks:
        for token in block.tokens:
            if token.type in ("fence", "code_block") and token.map:
                for line in range(token.map[0], min(token.map[1], len(lines))):
                    lines[line] = _masked(lines[line])
    return CODE_SPAN.sub(lambda match: _masked(match[0]), "\n".join(lines))


def _fields(text: str, root: Node) -> str:
    """The values of the fields that hold prose, each from where it begins to where the next thing does."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    nodes = list(walk(root))
    kept = {_offset(starts, node.place) for steps, node in nodes if isinstance(node.value, str) and _is_prose(steps)}
    begins = {_offset(starts, place) for _, node in nodes for place in (node.place, *node.keys.values())}
    parts = [(start, text[start:end]) for start, end in pairwise(sorted({0, *begins, len(text)}))]
    return "".join(_without_addresses(part) if start in kept else _masked(part) for start, part in parts)


def _without_addresses(text: str) -> str:
    return ADDRESS.sub(lambda match: _masked(match[0]), CODE_SPAN.sub(lambda match: _masked(match[0]), text))


def _is_prose(steps: Sequence[str | int]) -> bool:
    names = [step for step in steps if isinstance(step, str)]
    return bool(PROSE_FIELDS & set(names[-1:])) or (names[:1] == ["dimensions"] and names[-2:-1] == ["values"])


def _offset(starts: Sequence[int], place: Place) -> int:
    return starts[min(place.line - 1, len(starts) - 1)] + place.column - 1


def _masked(text: str) -> str:
    return _NO_BREAK.sub(MASK, text) if "\n" in text else MASK * len(text)

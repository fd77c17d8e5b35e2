"""The words that were missing are written down: `formerly:` on an heir, or an entry under `retired:`.

Takes the words and the files as they are; gives the files as they should be. Everything else in them stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from coursewright.authoring.ids.id_heirs import Word
from coursewright.authoring.lesson_reading import front_matter
from coursewright.authoring.yaml_text.yaml_editing import with_entry, with_item
from coursewright.errors import WritingRefusedError


def with_words(files: Mapping[str, bytes], course: str, words: Iterable[Word]) -> dict[str, bytes]:
    """The files that change, as they would be afterwards.

    Raises:
        WritingRefusedError: a file's layout is not understood; the message says what to write by hand.
    """
    texts: dict[str, str] = {}
    for word in words:
        path = word.heir.path if word.heir and word.formerly else f"courses/{course}/course.yaml"
        before = texts[path] if path in texts else files[path].decode()
        after = _formerly(before, word) if word.formerly else _retired(before, word)
        if after is None:
            raise WritingRefusedError(f"{path} is laid out in a way that cannot be added to; write it yourself: {sentence(word)}")
        texts[path] = after
    return {path: text.encode() for path, text in sorted(texts.items())}


def sentence(word: Word) -> str:
    """What is to be written, and where."""
    if word.heir and word.formerly:
        return f"`formerly: [{word.id}]` on {word.heir.id}"
    heir = f", heir: {word.heir.id}" if word.heir else ""
    return f"`{{id: {word.id}, kind: {word.what}{heir}}}` under `retired:`"


def _formerly(text: str, word: Word) -> str | None:
    if word.heir is None:
        return None
    if word.heir.path.endswith(".md"):
        return _in_front_matter(text, word.id)
    return with_item(text, word.heir.steps, "formerly", word.id)


def _in_front_matter(text: str, old: str) -> str | None:
    """Front matter is read with line ends as on Unix, so they are put back afterwards."""
    ends_in_return = "\r\n" in text
    plain = text.replace("\r\n", "\n") if ends_in_return else text
    mark = "\ufeff" if plain.startswith("\ufeff") else ""
    plain = plain.removeprefix(mark)
    found = front_matter(plain)
    added = with_item(found[1], (), "formerly", old) if found else None
    if found is None or added is None:
        return None
    whole = mark + plain[: found.start(1)] + added + plain[found.end(1) :]
    return whole.replace("\n", "\r\n") if ends_in_return else whole


def _retired(text: str, word: Word) -> str | None:
    heir = {"heir": word.heir.id} if word.heir else {}
    return with_entry(text, "retired", {"id": word.id, "kind": word.what, **heir, "reason": word.reason})

"""A small curriculum, compiled: for tests that do the same thing hundreds of times."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from courses import compiled, index, manifest, read
from coursewright.authoring.source_tree import SourceTree
from coursewright.authoring.sources.folder import read_folder
from coursewright.compiling.canonical import canonical
from coursewright.compiling.digest import Digest, digest_of
from coursewright.compiling.release import ObjectWriter, Release
from coursewright.compiling.spaces import OBJECTS

VALID = Path(__file__).parent / "authoring" / "valid"
LESSON = "courses/minimal/first/01-reading.md"
_SENTENCE, _MARKS = b"Begin at the beginning", (".", "!", ";", "…")


@cache
def small(more: str = "", edition: str | None = None) -> Release:
    """The smallest sound curriculum; with one sentence punctuated otherwise, and for another edition than its own."""
    files = dict(read_folder(VALID).files)
    files[LESSON] = punctuated(files[LESSON], more)
    if edition:
        before = max(path for path in files if path.startswith("editions/"))
        files[f"editions/{edition}.yaml"] = files[before]
    return compiled(SourceTree(files))


def punctuated(lesson: bytes, more: str) -> bytes:
    """The lesson with other punctuation for each text: an editorial change from any one to any other, so that it may extend."""
    assert _SENTENCE in lesson
    return lesson.replace(_SENTENCE + b".", sentence(more).encode()) if more else lesson


def sentence(more: str) -> str:
    """The sentence, as it is punctuated for a text."""
    return _SENTENCE.decode() + "".join(_MARKS[byte % 4] for byte in digest_of(more.encode()).encode()[:24])


def reworded(word: str, *, seen: bool = True) -> Release:
    """The small curriculum as if it had been compiled with another word in one lesson: hundreds of releases in a moment.

    If that is not `seen`, only the compiler's output differs.
    """
    base = small()
    course = index(base, "minimal")
    lesson = course["items"]["reading"]
    text = read(base, lesson["outcomes"][0]["json"])
    writer = ObjectWriter(dict(base.objects))
    lesson["outcomes"][0]["json"] = writer.put({**text, "summary": word})
    if seen:
        course["fingerprints"]["items"]["reading"]["seen"] = digest_of(word.encode())
    body = manifest(base)
    body["courses"]["minimal"] = writer.put(course)
    body["tree"] = digest_of(f"tree {word}".encode())
    return Release(writer.put(body), base.private_root, _reached(writer, canonical(body)), base.edition)


def _reached(writer: ObjectWriter, body: bytes) -> dict[tuple[str, Digest], bytes]:
    """The new release's objects, without those that only the old one names."""
    gone = {(OBJECTS, small().manifest), (OBJECTS, Digest(manifest(small())["courses"]["minimal"]))}
    gone.add((OBJECTS, Digest(index(small(), "minimal")["items"]["reading"]["outcomes"][0]["json"])))
    assert writer.objects[OBJECTS, digest_of(body)] == body
    return {place: data for place, data in writer.objects.items() if place not in gone}

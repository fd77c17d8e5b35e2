"""Names that reach out, that are one another's twins, or that some system cannot hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from authoring.hostile.case import FRONT, Case, in_members, laid_over
from coursewright.authoring.source_tree import Member

_FOLDER = "courses/minimal/second/"
_REFUSED: Mapping[str, str] = {
    "out of the tree": "../../../etc/passwd",
    "out of the tree, later": "courses/../../../etc/passwd",
    "absolute": "/etc/passwd",
    "absolute twice": "//etc/passwd",
    "a drive": "C:\\Windows\\x.md",
    "a share": "\\\\server\\share\\x.md",
    "a device of Windows": "\\\\.\\PhysicalDrive0",
    "backslashes": "courses\\minimal\\x.md",
    "an empty part": "courses//x.md",
    "an end in a slash": "courses/x/",
    "only slashes": "//////",
    "a NUL": "courses/a\0b.md",
    "a lone surrogate": f"{_FOLDER}\ud800.md",
    "a surrogate from bytes": f"{_FOLDER}\udcff.md",
    "a line": f"{_FOLDER}a\nb.md",
    "a carriage return": f"{_FOLDER}a\rb.md",
    "a terminal's escape": f"{_FOLDER}\x1b[2Ja.md",
    "a GitHub command": f"{_FOLDER}a\n::error::owned",
    "right to left": f"{_FOLDER}\u202egnp.md",
    "invisible": f"{_FOLDER}a\u200bb.md",
    "4,000 characters": f"{_FOLDER}{'a' * 4_000}.md",
    "4,000,000 characters": "a" * 4_000_000,
    "a leading dash": f"{_FOLDER}-rf.md",
    "a trailing space": f"{_FOLDER}a.md ",
    "spaces": f"{_FOLDER}   ",
    "a stream": f"{_FOLDER}a.md:stream",
    "a wildcard": f"{_FOLDER}*.md",
    "a home": "~root/x.md",
    "a command": f"{_FOLDER}$(touch x).md",
    "a decomposed letter": f"{_FOLDER}u\u0308.md",
    "a composed letter": f"{_FOLDER}\u00fc.md",
    "full width": f"{_FOLDER}\uff2c\uff45\uff53\uff53\uff4f\uff4e.md",
    "a Kelvin sign": f"{_FOLDER}\u212a.md",
    "a trailing dot": f"{_FOLDER}a.md.",
    "a trailing dot in a folder": "courses/minimal./x.md",
    "CON": "courses/CON/x.md",
    "nul": f"{_FOLDER}nul.md",
    "Aux": f"{_FOLDER}Aux",
    "prn": f"{_FOLDER}prn.quiz.yaml",
    "COM1": f"{_FOLDER}COM1.txt",
    "lpt9": f"{_FOLDER}lpt9",
    "CONIN$": f"{_FOLDER}CONIN$",
}
_TWINS: Mapping[str, tuple[str, ...]] = {
    "lessons": (f"{_FOLDER}09-lesson.md", f"{_FOLDER}09-Lesson.md"),
    "a lesson that is there": (f"{_FOLDER}01-REWRITING.md",),
    "endings": (f"{_FOLDER}09-lesson.md", f"{_FOLDER}09-lesson.MD"),
    "folders": ("courses/minimal/FIRST/module.yaml",),
    "the settings": ("Curriculum.yaml",),
    "claims": ("claims/Deep-1-Reasons.yaml",),
    "a file and a folder": (f"{_FOLDER}x.md", f"{_FOLDER}x.md/y.md"),
    "a file and a folder of another case": (f"{_FOLDER}x.txt", f"{_FOLDER}X.TXT/y.md"),
}


def cases() -> Iterator[Case]:
    """Each name as a reader might meet it; some file systems hold none of them, an archive holds all."""
    for name, path in _REFUSED.items():
        yield in_members("name", name, lambda path=path: [_file(path)], "unsafe-file")  # type: ignore[misc]  # bound now
    for name, paths in _TWINS.items():
        yield in_members("name", f"twins: {name}", lambda paths=paths: map(_file, paths), "unsafe-file")  # type: ignore[misc]  # the same
    for name, path in {"many dots": "a" + "." * 190 + "md", "many hyphens": "0" + "-" * 180 + "a.md"}.items():
        yield laid_over("name", name, {f"{_FOLDER}{path}": FRONT + b"Text.\n"}, "bad-name", "unknown-file")
    yield in_members("name", "one path 20,000 times", lambda: [_file("x.txt")] * 20_000)
    yield in_members("name", "15,000 names that are refused", lambda: [_file(f"{n} x") for n in range(15_000)], "unsafe-file")
    yield in_members("name", "15,000 twins", lambda: [_file(f"{c}{n}") for n in range(7_500) for c in "aA"], "unsafe-file")
    yield in_members("name", "15,000 files nobody reads", lambda: [_file(f"x{n}.txt") for n in range(15_000)], "unknown-file")
    yield in_members("name", "5,000 courses", lambda: [_file(f"courses/c{n}/a/x.txt") for n in range(2_000)], "missing-file")
    yield in_members("name", "a path of 2,000 folders", lambda: [_file("d/" * 2_000 + "x.txt")])
    yield in_members("name", "a path of a million folders", lambda: [_file("d/" * 1_000_000 + "x.txt")], "tree-too-large")


def _file(path: str) -> Member:
    data = FRONT + b"A text of some words.\n"
    return Member(path, "file", len(data), data)

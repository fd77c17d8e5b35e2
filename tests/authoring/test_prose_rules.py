"""What rules on prose say of trees too large, or too telling, to lie in a folder of cases."""

from __future__ import annotations

import time

import pytest

from authoring.trees import BRIEF, lines_of, with_files
from coursewright.authoring.check import check
from coursewright.authoring.markdown import document
from coursewright.authoring.markdown.document import in_file, read_document

LESSON = "courses/minimal/second/05-case.md"
FRONT = "---\ntitle: The case\nsummary: It is one.\nobjectives: [write]\nminutes: 1\n---\n"
IMAGE = "courses/minimal/second/images/large"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1"
MIXED = "q7Zk" + "W2pX" + "v9Lr" + "T4mB" + "y8Hd" + "S3nC"


def _found(text: str, **files: bytes) -> list[str]:
    tree = with_files({LESSON: FRONT + text, **{f"{IMAGE}.{suffix}": data for suffix, data in files.items()}})
    return [line for line in lines_of(check(tree)) if not line.endswith(BRIEF)]


@pytest.mark.parametrize(
    ("suffix", "size", "is_found"),
    [("png", 500_000, False), ("png", 500_001, True), ("svg", 200_000, False), ("svg", 200_001, True)],
)
def test_a_figure_of_too_many_bytes_is_found(suffix: str, size: int, is_found: bool) -> None:
    begins, ends = (PNG, b"") if suffix == "png" else (b'<svg xmlns="http://www.w3.org/2000/svg"><!--', b"--></svg>")
    data = begins + b"x" * (size - len(begins) - len(ends)) + ends

    assert ([f"{IMAGE}.{suffix}:1:1 image-too-large"] if is_found else []) == _found(
        f"![A dot.](images/large.{suffix})", **{suffix: data}
    )


@pytest.mark.parametrize(
    "line",
    [
        f'password: "{MIXED}"',
        f"API_KEY={MIXED}",
        f"{{'client_secret': '{MIXED}'}}",
        "token = " + "0123456789abcdef"[::-1] * 2,
        ".".join(["eyJ" + MIXED, "eyJ" + MIXED, MIXED]),
        "AI" + "za" + MIXED + MIXED[:11],
        "github" + "_pat_" + MIXED * 3,
    ],
)
def test_what_looks_like_a_secret_is_found_and_not_repeated(line: str) -> None:
    tree = with_files({LESSON: f"{FRONT}```text\n{line}\n```\n"})
    findings = [finding for finding in check(tree).findings if finding.code == "looks-like-secret"]

    assert [8] == [finding.place.line for finding in findings]
    assert MIXED[:8] not in findings[0].message


@pytest.mark.parametrize("line", ["password: correct-horse-battery-staple", f"fingerprint: {MIXED}", f"api_key = your{MIXED}"])
def test_what_is_no_secret_is_let_be(line: str) -> None:
    assert [] == _found(f"```text\n{line}\n```\n")


@pytest.mark.parametrize("before", ["", "> ", "- "], ids=["plain", "in a quotation", "in a list"])
def test_a_skeleton_of_a_table_is_refused_before_it_is_parsed(before: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "parse", lambda _text: pytest.fail("it was parsed"))
    goes_on = before.replace("-", " ")
    text = before + "|a" * 99 + "\n" + goes_on + "|-" * 99 + "\n" + f"{goes_on}|\n" * 300

    assert ["markdown-too-large"] == [finding.code for finding in read_document(text, in_file("a.md", 1)).findings]


@pytest.mark.parametrize("text", ["|" * 250_000, ">" * 250_000, " " * 250_000, "|\n" + "-" * 250_000 + "x", "| a\n" * 60_000])
def test_bounding_tables_takes_no_time(text: str) -> None:
    began = time.perf_counter()
    assert document.MAX_CELLS >= document._most_cells(text)

    assert 0.5 > time.perf_counter() - began


def test_many_small_tables_are_let_be() -> None:
    table = "| a | b |\n| --- | --- |\n" + "| 1 | 2 |\n" * 20 + "\n"

    assert () == read_document(table * 100, in_file("a.md", 1)).findings


def test_a_lone_translation_of_a_known_language_has_places_of_its_own() -> None:
    text = "---\ntitle: Eins\nsummary: Zwei.\ntranslates: " + "ab" * 32 + "\n---\nTODO \u200bx\n"
    tree = with_files({"courses/minimal/second/05-case.de.md": text})

    assert [
        "courses/minimal/second/05-case.de.md:1:1 stale-translation",
        "courses/minimal/second/05-case.de.md:2:8 empty-lesson",
        "courses/minimal/second/05-case.de.md:4:13 stale-translation",
        "courses/minimal/second/05-case.de.md:6:1 todo-left",
        "courses/minimal/second/05-case.de.md:6:6 invisible-character",
    ] == lines_of(check(tree))

"""Markdown that is made to hurt: the shapes known to slow parsers down, and more of everything than a lesson holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from authoring.hostile.case import FRONT, LESSON, Case, in_lesson, laid_over

_ROOM = 63_000
_MEANT_TO_BE_REFUSED = 250_000


def _filled(piece: bytes, *, before: bytes = b"", after: bytes = b"") -> Callable[[], bytes]:
    """As much of a piece as a lesson may be long."""
    return lambda: before + piece * (_ROOM // len(piece)) + after


def _fitted(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """What a lesson may be long of a shape, its end included, so that it is parsed; all of what is meant to be refused."""

    def fitted() -> bytes:
        data = make()
        return data if len(data) <= _ROOM or len(data) > _MEANT_TO_BE_REFUSED else data[: _ROOM - 500] + data[-500:]

    return fitted


def _numbered(form: bytes, count: int) -> bytes:
    return b"".join(form.replace(b"@", b"%d" % n) for n in range(count))[:_ROOM]


_SHAPES: Mapping[str, Callable[[], bytes]] = {
    # https://github.com/commonmark/cmark/blob/master/test/pathological_tests.py, and what was found since
    "nested brackets": lambda: b"[" * 30_000 + b"a" + b"]" * 30_000,
    "open brackets": _filled(b"["),
    "closing brackets": _filled(b"]"),
    "open images": _filled(b"!["),
    "open footnotes": _filled(b"[^"),
    "link openers": _filled(b"[a]("),
    "link openers with a bracket": _filled(b"[a](<b"),
    "link openers with spaces": _filled(b"[a]( "),
    "link openers with a title": _filled(b'[a](b "'),
    "image openers": _filled(b"![a]("),
    "images in images": lambda: b"![" * 20_000 + b"a" + b"](x)" * 10_000,
    "links in links": lambda: b"[" * 15_000 + b"a" + b"](x)" * 15_000,
    "brackets and parentheses": _filled(b"[ (]("),
    "parentheses in an address": lambda: b"[a](" + b"(" * 60_000,
    "backslashes in an address": lambda: b"[a](" + b"\\(" * 30_000,
    "a long address": lambda: b"[a](" + b"b" * 60_000 + b")",
    "a long label": lambda: b"[" + b"b" * 60_000 + b"]: /c",
    "emphasis openers": _filled(b"*a "),
    "strong openers": _filled(b"**a "),
    "emphasis closers": _filled(b"a* "),
    "mixed emphasis": _filled(b"*a_ "),
    "nested emphasis": lambda: b"*a " * 15_000 + b"a*" * 20_000,
    "nested strong": lambda: b"a**b" + b"c* " * 30_000,
    "a run of stars": _filled(b"*"),
    "a run of underscores": _filled(b"_"),
    "a run of tildes": _filled(b"~~a "),
    "emphasis with no match": _filled(b"a **b *c "),
    "backticks": _filled(b"`"),
    "backtick runs of every length": lambda: b"".join(b"e" + b"`" * n for n in range(1, 430)),
    "backticks apart": _filled(b"`a "),
    "entities": _filled(b"&#1234567;"),
    "open entities": _filled(b"&"),
    "null entities": _filled(b"&#0;"),
    "named entities": _filled(b"&CounterClockwiseContourIntegral;"),
    "backslashes": _filled(b"\\"),
    "escapes": _filled(b"\\*"),
    "hard breaks": _filled(b"a\\\n"),
    "hard breaks by spaces": _filled(b"a  \n"),
    "trailing spaces": _filled(b" ", before=b"a", after=b"b"),
    "tabs": _filled(b"\t"),
    "autolinks": _filled(b"<https://a.b/>"),
    "open autolinks": _filled(b"<a:"),
    "open tags": _filled(b"<a "),
    "open tags with attributes": _filled(b"<a b='"),
    "open tags with spaces": lambda: b"<a" + b" " * 60_000,
    "open comments": _filled(b"<!--"),
    "comments of dashes": lambda: b"a <!-" + b"-" * 60_000,
    "open instructions": _filled(b"a <?"),
    "open declarations": _filled(b"a <!A "),
    "open CDATA": _filled(b"a <![CDATA["),
    "inline tags": _filled(b"a <b> "),
    "HTML blocks": _filled(b"<div>\n\n"),
    "an HTML block": lambda: b"<div>\n" + b"a\n" * 30_000,
    "a script": lambda: b"<script>\n" + b"a\n\n" * 30_000,
    "quotations": lambda: b">" * 10_000 + b"a\n",
    "quotations, spaced": lambda: b"> " * 30_000 + b"a\n",
    "quotations on lines": lambda: (b">" * 300 + b"a\n") * 300,
    "lazy quotations": lambda: b"> " * 20_000 + b"a\n" + b"b\n" * 20_000,
    "lists 10,000 deep": lambda: b"- " * 10_000 + b"a\n",
    "lists 45,000 deep": lambda: b"- " * 30_000 + b"a\n",
    "numbered lists 10,000 deep": lambda: b"1. " * 10_000 + b"a\n",
    "lists by indentation": lambda: b"".join(b" " * (2 * n) + b"- a\n" for n in range(300)),
    "lists and quotations": lambda: b"> - " * 10_000 + b"a\n",
    "lists and blocks": lambda: b"- ::: note\n" * 8_000,
    "list items": _filled(b"- a\n"),
    "empty list items": _filled(b"-\n"),
    "loose list items": _filled(b"- a\n\n"),
    "lists of every mark": _filled(b"- a\n+ a\n* a\n"),
    "numbers": _filled(b"1. a\n1) a\n"),
    "headings": _filled(b"# a\n"),
    "empty headings": _filled(b"#\n"),
    "a million headings": lambda: b"#\n" * 1_000_000,
    "headings of one name": lambda: b"## a b c\n" * 8_000,
    "headings of hashes": lambda: b"# " + b"#" * 60_000 + b" a",
    "headings below lines": _filled(b"a\n=\n"),
    "rules": _filled(b"---\n"),
    "a rule": lambda: b"- " * 3 + b"-" * 60_000,
    "almost a rule": lambda: b"* " * 30_000 + b"a",
    "fences": _filled(b"```\n"),
    "nested fences": lambda: b"".join(b"`" * n + b"\n" for n in range(3, 420)),
    "an open fence": lambda: b"```try\n" + b"a\n" * 30_000,
    "a fence with a long name": lambda: b"```" + b"a " * 30_000 + b"\nb\n```\n",
    "indented code": _filled(b"    a\n\n"),
    "definitions": lambda: _numbered(b"[a@]: b@\n", 9_000),
    "definitions of one label": _filled(b"[a]: b\n"),
    "definitions and uses": lambda: _numbered(b"[a@]: b@\n", 3_000) + b"\n" + _numbered(b"[a@]\n", 6_000),
    "uses of a long definition": lambda: b"[a]: " + b"b" * 40_000 + b"\n\n" + b"[a]\n\n" * 9_000,
    "uses of a long title": lambda: b'[a]: b "' + b"c" * 40_000 + b'"\n\n' + b"[a] " * 12_000,
    "open definitions": _filled(b"[a]:\n"),
    "open titles of definitions": lambda: b"[a]: b '" + b"\n[c]: d '" * 9_000,
    "labels without definitions": lambda: _numbered(b"[a@] ", 15_000),
    "labels with other cases": lambda: b"[\xe1\xba\x9e]: x\n\n" + b"[SS] [ss] " * 8_000,
    "links": _filled(b"[a](b) "),
    "links to one file": _filled(b"[a](01-rewriting.md#x) "),
    "links to files that almost exist": lambda: _numbered(b"[a](../first/01-readin@.md) ", 4_000),
    "links to headings that almost exist": lambda: _numbered(b"## head @\n\n", 2_500) + _numbered(b"[a](#haed-@) ", 4_000),
    "long links to headings": lambda: (
        _numbered(b"## " + b"ab" * 38 + b" @\n\n", 550) + _numbered(b"[a](#" + b"ba" * 40 + b"@) ", 450)
    ),
    "a link of percent signs": lambda: b"[a](" + b"%41" * 30_000 + b")",
    "a link that climbs": lambda: b"[a](" + b"../" * 30_000 + b"etc/passwd)",
    "images": _filled(b"![a](images/b.png) "),
    "an image with a long text": lambda: b"![" + b"a" * 60_000 + b"](../first/images/lines.svg)",
    "unsafe links": _filled(b"[a](javascript:b) "),
    "links in lines": _filled(b"[a](b)\n"),
    "links behind escapes": _filled(b"| \\| [a](b)\n"),
    "a table of 100 columns and 600 rows": lambda: b"|a" * 100 + b"\n" + b"|-" * 100 + b"\n" + b"|\n" * 600,
    "a table of 5,000 columns": lambda: b"|a" * 5_000 + b"\n" + b"|-" * 5_000 + b"\n" + b"|\n" * 30_000,
    "a table of 20,000 columns": lambda: b"|a" * 20_000 + b"\n" + b"|-" * 20_000 + b"\n",
    "many tables": _filled(b"|a|b|c\n|-|-|-\n|\n|\n\n"),
    "tables in quotations": _filled(b"> |a|b\n> |-|-\n> |\n"),
    "tables up to the bound": lambda: b"|a" * 99 + b"\n" + b"|-" * 99 + b"\n" + b"|\n" * 190,
    "cells full of links": lambda: b"|a\n|-\n" + b"|" + b"[a](b)" * 14_000,
    "cells full of bars": lambda: b"|a\n|-\n" + b"|" + b"\\|" * 30_000,
    "rows full of links": lambda: b"|a|b\n|-|-\n" + b"|[a\\|b](c)|[a\\|b](c)\n" * 4_000,
    "bars": _filled(b"|"),
    "delimiters": _filled(b"|-"),
    "headers without rows": _filled(b"a|b\n"),
    "containers 9,000 deep": lambda: b"".join(b"::: note\n" for _ in range(9_000)),
    "colons": _filled(b":"),
    "lines of colons": _filled(b":::\n"),
    "containers of every length": lambda: b"".join(b":" * n + b" when role=developer\n" for n in range(420, 2, -1)),
    "containers of every length, closed": lambda: (
        b"".join(b":" * n + b" when role=developer\n" for n in range(220, 2, -1))
        + b"a\n"
        + b"".join(b":" * n + b"\n" for n in range(3, 221))
    ),
    "containers side by side": _filled(b"::: note\na\n:::\n\n"),
    "containers that are never closed": _filled(b"::: when role=developer\na\n\n"),
    "conditions side by side": _filled(b"::: models deep\na\n:::\n\n"),
    "conditions of every kind": lambda: _numbered(b"::: models swift-@\na\n:::\n\n", 4_000),
    "a condition of 20,000 values": lambda: b"::: when role=" + b"developer," * 9_000 + b"general\na\n:::\n",
    "a condition of 20,000 models": lambda: b"::: models " + b"deep swift " * 8_000 + b"\na\n:::\n",
    "a condition of 20,000 capabilities": lambda: b"::: models " + b"has:vision " * 8_000 + b"\na\n:::\n",
    "a condition of 20,000 unknown models": lambda: b"::: models " + b"dep " * 20_000 + b"\na\n:::\n",
    "a condition of 40 dimensions": lambda: b"::: when " + b" ".join(b"d%d=a" % n for n in range(40)) + b"\na\n:::\n",
    "a condition of 9,000 dimensions": lambda: b"::: when " + b" ".join(b"d%d=a" % n for n in range(9_000)) + b"\na\n:::\n",
    "a condition that almost fits": lambda: b"::: when role=" + b"a" * 60_000 + b"!\na\n:::\n",
    "a block with a long name": lambda: b"::: " + b"note " * 18_000 + b"\na\n:::\n",
    "paragraphs": _filled(b"a\n\n"),
    "one paragraph": _filled(b"a\n"),
    "one line": _filled(b"a "),
    "one word": _filled(b"a"),
    "50 MB in one line": lambda: b"a" * 50_000_000,
    "9 MB in one line": lambda: b"[" * 9_000_000,
    "256,000 brackets": lambda: b"[" * 255_000,
    "letters of four bytes": _filled("\U0001f600".encode()),
    "combining marks": _filled("\u0301".encode(), before=b"a"),
    "right to left": _filled("\u202e\u2066".encode()),
    "invisible": _filled("\u200b".encode()),
    "quotation marks": _filled(b"\"a' "),
    "addresses": _filled(b"www.a.b "),
    "mail addresses": _filled(b"a@b."),
    "model names": _filled(b"swift-1 "),
    "words that almost repeat": _filled(b"aaaa aaab "),
    "dots": _filled(b"."),
    "commas": _filled(b"a,"),
    "secrets that are almost some": _filled(b"sk-" + b"a" * 40 + b" "),
    "keys that are almost some": _filled(b"-----BEGIN PRIVATE KEY-----\n"),
    "a word with hyphens": _filled(b"a-"),
    "capital letters": _filled(b"A."),
}

_CODE: Mapping[str, Callable[[], bytes]] = {
    "python, brackets": lambda: b"(" * 60_000,
    "python, minus signs": lambda: b"-" * 60_000 + b"1",
    "python, nested blocks": lambda: b"".join(b" " * n + b"if 1:\n" for n in range(400)),
    "python, attributes": lambda: b"a" + b".a" * 30_000,
    "python, sums": lambda: b"1" + b"+1" * 30_000,
    "python, a number": lambda: b"9" * 60_000,
    "python, f-strings": lambda: b"f'" + b"{" * 60_000,
    "python, lambdas": lambda: b"lambda:" * 13_000 + b"1",
    "python, a NUL as an escape": lambda: b"'\\0'\n'\\ud800'\n'\\d'\n",
    "json, lists": lambda: b"[" * 60_000,
    "json, lists, closed": lambda: b"[" * 30_000 + b"]" * 30_000,
    "json, a number": lambda: b"9" * 60_000,
    "yaml, lists": lambda: b"[" * 60_000,
    "yaml, aliases": lambda: b"a: &a [x]\nb: [*a, *a]\n",
    "yaml, numbers": lambda: b"- 1:1\n" * 15_000,
    "shell, quotations": lambda: b"'" * 90_001,
    "shell, substitutions": lambda: b"$(" * 30_000,
    "shell, here documents": lambda: b"cat <<A\n" * 11_000,
    "bash, loops": lambda: b"if a; then\n" * 8_000,
    "toml, tables": lambda: b"a=" + b"[" * 60_000,
}


def cases() -> Iterator[Case]:
    """Each shape as a lesson's body; code in a fence; and what surrounds the body."""
    for name, make in _SHAPES.items():
        yield in_lesson("markdown", name, _fitted(make))
    for name, make in _CODE.items():
        yield in_lesson("markdown", f"code: {name}", _fenced(name.split(",", maxsplit=1)[0].encode(), _fitted(make)))
    yield from _fronts()
    yield _outcomes()


def _fenced(language: bytes, make: Callable[[], bytes]) -> Callable[[], bytes]:
    return lambda: b"```" + language + b"\n" + make() + b"\n```\n"


def _fronts() -> Iterator[Case]:
    yield laid_over("markdown", "front matter never closed", {LESSON: b"---\n" + b"title: a\n" * 5_000}, "front-matter")
    yield laid_over("markdown", "front matter of lines", {LESSON: b"---\n" * 20_000})
    yield laid_over("markdown", "front matter of almost lines", {LESSON: b"---" + b" " * 45_000 + b"a\n"}, "front-matter")
    yield laid_over("markdown", "front matter after a space", {LESSON: b" " + FRONT}, "front-matter")
    yield laid_over("markdown", "front matter with carriage returns", {LESSON: FRONT.replace(b"\n", b"\r\n") + b"Text.\r\n"})
    yield laid_over("markdown", "no bytes", {LESSON: b""}, "front-matter")
    yield laid_over("markdown", "a PNG", {LESSON: b"\x89PNG\r\n\x1a\n" + bytes(1_000)}, "not-utf-8")
    yield laid_over("markdown", "an ELF program", {LESSON: b"\x7fELF" + bytes(1_000)}, "control-character")


def _outcomes() -> Case:
    """Forty dimensions, and a block for each."""
    dimensions = b"".join(b"  d%d: {title: D, values: {a: A, b: B, c: C}, default: a}\n" % n for n in range(40))
    settings = (
        b"title: T\npublisher: P\nlocales: [en]\nproviders: [openai]\ndefault_model: swift-1\nblind: "
        + b"0123456789abcdef" * 4
        + b"\ndimensions:\n  role: {title: R, values: {developer: D, general: G}, default: general}\n"
        + dimensions
    )
    body = b"".join(b"::: when d%d=a\na\n:::\n\n" % n for n in range(40))
    changes = {"curriculum.yaml": settings, LESSON: FRONT + body}
    return laid_over("markdown", "40 dimensions that do not depend on each other", changes, "too-many-outcomes")

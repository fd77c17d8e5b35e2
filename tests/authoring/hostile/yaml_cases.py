"""YAML that is made to hurt: in each kind of file, and as front matter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from authoring.hostile.case import LESSON, Case, laid_over

KINDS: Mapping[str, str] = {
    "curriculum": "curriculum.yaml",
    "people": "people.yaml",
    "overlay": "ledger/overlay.yaml",
    "claim": "claims/deep-1-reasons.yaml",
    "program": "programs/minimal.yaml",
    "credential": "credentials/minimal.yaml",
    "edition": "editions/2026-Q4.yaml",
    "course": "courses/minimal/course.yaml",
    "module": "courses/minimal/first/module.yaml",
    "quiz": "courses/minimal/first/03-check.quiz.yaml",
    "exam": "courses/minimal/second/04-final.exam.yaml",
    "survey": "courses/minimal/first/00-before.survey.yaml",
    "practice": "courses/minimal/second/02-draft.practice.yaml",
    "roleplay": "courses/minimal/second/03-editor.roleplay.yaml",
    "lesson": LESSON,
    "translation": "courses/minimal/second/01-rewriting.de.md",
}
_FENCED = ("lesson", "translation")
_DEEP = 100_000


def _alias_bomb() -> bytes:
    lines = [b"a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [b"a%d: &a%d [%s]" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 10)]
    return b"\n".join(lines)


def _merge_bomb() -> bytes:
    lines = [b"m0: &m0 {k: v}"]
    lines += [b"m%d: &m%d {<<: [*m%d, *m%d], k%d: v}" % (n, n, n - 1, n - 1, n) for n in range(1, 40)]
    return b"\n".join(lines)


_IN_EVERY_KIND: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "100,000 lists": (lambda: b"[" * _DEEP, "yaml-too-deep"),
    "100,000 dashes": (lambda: b"- " * _DEEP, "yaml-too-deep"),
    "40,000 mappings": (lambda: b"{a: " * 40_000, "yaml-too-deep"),
    "100,000 keys of keys": (lambda: b"? " * _DEEP, "yaml-too-deep"),
    "alias bomb": (_alias_bomb, "yaml-alias"),
    "merge bomb": (_merge_bomb, "yaml-alias"),
    "NUL": (lambda: b"title: a\0b\n", "control-character"),
    "not UTF-8": (lambda: b"title: \xff\xfe\xc3(\n", "not-utf-8"),
}

_IN_SOME: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "deep, then closed": (lambda: b"a: " + b"[" * 60_000 + b"]" * 60_000, "yaml-too-deep"),
    "mixed nesting": (lambda: b"- ? - " * 12_000, "yaml-too-deep"),
    "indented nesting": (lambda: b"".join(b" " * n + b"a:\n" for n in range(400)), "yaml-too-deep"),
    "16,000 colliding keys": (lambda: b"{" + b",".join(b"%d" % (n * 2**20) for n in range(16_000)) + b"}", "unknown-field"),
    "80,000 colliding keys in full": (lambda: b"\n".join(b"%d: 0" % (n * (2**61 - 1)) for n in range(80_000)), "file-too-large"),
    "24,000 keys": (lambda: b"{" + b",".join(b"k%d" % n for n in range(24_000)) + b"}", "unknown-field"),
    "16,000 duplicate keys": (lambda: b"same: 1\n" * 16_000, "duplicate-key"),
    "16,000 keys that are lists": (lambda: b"{" + b"[a]: b, " * 12_000 + b"}", "yaml-key"),
    "48,000 items": (lambda: b"title: [" + b"a," * 48_000 + b"]", "invalid-value"),
    "48,000 numbers for text": (
        lambda: b"objectives: [" + b"1," * 40_000 + b"]",
        "invalid-value",
    ),
    "a number of 5,000 digits": (lambda: b"minutes: " + b"9" * 5_000, "yaml-number"),
    "a number of 90,000 digits": (lambda: b"minutes: " + b"9" * 90_000, "yaml-number"),
    "a hexadecimal number of 90,000 digits": (lambda: b"minutes: 0x" + b"f" * 90_000, "yaml-number"),
    "a sexagesimal number": (lambda: b"minutes: " + b"1:" * 40_000 + b"1", "invalid-value"),
    "an exponent": (lambda: b"minutes: 1e999999999", "yaml-number"),
    "infinity": (lambda: b"minutes: .inf", "invalid-value"),
    "dots and digits": (lambda: b"minutes: " + b"1." * 40_000, "invalid-value"),
    "a Python object": (lambda: b"title: !!python/object/apply:os.system [touch canary]", "yaml-tag"),
    "a tag of 90,000 characters": (lambda: b"title: !<" + b"x" * 90_000 + b"> a", "yaml-tag"),
    "a binary tag": (lambda: b"title: !!binary AAAA", "yaml-tag"),
    "a set": (lambda: b"title: !!set {a, b}", "yaml-tag"),
    "an anchor of 90,000 characters": (lambda: b"title: &" + b"x" * 90_000 + b" a", "yaml-alias"),
    "an alias to itself": (lambda: b"title: &a [*a]", "yaml-alias"),
    "a YAML directive": (lambda: b"%YAML 1.1\n---\ntitle: a\n", "yaml-directive"),
    "6,000 directives": (lambda: b"%TAG !a! tag:x\n" * 6_000 + b"---\ntitle: a\n", "yaml-syntax"),
    "4,000 tag directives": (
        lambda: b"".join(b"%%TAG !a%d! tag:x\n" % n for n in range(4_000)) + b"---\na: b\n",
        "yaml-directive",
    ),
    "20,000 documents": (lambda: b"---\na\n" * 16_000, "yaml-documents"),
    "a value of 90,000 characters": (lambda: b"title: " + b"x" * 90_000, "invalid-value"),
    "a value of 90,000 words": (lambda: b"title: " + b"x " * 45_000, "invalid-value"),
    "a key of 90,000 characters": (lambda: b"x" * 90_000 + b": a", "yaml-syntax"),
    "a quoted key of 90,000 characters": (lambda: b'? "' + b"x" * 90_000 + b'"\n: a', "unknown-field"),
    "tabs": (lambda: b"title:\n\t\t- a\n", "yaml-syntax"),
    "90,000 tabs": (lambda: b"title:" + b"\t" * 90_000 + b"a\n", "missing-field"),
    "90,000 spaces": (lambda: b" " * 90_000 + b"a: b", "missing-field"),
    "90,000 empty lines": (lambda: b"\n" * 90_000 + b"a: b", "missing-field"),
    "two byte order marks": (lambda: b"\xef\xbb\xbf\xef\xbb\xbftitle: a\n", ""),
    "UTF-16": (lambda: "title: a\n".encode("utf-16"), "not-utf-8"),
    "UTF-16 without a mark": (lambda: "title: a\n".encode("utf-16-le"), "control-character"),
    "UTF-32": (lambda: "title: a\n".encode("utf-32"), "not-utf-8"),
    "a line separator": (lambda: b"title: a\xe2\x80\xa8minutes: 2\n", "control-character"),
    "a next line": (lambda: b"title: a\xc2\x85minutes: 2\n", "control-character"),
    "a lone surrogate in bytes": (lambda: b"title: \xed\xa0\x80\n", "not-utf-8"),
    "a lone surrogate as an escape": (lambda: b'title: "\\ud800"\n', "yaml-syntax"),
    "a NUL as an escape": (lambda: b'title: "\\0"\n', "control-character"),
    "overlong UTF-8": (lambda: b"title: \xc0\xaf\n", "not-utf-8"),
    "beyond Unicode": (lambda: b'title: "\\U00110000"\n', "yaml-syntax"),
    "a terminal's escapes": (lambda: b"title: \x1b]0;owned\x07\x1b[2J\n", "control-character"),
    "carriage returns only": (lambda: b"title: a\rsummary: b\r", "control-character"),
    "a block with an indentation of nine": (lambda: b"title: |9\n" + b" " * 9 + b"a\n", ""),
    "a block indented by 80,000": (lambda: b"title: |\n" + b" " * 80_000 + b"a\n", ""),
    "a block of 90,000 empty lines": (lambda: b"title: |+\n" + b"\n" * 90_000, ""),
    "a folded block": (lambda: b"title: >-\n" + b" a\n\n" * 20_000, "invalid-value"),
    "90,000 quotes": (lambda: b"title: " + b"'" * 90_000, ""),
    "an open quotation": (lambda: b'title: "' + b"a\n " * 30_000, "yaml-syntax"),
    "20,000 escapes": (lambda: b'title: "' + b"\\x41" * 20_000 + b'"', "invalid-value"),
    "90,000 comments": (lambda: b"#\n" * 45_000 + b"a: b", "missing-field"),
    "a comment of 90,000 characters": (lambda: b"a: b #" + b"x" * 90_000, "missing-field"),
    "90,000 colons": (lambda: b":" * 90_000, "yaml-syntax"),
    "80,000 question marks": (lambda: b"?\n" * 40_000, "yaml-too-large"),
    "45,000 explicit keys": (lambda: b"? a\n" * 22_000, "duplicate-key"),
    "90,000 commas": (lambda: b"[" + b"," * 90_000 + b"]", "yaml-syntax"),
    "90,000 closing brackets": (lambda: b"]" * 90_000, "yaml-syntax"),
    "40,000 complex flow keys": (lambda: b"{" + b"? a : b, " * 10_000 + b"}", "duplicate-key"),
    "nothing": (lambda: b"", ""),
    "a scalar": (lambda: b"a", "not-a-mapping"),
    "256,000 bytes": (lambda: b"#" * 256_001, "file-too-large"),
    "9 MB": (lambda: b"a: b\n" * 1_800_000, "file-too-large"),
    "merge keys": (lambda: b"<<: {title: a}\n", "unknown-field"),
    "prototype keys": (lambda: b"__proto__: {a: b}\n__class__: x\nmodel_config: {}\nconstructor: x\n", "unknown-field"),
    "values as keys": (lambda: b"~: a\ntrue: b\n1: c\n.5: d\n'': e\n", "unknown-field"),
    "format fields": (lambda: b"'{0.__class__}': a\n'%s%n': b\ntitle: '{x!r:>99999999}'\n", "unknown-field"),
    "Rich markup": (lambda: b"'[bold][/]': a\n'[link=file:///etc/passwd]x[/link]': b\n", "unknown-field"),
}


def cases() -> Iterator[Case]:
    """Each bomb in each kind of file; everything else in one settings file, a third of it as a lesson's front matter too."""
    for what, (make, code) in _IN_EVERY_KIND.items():
        for kind in KINDS:
            yield _case(what, make, kind, code)
    for number, (what, (make, code)) in enumerate(_IN_SOME.items()):
        yield _case(what, make, "curriculum", code)
        if number % 3 == 0:
            yield _case(what, make, "lesson", "")
    yield from _in_shape()


def _case(what: str, make: Callable[[], bytes], kind: str, code: str) -> Case:
    def data() -> bytes:
        return b"---\n" + make() + b"\n---\nText.\n" if kind in _FENCED else make()

    elsewhere = ("missing-field", "unknown-field") if code == "invalid-value" else ()  # not every kind of file has every field
    says = (code, "file-too-large", *elsewhere) if code else ()
    return laid_over("yaml", f"{what}, {kind}", {KINDS[kind]: data}, *says)


def _in_shape() -> Iterator[Case]:
    """Files of the right shape, and far too much of everything."""
    for name, (path, make) in _TOO_MUCH.items():
        yield laid_over("yaml", f"in shape: {name}", {path: make})


_QUIZ = b"title: Check\nobjectives: [read]\nminutes: 3\nformative: true\npass_mark: 50\nquestions:\n"
_CHOICES = b"\n    choices: [{text: A, correct: true, explanation: E}, {text: B, explanation: F}]\n"
_CURRICULUM = (
    b"title: T\npublisher: P\nlocales: [en]\nproviders: [openai]\ndefault_model: swift-1\nblind: "
    + b"0123456789abcdef" * 4
    + b"\n"
)
_COURSE = b"title: T\nsummary: S\nlevel: foundation\naudience: A\navailability: public\nobjectives:\n"
_OVERLAY = b"sources: {page: {title: T, url: 'https://example.org/', read: 2026-10-01}}\nfamilies:\n"
_EDITION = (
    b"title: T\nperiod: {from: 2026-10-01, until: 2026-12-31}\neffective: 2026-10-01\nbaseline_models: [swift-2]\nnote: N\n"
)


def _many(form: bytes, count: int) -> bytes:
    return b"".join(form.replace(b"@", b"%d" % n) for n in range(count))


_TOO_MUCH: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "2,000 questions": (KINDS["quiz"], lambda: _QUIZ + _many(b"  - id: q@\n    text: Q" + _CHOICES, 2_000)),
    "2,000 questions of one id": (KINDS["quiz"], lambda: _QUIZ + _many(b"  - id: q\n    text: Q" + _CHOICES, 2_000)),
    "questions full of brackets": (
        KINDS["quiz"],
        lambda: _QUIZ + _many(b"  - id: q@\n    text: '" + b"[" * 19_000 + b"'" + _CHOICES, 12),
    ),
    "questions full of images": (
        KINDS["quiz"],
        lambda: _QUIZ + _many(b"  - id: q@\n    text: '" + b"![a](b)" * 2_700 + b"'" + _CHOICES, 12),
    ),
    "questions full of links": (
        KINDS["quiz"],
        lambda: _QUIZ + _many(b"  - id: q@\n    text: '" + b"[a](01-reading.m#x) " * 950 + b"'" + _CHOICES, 12),
    ),
    "9,000 choices": (
        KINDS["quiz"],
        lambda: _QUIZ + b"  - id: q\n    text: Q\n    choices:\n" + _many(b"      - {text: C@}\n", 9_000),
    ),
    "7,000 equal choices": (
        KINDS["quiz"],
        lambda: _QUIZ + b"  - id: q\n    text: Q\n    choices:\n" + _many(b"      - {text: C}\n", 7_000),
    ),
    "objectives nobody knows": (
        KINDS["quiz"],
        lambda: _QUIZ.replace(b"[read]", b"[" + _many(b"objective-@,", 15_000) + b"]") + b"  - id: q\n    text: Q" + _CHOICES,
    ),
    "40 dimensions": (
        KINDS["curriculum"],
        lambda: _CURRICULUM + b"dimensions:\n" + _many(b"  d@: {title: D, values: {a: A, b: B, c: C}, default: a}\n", 40),
    ),
    "a dimension of 15,000 values": (
        KINDS["curriculum"],
        lambda: _CURRICULUM + b"dimensions:\n  role: {title: R, default: v0, values: {" + _many(b"v@: V,", 15_000) + b"}}\n",
    ),
    "4,000 dimensions": (
        KINDS["curriculum"],
        lambda: _CURRICULUM + b"dimensions:\n" + _many(b"  d@: {title: D, values: {a: A}, default: a}\n", 3_500),
    ),
    "20,000 words to avoid": (
        KINDS["curriculum"],
        lambda: _CURRICULUM + b"avoid: [{reason: R, words: [" + _many(b"w@,", 20_000) + b"]}]\n",
    ),
    "words to avoid that nest": (
        KINDS["curriculum"],
        lambda: _CURRICULUM + b"avoid: [{reason: R, words: [" + b",".join(b"a" * n for n in range(1, 290)) + b"]}]\n",
    ),
    "20,000 languages": (
        KINDS["curriculum"],
        lambda: _CURRICULUM.replace(b"[en]", b"[" + b"en," * 20_000 + b"]"),
    ),
    "6,000 people": (KINDS["people"], lambda: b"people:\n" + _many(b"  - {id: p@, name: P@, git: [p@@x]}\n", 5_000)),
    "6,000 people of one id": (KINDS["people"], lambda: b"people:\n" + _many(b"  - {id: p, name: P}\n", 7_000)),
    "4,000 objectives": (
        KINDS["course"],
        lambda: _COURSE + _many(b"  - {id: o@, text: O@, weight: 1}\n", 4_000) + b"modules: [first, second]\n",
    ),
    "20,000 modules": (
        KINDS["course"],
        lambda: _COURSE + b"  - {id: o, text: O, weight: 1}\nmodules: [" + _many(b"m@,", 20_000) + b"]\n",
    ),
    "20,000 prerequisites": (
        KINDS["course"],
        lambda: (
            _COURSE
            + b"  - {id: o, text: O, weight: 1}\nmodules: [first, second]\nprerequisites: ["
            + _many(b"m@,", 20_000)
            + b"]\n"
        ),
    ),
    "4,000 retired": (
        KINDS["course"],
        lambda: (
            _COURSE
            + b"  - {id: o, text: O, weight: 1}\nmodules: [first, second]\nretired:\n"
            + _many(b"  - {id: r@, kind: lesson, heir: r@, reason: R}\n", 4_000)
        ),
    ),
    "3,000 families": (
        KINDS["overlay"],
        lambda: _OVERLAY + _many(b"  - {id: f@, title: F, provider: openai, kind: chat, members: [m@]}\n", 3_000),
    ),
    "a family of 20,000": (
        KINDS["overlay"],
        lambda: (
            _OVERLAY + b"  - {id: swift, title: F, provider: openai, kind: chat, members: [" + _many(b"m@,", 20_000) + b"]}\n"
        ),
    ),
    "4,000 facts of one model": (
        KINDS["overlay"],
        lambda: (
            _OVERLAY.replace(b"families:", b"families: []\nfacts:")
            + _many(b"  - {model: m, field: released, value: 2026-09-01, source: page}\n", 3_600)
        ),
    ),
    "20,000 baseline models": (
        KINDS["edition"],
        lambda: _EDITION.replace(b"[swift-2]", b"[" + _many(b"swift-@,", 20_000) + b"]"),
    ),
    "3,000 acknowledgements": (
        KINDS["edition"],
        lambda: _EDITION + b"acknowledged:\n" + _many(b"  - {code: dead-model, path: a@, reason: R, until: 2027-01-01}\n", 3_000),
    ),
    "a claim of 20,000 models": (
        KINDS["claim"],
        lambda: (
            b"statement: S\nmodels: ["
            + _many(b"deep-@,", 20_000)
            + b"]\nsources: [{title: T, url: 'https://example.org/', read: 2026-10-01}]\nowner: author\nreview_by: 2027-01-01\n"
        ),
    ),
    "a program of 20,000 courses": (
        KINDS["program"],
        lambda: b"title: T\nsummary: S\ncredential: minimal\ncourses: [" + _many(b"c@,", 20_000) + b"]\n",
    ),
    "10,000 surveys": (
        KINDS["credential"],
        lambda: (
            b"title: T\nawarded: A\nvalid_months: 12\ncompletion:\n  exam: minimal/final\n  surveys: ["
            + _many(b"minimal/s@,", 12_000)
            + b"]\n"
        ),
    ),
    "a lesson of 6,000 claims": (
        LESSON,
        lambda: (
            b"---\ntitle: T\nsummary: S\nminutes: 4\nobjectives: [write]\nclaims: [" + _many(b"c@,", 9_000) + b"]\n---\nText.\n"
        ),
    ),
    "a lesson of 6,000 models": (
        LESSON,
        lambda: (
            b"---\ntitle: T\nsummary: S\nminutes: 4\nobjectives: [write]\nmodels: [" + _many(b"m@,", 9_000) + b"]\n---\nText.\n"
        ),
    ),
    "9,000 former names": (
        LESSON,
        lambda: (
            b"---\ntitle: T\nsummary: S\nminutes: 4\nobjectives: [write]\nformerly: [" + _many(b"f@,", 9_000) + b"]\n---\nText.\n"
        ),
    ),
}

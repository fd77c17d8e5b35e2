"""ledger/facts.jsonl that is made to hurt."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from authoring.hostile.case import Case, laid_over

_END = b'{"field": "shutdown", "host": "openai", "model": "swift-1", "source": "page", "value": %s}'
_FACT = b'{"field": "context_window", "host": "openai", "model": "swift-1", "source": "page", "value": %s}'

_FACTS: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "100,000 lists": (lambda: b"[" * 100_000, "json-syntax"),
    "100,000 lists, closed": (lambda: b"[" * 100_000 + b"]" * 100_000, "json-syntax"),
    "100,000 objects": (lambda: b'{"a":' * 100_000, "json-syntax"),
    "100,000 objects, closed": (lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "json-syntax"),
    "150 lists as a value": (lambda: _FACT % (b"[" * 150 + b"]" * 150), "invalid-value"),
    "1,000 lists as a value": (lambda: _FACT % (b"[" * 1_000 + b"]" * 1_000), ""),
    "a number of 5,000 digits": (lambda: _FACT % (b"9" * 5_000), ""),
    "a number of a million digits": (lambda: _FACT % (b"9" * 1_000_000), ""),
    "a number past what JSON holds": (lambda: _FACT % b"9007199254740993", "invalid-value"),
    "a day with its hour": (lambda: _END % b'"2026-10-23T00:00:00"', "invalid-value"),
    "a day in seconds": (lambda: _END % b'"1792713600"', "invalid-value"),
    "a day of a week": (lambda: _END % b'"2026-W43-5"', "invalid-value"),
    "1e999": (lambda: _FACT % b"1e999", "invalid-value"),
    "1e3": (lambda: _FACT % b"1e3", "invalid-value"),
    "-0": (lambda: _FACT % b"-0", "invalid-value"),
    "NaN": (lambda: _FACT % b"NaN", ""),
    "Infinity": (lambda: _FACT % b"-Infinity", ""),
    "duplicate keys": (lambda: b'{"field": "released", "field": "shutdown", "model": "a", "model": "b"}', ""),
    "10,000 duplicate keys": (lambda: b"{" + b'"a": 1, ' * 10_000 + b'"a": 1}', ""),
    "800 keys": (lambda: b"{" + b",".join(b'"k%d": 1' % n for n in range(800)) + b"}", "unknown-field"),
    "100,000 keys": (lambda: b"{" + b",".join(b'"k%d": 1' % n for n in range(100_000)) + b"}", ""),
    "a lone surrogate": (lambda: _FACT % b'"\\ud800"', ""),
    "a lone surrogate as a key": (lambda: b'{"\\ud800": 1}', ""),
    "a NUL as an escape": (lambda: _FACT % b'"\\u0000"', ""),
    "a NUL": (lambda: _FACT % b'"\0"', "control-character"),
    "a terminal's escape": (lambda: b'{"\\u001b[2J\\u0007": 1}', "unknown-field"),
    "50 MB in one line": (lambda: b"x" * 50_000_000, "unsafe-file"),
    "9.9 MB of brackets": (lambda: b"[" * 9_900_000, "file-too-large"),
    "9.9 MB in one text": (lambda: _FACT % (b'"' + b"x" * 9_900_000 + b'"'), "file-too-large"),
    "2 MB in one text": (lambda: _FACT % (b'"' + b"x" * 1_900_000 + b'"'), ""),
    "a million lines": (lambda: b"\n" * 1_000_000, ""),
    "a million bad lines": (lambda: b"x\n" * 900_000, ""),
    "20,000 bad lines": (lambda: b"{}\n" * 20_000, ""),
    "20,000 bad facts": (lambda: (_FACT % b'"x"' + b"\n") * 19_000, ""),
    "20,000 facts of one model": (lambda: b"".join(_FACT % b"%d" % (n + 1) + b"\n" for n in range(19_000)), ""),
    "20,000 models": (
        lambda: b"".join((_FACT % b"1").replace(b"swift-1", b"m%d" % n).replace(b"openai", b"h") + b"\n" for n in range(19_000)),
        "",
    ),
    "a name of a megabyte": (lambda: (_FACT % b"1").replace(b"swift-1", b"m" * 1_000_000), ""),
    "UTF-16": (lambda: (_FACT % b"1").decode().encode("utf-16"), "not-utf-8"),
    "a list": (lambda: b"[]", ""),
    "null": (lambda: b"null", ""),
    "a text": (lambda: b'"a"', ""),
    "a comment": (lambda: b"// a\n", "json-syntax"),
}


def cases() -> Iterator[Case]:
    """Each as the whole file."""
    for name, (make, code) in _FACTS.items():
        yield laid_over("facts", name, {"ledger/facts.jsonl": make}, *filter(None, (code,)))

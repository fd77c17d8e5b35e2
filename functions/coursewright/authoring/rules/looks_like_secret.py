"""No key, token or password stands in what authors write."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding
from coursewright.authoring.words import authored_files, place_at, source_text

_KINDS = (  # what it would be, what each such one holds, and how it is made
    ("a private key", "PRIVATE KEY-----", r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s+(?:[\w-]+:.*\s+)*[A-Za-z0-9+/=]{40,}"),
    ("an AWS access key", "AKIA", r"\bAKIA[0-9A-Z]{16}\b"),
    ("an AWS access key", "ASIA", r"\bASIA[0-9A-Z]{16}\b"),
    ("a GitHub token", "gh", r"\bgh[pousr]_[A-Za-z0-9]{36,}"),
    ("a GitHub token", "github_pat_", r"\bgithub_pat_[A-Za-z0-9_]{60,}"),
    ("a Slack token", "xox", r"\bxox[abeoprs]-[0-9A-Za-z-]{10,}"),
    ("a Google API key", "AIza", r"\bAIza[0-9A-Za-z_-]{35}"),
    ("an API key", "k", r"(?<![\w-])[sr]k[-_](?=[\w-]*[A-Z0-9])[\w-]{20,}"),
    ("a signed token (JWT)", "eyJ", r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"),
)
_VALUE = re.compile(r"[:=]\s*[\"']?([A-Za-z0-9+/=_-]{20,})(?![\w.(\[])")
_NAME = re.compile(r"(?i)(?:password|passwd|secret|token|api[_-]?key)[\"']?\s*\Z")
_PLACEHOLDER = re.compile(r"(?i)x{4}|your|example|placeholder|replace|change.?me|dummy|redacted|12345|abcde|\.{3}|…")
_RANDOM = 3.5  # bits a character, on average; words stay below
_RANDOM_HEX = 3.0
_SHOWN = 4


def looks_like_secret(draft: Draft) -> Iterator[Finding]:
    """Nothing that looks like a key, a token or a password stands in any authored file.

    What is published can be read by everybody, and what was committed stays in git's history after the line is gone. If it is a
    real one, revoke it first, where it was issued; then take it out. In an example, write a placeholder that nobody takes for
    real: `YOUR_KEY`, `sk-xxxx`, `<key>`; those are let be.
    """
    for path in authored_files(draft):
        text = source_text(draft, path) or ""
        taken: list[tuple[int, int]] = []
        for what, held, pattern in _KINDS:
            for match in re.finditer(pattern, text) if held in text else ():
                if not _PLACEHOLDER.search(match[0]):
                    taken.append(match.span())
                    yield _finding(path, text, match.span(), what)
        for match in _VALUE.finditer(text):
            start, end = match.span(1)
            overlaps = any(start < b and a < end for a, b in taken)
            named = _NAME.search(text, max(match.start() - 40, 0), match.start())
            if named and not overlaps and _is_random(match[1]) and not _PLACEHOLDER.search(match[0]):
                yield _finding(path, text, (start, end), "a password or a token")


def _finding(path: str, text: str, span: tuple[int, int], what: str) -> Finding:
    said = text[slice(*span)]
    return Finding(
        "looks-like-secret",
        place_at(path, text, *span),
        f"this looks like {what}{'' if said.startswith('-') else f': {said[:_SHOWN]}…'}, {len(said)} characters long",
        "If it is real, revoke it first; then write a placeholder, like YOUR_KEY.",
    )


def _is_random(said: str) -> bool:
    """Whether letters and digits are as mixed as chance mixes them."""
    if re.fullmatch(r"[0-9a-f]{32,}|[0-9A-F]{32,}", said):
        return _entropy(said) > _RANDOM_HEX
    is_mixed = all(re.search(kind, said) for kind in ("[a-z]", "[A-Z]", "[0-9].*[0-9]"))
    return is_mixed and _entropy(said) > _RANDOM


def _entropy(said: str) -> float:
    return -sum(count / len(said) * math.log2(count / len(said)) for count in Counter(said).values())

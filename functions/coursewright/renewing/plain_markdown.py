"""Text as Markdown that shows exactly that text."""

from __future__ import annotations

_SPECIAL = str.maketrans({character: f"\\{character}" for character in "\\`*_[]<>|#"})


def plain(text: str) -> str:
    """Text that means nothing in Markdown; on one line."""
    return " ".join(text.split()).translate(_SPECIAL)

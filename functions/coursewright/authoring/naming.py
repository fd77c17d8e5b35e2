"""Which models and which parts of an API a text names.

A model or a family is named by its whole name, as its provider writes it: `gpt-4` is not named in gpt-4o, nor o1 in an address.
An endpoint is named by its path, a header by name and value, a product by its words in any case. A parameter's name can be an
everyday word (`stop`), so it is named only where it is code: in a code span, or as a key in a block of code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from coursewright.authoring.words import ADDRESS, CODE_SPAN

_WORD = re.compile(r"(?<![\w.:-])[A-Za-z0-9][\w.:-]*")
_PARAMETER = "parameter:"


class Naming:
    """Finds names of a ledger's models and families, and of parts of APIs, in texts as authors write them."""

    def __init__(self, models: Iterable[str], api: Iterable[str]) -> None:
        self._models = frozenset(models)
        self._api = {part: _pattern(part) for part in sorted(set(api))}

    def models(self, texts: Iterable[str]) -> list[str]:
        """The models and families that these texts name, sorted."""
        words = {word.rstrip(".:-") for text in texts for word in _WORD.findall(ADDRESS.sub(" ", text))}
        return sorted(words & self._models)

    def api(self, texts: Iterable[str]) -> list[str]:
        """The parts of an API that these texts name, sorted."""
        if not self._api:
            return []
        shown = "\n\n".join(ADDRESS.sub(" ", text) for text in texts)
        code = "\n".join(f"`{span[2]}`" for span in CODE_SPAN.finditer(shown))
        with_code = f"{code}\n{shown}"
        return [
            part for part, pattern in self._api.items() if pattern.search(with_code if part.startswith(_PARAMETER) else shown)
        ]


def _pattern(part: str) -> re.Pattern[str]:
    kind, _, name = part.partition(":")
    word = re.escape(name)
    match kind:
        case "endpoint":
            return re.compile(rf"(?<![\w/.-]){word}(?![\w-]|/\w)")
        case "parameter":
            return re.compile(
                rf"^`[^`\n]*(?<![\w.-]){word}(?![\w-])[^`\n]*`$|\"{word}\"\s*:|(?<![\w.-]){word}=(?!=)", re.MULTILINE
            )
        case "header":
            return re.compile(re.escape(name).replace("=", r":\s*", 1))
        case _:
            words = re.escape(name.replace("-", " "))
            return re.compile(rf"\b{words}\b", re.IGNORECASE)

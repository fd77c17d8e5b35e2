"""Code that a lesson shows can be parsed in the language it says it is."""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it.token import Token

from coursewright.authoring.draft import Draft, Prose
from coursewright.authoring.findings.finding import Finding, Place, Severity
from coursewright.authoring.snippets import Fault, fault_in
from coursewright.authoring.words import first_body_line, source_text


def code_does_not_parse(draft: Draft) -> Iterator[Finding]:
    """A fence marked python, json, yaml, shell, bash or sh holds what that language's parser takes.

    Learners copy what they see. A missing bracket costs a beginner an evening, and a comma too many is easily overlooked by who
    knows what was meant. What is left out may be marked by `...` or `…`, a gap to fill in by `<name>`, a command in a session by
    `$ ` in front. To show something that is wrong on purpose, or only resembles the language, mark the fence `text`.
    """
    for prose in draft.prose:
        for block in prose.document.blocks:
            for token in block.tokens:
                words = token.info.split() if token.type == "fence" else []
                if words and (fault := fault_in(words[0], token.content)):
                    yield Finding(
                        "code-does-not-parse",
                        _place(draft, prose, token, fault, block.place),
                        f"this is not {words[0]}: {fault.said}",
                        "Mend it; mark the fence `text` if it is not meant to be run.",
                        Severity.WARNING,
                    )


def _place(draft: Draft, prose: Prose, token: Token, fault: Fault, block: Place) -> Place:
    """The faulty line of a lesson; a text in a YAML file stands where its field does."""
    if not prose.path.endswith(".md") or token.map is None:
        return block
    shown = token.content.split("\n")
    index = min(fault.line, max(len(token.content.rstrip("\n").split("\n")), 1)) - 1
    line = first_body_line(draft, prose.path) + token.map[0] + 1 + index
    source = (source_text(draft, prose.path) or "").split("\n")[line - 1]
    indent = max(source.find(shown[index]), 0)
    column = indent + min(fault.column, len(shown[index]) + 1)
    return Place(prose.path, line, column, line, column + 1)

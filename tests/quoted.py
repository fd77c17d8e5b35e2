"""Answers quoted in a document, with `…` for what was left out, compared with what the API answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

LEFT_OUT = "…"
_COMMAND = re.compile(
    r'^\$ curl -s(?P<head>I)?(?: --json \'(?P<body>[^\']*)\')?(?: -H "(?P<field>[\w-]+): (?P<value>[^"]*)")?'
    r' "\$API(?P<address>[^"]*)"(?P<piped> \| .*)?$',
    re.MULTILINE,
)


@dataclass(frozen=True)
class Quoted:
    """A command of a document, the heading it stands below, and what is said to come out."""

    heading: str
    address: str
    fields: dict[str, str]
    is_head: bool
    is_piped: bool
    said: str
    body: str | None = None


def quoted(page: str) -> Iterator[Quoted]:
    """Every `curl` of a page, in order."""
    heading = ""
    for part in re.split(r"^(#+ [^\n]*|```console\n.*?^```)$", page, flags=re.MULTILINE | re.DOTALL):
        if part.startswith("#"):
            heading = part.lstrip("# ")
        elif part.startswith("```console"):
            found = list(_COMMAND.finditer(part))
            assert part.count("$ ") == len(found) or "sha256sum" in part, part
            for command, following in zip(found, [*found[1:], None], strict=True):
                said = part[command.end() : following.start() if following else -3].strip()
                fields = {command["field"].lower(): command["value"]} if command["field"] else {}
                is_head, is_piped = bool(command["head"]), bool(command["piped"])
                yield Quoted(heading, command["address"], fields, is_head, is_piped, said, command["body"])


def parsed(text: str) -> Any:  # noqa: ANN401 - JSON
    """Quoted JSON, each bare `…` made a member of its own."""
    made, inside, is_text = [], [], False
    for character in text:
        if character == '"':
            is_text = not is_text
        elif not is_text and character in "{[":
            inside.append(character)
        elif not is_text and character in "}]":
            inside.pop()
        elif not is_text and character == LEFT_OUT:
            made.append('"…": 0' if inside[-1] == "{" else '"…"')
            continue
        made.append(character)
    return json.loads("".join(made))


def untruths(said: Any, found: Any, where: str = "") -> list[str]:  # noqa: ANN401 - JSON
    """What was quoted otherwise than it is, and what was left out without a word."""
    if isinstance(said, dict) and isinstance(found, dict):
        unsaid = [] if LEFT_OUT in said else [f"{where}.{name} is left out" for name in found if name not in said]
        wrong = [f"{where}.{name} is not there" for name in said if name not in found and name != LEFT_OUT]
        both = [name for name in said if name in found]
        return unsaid + wrong + [one for name in both for one in untruths(said[name], found[name], f"{where}.{name}")]
    if isinstance(said, list) and isinstance(found, list):
        shown = [one for one in said if one != LEFT_OUT]
        if len(shown) > len(found) or (len(shown) < len(found) and LEFT_OUT not in said):
            return [f"{where} has {len(found)} entries, not {len(shown)}"]
        return [one for n, entry in enumerate(shown) for one in untruths(entry, found[n], f"{where}[{n}]")]
    if isinstance(said, str) and isinstance(found, str):
        return [] if is_text_like(said, found) else [f"{where} is {found[:200]!r}, not {said!r}"]
    return [] if said == found and type(said) is type(found) else [f"{where} is {found!r}, not {said!r}"]


def is_text_like(said: str, found: str) -> bool:
    """Whether a quoted text is the one that was found; each `…` in it stands for any text."""
    return re.fullmatch(".*".join(map(re.escape, said.split(LEFT_OUT))), found, re.DOTALL) is not None

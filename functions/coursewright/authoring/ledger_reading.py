"""`ledger/facts.jsonl`: one fact a line, of a model or of an API, so that a changed fact is one changed line in review."""

from __future__ import annotations

import json
from typing import Any

from pydantic import ValidationError

from coursewright.authoring.decoding import decode_text
from coursewright.authoring.findings.finding import Finding, Place
from coursewright.authoring.shapes.ledger_files import ApiFact, Fact
from coursewright.authoring.yaml_text.located import explain
from coursewright.authoring.yaml_text.yaml_nodes import Node

MAX_BYTES = 4_000_000
MAX_LINE = 10_000
_MOST_BAD_LINES = 200


def read_facts(data: bytes, path: str) -> tuple[tuple[Fact | ApiFact, ...], tuple[Finding, ...]]:
    """Read all facts; each line that is none is a finding at its line."""
    text, findings = decode_text(data, path, MAX_BYTES)
    if text is None:
        return (), findings
    facts: list[Fact | ApiFact] = []
    problems: list[Finding] = []
    bad = 0
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        read = _fact(line, Place(path, number, 1, number, len(line) + 1))
        if isinstance(read, Fact | ApiFact):
            facts.append(read)
        else:
            bad += 1
            problems.extend(read)
        if bad >= _MOST_BAD_LINES:
            said = f"{bad} lines up to here are no facts, and no more are read"
            problems.append(Finding("json-syntax", problems[-1].place, said, "Write one JSON object on each line."))
            break
    return tuple(facts), tuple(problems)


def _fact(line: str, place: Place) -> Fact | ApiFact | list[Finding]:
    if len(line) > MAX_LINE:
        said = f"this line has {len(line):,} characters; at most {MAX_LINE:,} are read"
        return [Finding("json-syntax", place, said, "Write one JSON object on each line.")]
    shape = ApiFact if '"api"' in line and '"model"' not in line else Fact
    try:
        return shape.model_validate_json(line)
    except ValidationError as error:
        if error.errors()[0]["type"] == "json_invalid":
            return [Finding("json-syntax", place, "this line is not JSON", "Write one JSON object on each line.")]
        return list(explain(shape, error, _node(json.loads(line), place)))


def _node(value: Any, place: Place) -> Node:  # noqa: ANN401 - JSON
    """Nodes of a JSON value, all at the place of its line."""
    if isinstance(value, dict):
        return Node({key: _node(item, place) for key, item in value.items()}, place, dict.fromkeys(value, place))
    if isinstance(value, list):
        return Node(tuple(_node(item, place) for item in value), place)
    return Node(value, place)

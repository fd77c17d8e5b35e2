"""The facts of `ledger/facts.jsonl`: one a line, in the order of their text: the same facts always make the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable

from coursewright.authoring.ledger_reading import read_facts
from coursewright.authoring.shapes.ledger_files import ApiFact, Fact
from coursewright.errors import SourceError

FACTS = "ledger/facts.jsonl"


def facts_in(data: bytes) -> frozenset[Fact | ApiFact]:
    """Every fact of the file.

    Raises:
        SourceError: a line holds something else.
    """
    facts, findings = read_facts(data, FACTS)
    if findings:
        first = findings[0]
        raise SourceError(f"{FACTS}:{first.place.line}: {first.message}; mend it first, `coursewright check` says how")
    return frozenset(facts)


def line_of(fact: Fact | ApiFact) -> str:
    """A fact as its line."""
    return json.dumps(fact.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)


def facts_bytes(facts: Iterable[Fact | ApiFact]) -> bytes:
    """The file that holds these facts, each once."""
    return "".join(f"{line}\n" for line in sorted({line_of(fact) for fact in facts})).encode()

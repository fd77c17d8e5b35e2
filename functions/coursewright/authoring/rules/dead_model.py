"""Lessons and activities do not send learners to a model that is gone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import accumulate, pairwise

from coursewright.authoring.draft import Draft, DraftActivity
from coursewright.authoring.ending import advice_on, dependences, end_of
from coursewright.authoring.findings.finding import Finding, Place, Severity
from coursewright.authoring.ledger import Ledger
from coursewright.authoring.words import place_at, prose_of, source_text
from coursewright.authoring.yaml_text.yaml_nodes import walk

_ADDRESS_OR_BLOCK_LINE = re.compile(
    r"(?<=\]\()<?[^\s)]*|^ {0,3}\[[^\]\n]+\]:[ \t]*\S+|\b(?:https?://|mailto:)[^\s<>)\"]*|^[ \t]*:{3,}.*$", re.MULTILINE
)


def dead_model(draft: Draft) -> Iterator[Finding]:
    """No text, code or prompt names a model that was shut down before the edition began, and nothing depends on one.

    A request to a model that was shut down fails, so what a lesson says about it can no longer be tried. The ledger knows the
    days. A family (`o1`) counts once all its models are gone. Texts are searched for the names as the provider writes them; where
    one is named as history, acknowledge it for that file in the newest edition, with the reason:

        acknowledged:
          - {code: dead-model, path: courses/…/02-choosing.md, reason: It tells what became of o1., until: 2027-01-24}
    """
    if draft.ledger is None:
        return
    ledger = draft.ledger
    dead = {name: day for name, day in _ends(ledger) if day <= draft.as_of}
    for needed in dependences(draft, ledger):
        day = end_of(ledger, needed.models)
        if day and day <= draft.as_of:
            yield _finding(ledger, needed.selector, needed.models, day, needed.place)
    for name, place in _named(draft, dead):
        yield _finding(ledger, name, ledger.select(name), dead[name], place)


def _finding(ledger: Ledger, name: str, models: frozenset[str], day: date, place: Place) -> Finding:
    return Finding(
        "dead-model",
        place,
        f'"{name}" was shut down on {day}',
        f"{advice_on(ledger, name, models)}; if it is named as history, acknowledge it in the newest edition.",
        Severity.WARNING,
    )


def _ends(ledger: Ledger) -> Iterator[tuple[str, date]]:
    for name in sorted({*ledger.models, *ledger.families}):
        if day := end_of(ledger, ledger.select(name)):
            yield name, day


def _named(draft: Draft, dead: Mapping[str, date]) -> Iterator[tuple[str, Place]]:
    """Each dead model that a text names, where it does; a name within a longer one (gpt-4 in gpt-4o or gpt-4.1) is not named."""
    if not dead:
        return
    names = "|".join(map(re.escape, sorted(dead, key=len, reverse=True)))
    pattern = re.compile(rf"(?<![\w.:-])(?:{names})(?![\w:-]|\.\w)")
    for course in draft.courses:
        for item in filter(lambda item: draft.scope.holds(item.path), course.items()):
            is_activity = isinstance(item, DraftActivity)
            text = (source_text(draft, item.path) or "") if is_activity else prose_of(draft, item.path, code=True)
            begins = _texts(item, text) if isinstance(item, DraftActivity) else [(0, len(text))]
            shown = _ADDRESS_OR_BLOCK_LINE.sub(lambda match: "\0" * len(match[0]), text)
            for match in (match for start, end in begins for match in pattern.finditer(shown, start, end)):
                yield match[0], place_at(item.path, text, match.start(), match.end())


def _texts(activity: DraftActivity, source: str) -> Iterator[tuple[int, int]]:
    """From where to where each text of an activity stands: up to the next thing. Titles, ids and claims are none."""
    lines = [0, *accumulate(len(line) + 1 for line in source.split("\n"))]
    steps = [*activity.texts, ("starter",), ("opening",)]
    nodes = dict(walk(activity.file.root))
    places = [place for node in nodes.values() for place in (node.place, *node.keys.values())]
    edges = sorted({lines[place.line - 1] + place.column - 1 for place in places} | {len(source)})
    texts = {lines[nodes[step].place.line - 1] + nodes[step].place.column - 1 for step in steps if step in nodes}
    return ((start, end) for start, end in pairwise(edges) if start in texts)

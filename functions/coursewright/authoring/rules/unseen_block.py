"""Every conditional block is for somebody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from coursewright.authoring.draft import Draft, DraftLesson, DraftTranslation
from coursewright.authoring.findings.finding import Finding, Place, Severity
from coursewright.authoring.ledger import Ledger
from coursewright.authoring.markdown.conditions import MODEL, Condition
from coursewright.authoring.markdown.document import Block
from coursewright.authoring.outcomes import undeclared, values_of


def unseen_block(draft: Draft) -> Iterator[Finding]:
    """No block asks for something that no learner has, such as a role that the block around it excludes.

    The conditions of a block and of the blocks around it must all hold for the same learner. Where no role, no industry or no
    model of the ledger meets all of them, the text is written, reviewed and never shown. Move the inner block out, or correct
    the line of one of the two.
    """
    if draft.settings is None or draft.ledger is None:
        return
    values = values_of(draft.settings.value, draft.ledger)
    for page in draft.judged_pages():
        conditions = {condition for block in page.document.blocks for condition in block.conditions}
        if all(_is_known(condition, draft) for condition in conditions):
            yield from _in_page(page, values, draft.ledger)


def _is_known(condition: Condition, draft: Draft) -> bool:
    if draft.settings is None or draft.ledger is None:
        return False
    if condition.dimension == MODEL:
        return all(draft.ledger.knows(selector) for selector in condition.values)
    return not any(True for _ in undeclared(condition, draft.settings.value))


def _in_page(page: DraftLesson | DraftTranslation, values: Mapping[str, tuple[str, ...]], ledger: Ledger) -> Iterator[Finding]:
    told: set[tuple[Condition, ...]] = set()
    for block in page.document.blocks:
        if block.conditions in told:
            continue
        told.add(block.conditions)
        for dimension in dict.fromkeys(condition.dimension for condition in block.conditions):
            asked = [condition for condition in block.conditions if condition.dimension == dimension]
            if not any(all(_holds(condition, value, ledger) for condition in asked) for value in values[dimension]):
                yield Finding(
                    "unseen-block",
                    _line_of(page, block, asked[-1]),
                    f"nobody sees this block: no {dimension} meets {' and '.join(f'`{condition}`' for condition in asked)}",
                    "Correct one of the lines, or move the block out of the one around it.",
                    Severity.WARNING,
                )


def _holds(condition: Condition, value: str, ledger: Ledger) -> bool:
    if condition.dimension == MODEL:
        return any(value in ledger.select(selector) for selector in condition.values) != condition.negated
    return (value in condition.values) != condition.negated


def _line_of(page: DraftLesson | DraftTranslation, block: Block, condition: Condition) -> Place:
    """Where the condition is written: the last line above the block that asks for it."""
    above = [
        asked.place
        for asked in page.document.asked
        if asked.place.line < block.place.line
        and (asked.condition.dimension, asked.condition.negated) == (condition.dimension, condition.negated)
        and set(asked.condition.values) <= set(condition.values)
    ]
    return max(
        (place for place in above if place.line == max(p.line for p in above)), default=block.place, key=lambda p: -p.column
    )

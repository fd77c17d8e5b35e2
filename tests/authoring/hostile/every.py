"""All hostile cases, in one order."""

from __future__ import annotations

from authoring.hostile import (
    archive_cases,
    commit_cases,
    drawn_cases,
    fact_cases,
    figure_cases,
    link_cases,
    markdown_cases,
    name_cases,
    yaml_cases,
)
from authoring.hostile.case import Case

_SORTS = (
    yaml_cases, fact_cases, markdown_cases, figure_cases, name_cases, link_cases, archive_cases, commit_cases, drawn_cases,
)  # fmt: skip


def cases() -> list[Case]:
    """Every case, sort by sort; no two have one name."""
    found = [case for sort in _SORTS for case in sort.cases()]
    names = {f"{case.sort} {case.name}" for case in found}
    if len(names) != len(found):
        raise ValueError("two cases have one name")
    return found

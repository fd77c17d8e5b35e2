"""A worklist: what one owner had to look at when an edition was opened, written by a command and never ticked off by hand."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from coursewright.authoring.shapes.base import Shape, SlugField

WORKLIST = re.compile(r"editions/([0-9]{4}-[A-Z0-9]{1,8})/([a-z0-9-]+|_unowned)(?:\.[0-9]{1,3})?\.worklist\.yaml")
"""Paths of worklists: edition and owner. One owner's can be in several files, as a file may not be long."""

NOBODY = "_unowned"
"""Stands where the owner's id would; no id begins like this."""

ItemId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,80}:[A-Za-z0-9_][A-Za-z0-9_./-]{0,4199}$")]
"""<code>:<what it is about>, as in dead-model:ai-foundations/choosing-a-model."""

Told = Annotated[str, StringConstraints(min_length=1, max_length=4_200, pattern=r"^\S[^\n]*$")]
"""A sentence or a few, on one line."""


class WorklistItem(Shape):
    """Something to look at for an edition. It is done when what it asks for holds in the content."""

    id: Annotated[
        ItemId, Field(description="Names it for as long as it is to do.", examples=["dead-model:ai-foundations/choosing-a-model"])
    ]
    code: Annotated[SlugField, Field(description="What kind of work it is; where `check` finds it, the finding's code.")]
    path: Annotated[Told, Field(description="The file to look at, from the content folder.")]
    lines: Annotated[
        tuple[Annotated[int, Field(ge=1)], ...], Field(min_length=1, description="Where in it, when the edition was opened.")
    ]
    what: Annotated[Told, Field(description="What was found.")]
    why: Annotated[Told, Field(description="What should hold instead.")]
    affects: Annotated[
        tuple[Told, ...],
        Field(
            description="What is affected with it: lessons, questions, objectives, certificates.",
            examples=[["question c/exam/q1"]],
        ),
    ] = ()
    due: Annotated[date, Field(description="The day by which it should be done.", examples=["2027-01-14"])]
    do: Annotated[Told, Field(description="What to do about it.")]


class WorklistFile(Shape):
    """editions/<edition>/<owner>.worklist.yaml: what an owner had to look at when the edition was opened.

    What is done is computed from the content (`coursewright edition status`). To hand an item to somebody else, move it to their
    file.
    """

    opened: Annotated[date, Field(description="The day the edition was opened.", examples=["2026-11-25"])]
    items: Annotated[tuple[WorklistItem, ...], Field(description="What to look at, the most urgent first.")]

"""`coursewright changes`: what changed from one release to another, for learners, and what somebody midway is offered."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from coursewright.commands.acting import StoreOption
from coursewright.commands.days import day_of
from coursewright.commands.printed import tell_json
from coursewright.commands.publishing.showing import NameArgument
from coursewright.commands.renewing.changes_documents import ChangesJson
from coursewright.commands.renewing.changes_text import folded, lines
from coursewright.commands.renewing.compared import compared, offer_between
from coursewright.commands.terminal import out
from coursewright.publishing.storing.stores import DEFAULT, stores_at
from coursewright.renewing.upgrading.document import offer_document
from coursewright.renewing.upgrading.markdown import as_markdown


class Form(StrEnum):
    """How changes are written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


def changes_command(  # noqa: PLR0913 - a command has the options its users need
    old: NameArgument,
    new: NameArgument,
    store: StoreOption = DEFAULT,
    course: Annotated[str | None, typer.Option("--course", metavar="ID", help="Only this course.")] = None,
    completed: Annotated[
        str | None,
        typer.Option(
            "--completed", metavar="ID,…", help="What a learner completed, as item or course/item, for a plan of theirs."
        ),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="The day to judge staying by. Default: today.")
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="How it is written.")] = Form.TEXT,
) -> None:
    """Show what changed for learners from one release to another, and what somebody midway keeps, gets and loses.

    What their edition moved already, by corrections and mended words, is told apart from what the other release offers.
    """
    stores = stores_at(store)
    day = day_of(as_of, "--as-of") or datetime.now(UTC).date()
    done = None if completed is None else [name.strip() for name in completed.split(",") if name.strip()]
    offer = offer_between(stores, compared(stores, old), compared(stores, new), day, course=course, completed=done)
    match form:
        case Form.JSON:
            tell_json(ChangesJson.model_validate(offer_document(offer)))
        case Form.MARKDOWN:
            typer.echo(as_markdown(offer), nl=False)
        case Form.TEXT:
            for line in lines(offer):
                for one in folded(line, out) if out.is_terminal else (line,):  # a file or a pipe gets each on one line
                    out.print(one)

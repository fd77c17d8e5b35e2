"""`coursewright reviews`: what reviewers said, back at the lines that authors wrote."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from coursewright.authoring.draft import Draft
from coursewright.authoring.drafting import draft
from coursewright.authoring.findings.finding import Place
from coursewright.commands.acting import StoreOption
from coursewright.commands.content import CommitOption, ContentOption, read_content
from coursewright.commands.printed import tell_json
from coursewright.commands.reviewing.review_desks import AnyCandidate, DeskOption, Told, chosen, desk_at
from coursewright.commands.reviewing.review_documents import review_json
from coursewright.commands.reviewing.review_text import open_threads
from coursewright.commands.reviewing.reviews_document import AnswerJson, ReviewsJson, SaidJson, SpotJson
from coursewright.commands.reviewing.reviews_text import as_annotations, as_lines, as_markdown
from coursewright.publishing.depositing.baselines import newest_edition
from coursewright.publishing.storing.stores import DEFAULT
from coursewright.reviewing.locating import locate
from coursewright.reviewing.threads import Thread


class Form(StrEnum):
    """How it is written."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    MARKDOWN = "markdown"


_WRITTEN = {Form.TEXT: as_lines, Form.GITHUB: as_annotations, Form.MARKDOWN: as_markdown}


def reviews_command(  # noqa: PLR0913 - a command has the options its users need
    candidate: AnyCandidate = None,
    content: ContentOption = None,
    commit: CommitOption = None,
    store: StoreOption = DEFAULT,
    desk: DeskOption = "",
    form: Annotated[Form, typer.Option("--format", help="For people, scripts, or GitHub.")] = Form.TEXT,
) -> None:
    """Show what reviewers said of a candidate and nobody ended yet, each at the line of your files that it is about.

    By default the newest candidate of the content's newest edition. Your files may have changed since: what is not found as it
    was is looked for by its words, and said to be.
    """
    tree = read_content(content, commit)
    with_whom = desk_at(store, desk, None)
    told = with_whom.look(chosen(with_whom, candidate, newest_edition(tree)), "")
    found = reviews_json(told, draft(tree))
    if form is Form.JSON:
        tell_json(found)
        return
    for line in _WRITTEN[form](found):
        typer.echo(line)


def reviews_json(told: Told, drafted: Draft) -> ReviewsJson:
    """What a desk told of a candidate, located in an author's files."""
    known = review_json(told)
    said = [_said(one, drafted) for one in open_threads(known)]
    return ReviewsJson(candidate=known.candidate, open=tuple(sorted(said, key=_order)))


def _said(one: Thread, drafted: Draft) -> SaidJson:
    first, spot = one.first, locate(drafted, one.first.body)
    place = spot.place
    return SaidJson(
        number=first.number,
        is_request=first.act == "request",
        by=first.by,
        at=first.at,
        text=str(first["text"]),
        course=first["course"],
        item=first["item"],
        block=first["block"],
        quote=first["quote"] or "",
        answers=tuple(AnswerJson(number=it.number, by=it.by, at=it.at, text=str(it["text"])) for it in one.replies),
        spot=_shown(place, drafted.tree.shown_as) if place else None,
        found=spot.found,
        says=spot.says,
    )


def _shown(place: Place, shown_as: str) -> SpotJson:
    """A place as people and GitHub are told it; its end is exclusive, theirs is not."""
    end = place.end_line - 1 if place.end_column == 1 and place.end_line > place.line else place.end_line
    return SpotJson(path=f"{shown_as}{place.path}", line=place.line, column=place.column, end_line=end)


def _order(one: SaidJson) -> tuple[str, int, int]:
    return (one.spot.path, one.spot.line, one.number) if one.spot else ("", 0, one.number)

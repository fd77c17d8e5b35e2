"""The desk: requests of reviewers → pages, and forms → what they ask for.

Takes a Lambda event, gives a response. Nothing is read before it is known who asks; whoever may not gets the same answer for what
is there and what is not. A link's reader gets the pages of one candidate, and sends nothing. The desk writes what reviewers say
into the candidates' store; what moves a channel is asked of `promote`.

To add a page: a module with `def page(desk: Desk, question: Question) -> Response`, a template that extends base.html, rendered
by `desk.page(…)`, and a row in routes.py.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from aws_lambda_powertools import Logger

from coursewright.errors import CoursewrightError, ExpungedError, UnknownNameError
from coursewright.publishing.records.log import Record
from coursewright.publishing.storing.generations import objects_of
from coursewright.publishing.storing.store import Store
from coursewright.reviewing.signing_off import Pen
from coursewright.serving.access.callers import Event
from coursewright.serving.pin import Pin, PinKind
from coursewright.serving.previewing.candidate_reading import reviewing_reader
from coursewright.serving.reader import Reader
from coursewright.serving.review_desk import addresses
from coursewright.serving.review_desk.access.pages import unknown_now
from coursewright.serving.review_desk.answers import completed, html
from coursewright.serving.review_desk.done import DONE
from coursewright.serving.review_desk.question import Question, UnreadableQuestionError, form_of, method_of, path_of, query_of
from coursewright.serving.review_desk.rendering import rendered
from coursewright.serving.review_desk.rights import Reviewing
from coursewright.serving.review_desk.static_files import static_file
from coursewright.serving.review_desk.visitors import Access, Response, Visitor

Handler = Callable[[Event, Any], Response]
Promote = Callable[[dict[str, Any]], dict[str, Any]]
"""Asks for an act of publishing/promoting/requests.py; gives its facts, `outcome` and `message`, or raises what a refusal is."""

logger = Logger(service="review_desk")


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Desk:
    """What pages are made from. `schedules` is None where nothing can be scheduled, as on a folder."""

    candidates: Store
    released: Store
    access: Access
    promote: Promote
    now: Callable[[], datetime] = _now
    schedules: Any = None
    holds: bool = False
    """Whether a gate that is closed holds a promotion back here, or is only told."""
    kept: OrderedDict[tuple[str, ...], Any] = field(default_factory=OrderedDict)
    """What was worked out from objects that never change; see compared.py."""

    @cached_property
    def reader(self) -> Reader:
        """Public objects of both stores, kept while they are in demand. It reads nothing private."""
        return reviewing_reader(self.candidates, self.released)

    @cached_property
    def reviewing(self) -> Reviewing:
        """Who reviews: whose notes are of any use."""
        return Reviewing(self.candidates, self.released)

    def pen(self, pin: Pin, by: str) -> Pen:
        """What somebody writes notes on a candidate with."""
        return Pen(self.candidates, pin.release, self.record(pin), self.reviewing.editors(), by, self.now())

    def pin(self, at: str) -> Pin:
        """What a candidate's, release's, edition's or channel's name stands for now.

        Raises:
            UnknownNameError: there is no such thing.
        """
        return self.reader.pins.resolve(at)

    def record(self, pin: Pin) -> Record:
        """The record that claimed the pinned release's name: its manifest, private root and source.

        Raises:
            UnknownNameError: it is gone.
        """
        found = self.reader.pins.named(pin)
        if found is None:
            raise UnknownNameError(f"there is no {pin.release!r}")
        return found

    def objects(self, pin: Pin) -> Store:
        """Where every object of the pinned release is, private ones included: for what only reviewers may see."""
        return objects_of(self.candidates, self.record(pin)) if pin.kind is PinKind.CANDIDATE else self.released

    @property
    def both(self) -> Store:
        """Public objects and records of both stores, as one."""
        return self.reader.store

    def page(self, question: Question, template: str, status: int = 200, **context: Any) -> Response:  # noqa: ANN401 - a template's
        """A page of a template that extends base.html; it wants a `title`."""
        about = {
            "visitor": question.visitor,
            "csrf": self.access.token(question.event),
            "can_sign_out": getattr(self.access, "can_sign_out", True),
            "path": question.path,
            "address": addresses.with_query(question.path, **{k: v for k, v in question.query.items() if k != "done"}),
            "done": DONE.get(question.query.get("done", "")),
            "at": question.where.get("at", ""),
        }
        return html(rendered(template, {**about, **context}), status)

    def problem(self, question: Question, status: int, title: str, message: str, **more: Any) -> Response:  # noqa: ANN401 - the same
        """A page that says what was wrong with a request, and what to do."""
        return self.page(
            question,
            "problem.html",
            status,
            title=title,
            message=message,
            number=status,
            **{"back": None, "moved": None, "gates": (), **more},
        )


def review_desk(  # noqa: PLR0913 - two stores, who may, who promotes, the time, what schedules, and whether gates hold
    candidates: Store,
    released: Store,
    access: Access,
    promote: Promote,
    now: Callable[[], datetime] = _now,
    schedules: Any = None,  # noqa: ANN401 - publishing/promoting/scheduling.py's, which needs boto3
    *,
    holds: bool = False,
) -> Handler:
    """A handler of Lambda events for `/`, and `/review` and what is below it."""
    return answering(Desk(candidates, released, access, promote, now, schedules, holds=holds))


def answering(desk: Desk) -> Handler:
    """The same, of a desk that there is."""

    def handler(event: Event, context: Any) -> Response:  # noqa: ANN401, ARG001 - Lambda's context has no public type
        return completed(_answer(desk, event))

    return handler


def _answer(desk: Desk, event: Event) -> Response:
    from coursewright.serving.review_desk.routes import STATIC  # noqa: PLC0415 - routes name pages, and pages name the desk

    try:
        named = STATIC.fullmatch(str(event.get("rawPath", ""))) if method_of(event) == "GET" else None
        if named and (found := static_file(named["name"])):
            return found
        return _let_in(desk, event)
    except CoursewrightError as error:  # whatever a page raises is answered by _made; so this is about who asks
        logger.error("nobody can tell who asks", extra={"cause": str(error)})  # noqa: TRY400 - its cause says all
        return unknown_now()


def _let_in(desk: Desk, event: Event) -> Response:
    """The answer to whoever sent this; nothing of what they ask for is read before it is known who they are."""
    nobody = Question(event, Visitor(""), method_of(event), "")
    try:
        path = path_of(event)
        if answered := desk.access.answer(event):
            return answered
        visitor = desk.access.visitor(event)
        if visitor is None:
            return desk.access.refused(event)
        return _told(desk, Question(event, visitor, nobody.method, path, query=query_of(event)))
    except UnreadableQuestionError as error:
        asking = desk.access.visitor(event)
        if asking is None or asking.candidate is not None:
            return desk.access.refused(event)
        return desk.problem(nobody, error.status, "This request cannot be read", str(error))


def _told(desk: Desk, asked: Question) -> Response:
    """The page for somebody who may come in."""
    from coursewright.serving.review_desk.routes import routed  # noqa: PLC0415 - the same

    route, where = routed(asked.path, asked.method)
    if asked.visitor.candidate is not None and not _may_read(route, where, asked):
        return desk.access.refused(asked.event)
    if route is None:
        return desk.problem(asked, 404, "There is nothing here", "No page has this address.")
    form = form_of(asked.event) if asked.method == "POST" else {}
    question = Question(asked.event, asked.visitor, asked.method, asked.path, where, asked.query, form)
    if route.method != asked.method:
        return desk.problem(question, 405, "That cannot be done here", f"This address takes {route.method} only.")
    if question.method == "POST" and not desk.access.accepts(asked.event, form):
        message = "The form came from another page, or from one that is too old. Open the page again, and send it from there."
        return desk.problem(question, 403, "Nothing was done", message, back=addresses.releases())
    return _made(desk, question, route.page)


def _may_read(route: Any, where: dict[str, str], asked: Question) -> bool:  # noqa: ANN401 - a Route, see above
    """What a link's reader may: look at their candidate, beside what learners have and nothing else."""
    is_theirs = where.get("at") == asked.visitor.candidate and asked.query.get("beside") in (None, "", "stable")
    return route is not None and asked.method == "GET" and route.for_links and is_theirs


def _made(  # noqa: PLR0911 - one for each kind of error
    desk: Desk, question: Question, page: Callable[[Desk, Question], Response]
) -> Response:
    try:
        return page(desk, question)
    except UnreadableQuestionError as error:
        return desk.problem(question, error.status, "This request cannot be read", str(error))
    except UnknownNameError as error:
        if question.visitor.candidate is not None:
            return desk.access.refused(question.event)
        return desk.problem(question, 404, "There is nothing here", _sentence(str(error)))
    except ExpungedError as error:
        message = f"Something that this page needs was taken down at {error.at}: {_sentence(error.reason)}"
        return desk.problem(question, 410, "This was taken down", message)
    except CoursewrightError as error:
        logger.warning("the desk could not answer", extra={"path": question.path, "cause": str(error)})
        return desk.problem(question, 503, "This cannot be shown now", "The store did not give it. Try again in a minute.")
    except Exception:
        logger.exception("the desk failed", extra={"path": question.path})
        return desk.problem(question, 500, "Something went wrong here", "This was our fault, and was written down. Try again.")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."

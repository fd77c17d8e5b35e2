"""What reviewers do about a candidate: a form → a note in its journal, or an act that is asked of who promotes.

Every form holds what its page showed. What is not as it was seen is refused, with what changed, and nothing is recorded.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from coursewright.errors import ReviewRefusedError
from coursewright.reviewing.review_log import Review, add_review
from coursewright.reviewing.signing_off import Pen
from coursewright.serving.pin import Pin, PinKind
from coursewright.serving.review_desk import addresses
from coursewright.serving.review_desk.answers import see_other
from coursewright.serving.review_desk.asking import asked, moment_in, refused, seen_in
from coursewright.serving.review_desk.desk import Desk
from coursewright.serving.review_desk.inviting import MakeLink, invited
from coursewright.serving.review_desk.judged import judged
from coursewright.serving.review_desk.question import Question, UnreadableQuestionError
from coursewright.serving.review_desk.visitors import Response


def page(desk: Desk, question: Question) -> Response:
    """See above."""
    pin = desk.pin(question.where["at"])
    act = _ACTS.get(question.form.get("act", ""))
    if act is None or pin.kind is not PinKind.CANDIDATE:
        raise UnreadableQuestionError(400, "No form of the desk asks for this.")
    return act(desk, question, pin)


def _comment(desk: Desk, question: Question, pin: Pin) -> Response:
    form = question.form
    where = {name: form.get(name) or None for name in ("course", "item", "block", "quote")}
    reply_to = _number(form["reply_to"]) if form.get("reply_to") else None
    said = {**where, "learner": _learner(form.get("learner", ""))}
    return _noted(desk, question, pin, lambda pen: pen.comment(form.get("text", ""), said, reply_to), "commented")


def _resolve(desk: Desk, question: Question, pin: Pin) -> Response:
    of = _number(question.form.get("of", ""))
    return _noted(desk, question, pin, lambda pen: pen.resolve(of), "resolved")


def _request(desk: Desk, question: Question, pin: Pin) -> Response:
    return _noted(desk, question, pin, lambda pen: pen.request(question.form.get("text", "")), "requested")


def _approve(desk: Desk, question: Question, pin: Pin) -> Response:
    form, now = question.form, judged(desk, pin, question.form.get("channel", ""))
    if form.get("seen") != now.found.seen:
        failing = ", ".join(one.gate for one in now.found.closed if one.gate != "approvals") or "none"
        message = f"Since the page was made, what the gates say has changed: failing now: {failing}. Look again, then decide."
        return refused(desk, question, message)
    manifest, private = form.get("manifest", ""), form.get("private", "")
    return _noted(desk, question, pin, lambda pen: pen.approve(now.found, manifest, private, form.get("text", "")), "approved")


def _override(desk: Desk, question: Question, pin: Pin) -> Response:
    form, now = question.form, judged(desk, pin, question.form.get("channel", ""))
    gate = now.found.verdict(form.get("gate", ""))
    try:
        items = json.loads(form.get("items", ""))
    except ValueError:
        items = None
    if gate is None or items != list(gate.items):
        message = f"What fails at the gate {form.get('gate')} is not what the page showed. Look again, then decide."
        return refused(desk, question, message)
    return _noted(desk, question, pin, lambda pen: pen.override(now.found, gate.gate, items, form.get("text", "")), "overridden")


def _promote(desk: Desk, question: Question, pin: Pin) -> Response:
    form = question.form
    channel, seen = seen_in(form)
    request = {
        "act": "promote",
        "candidate": pin.release,
        "manifest": form.get("manifest", ""),
        "channel": channel,
        "seen": seen,
        "by": question.visitor.identity,
        "why": form.get("why", "").strip()[:2_000],
        "again": form.get("again") == "yes",
    }
    return asked(desk, question, request, addresses.with_query(addresses.releases(), channel=channel, done="promoted"))


def _schedule(desk: Desk, question: Question, pin: Pin) -> Response:
    if desk.schedules is None:
        return refused(desk, question, "A folder has no scheduler. Promote it when the time has come.")
    form = question.form
    channel, seen = seen_in(form)
    if form.get("manifest") != pin.manifest:
        return refused(desk, question, "The candidate is not the one that the page showed. Look at it again, then decide.")
    return moment_in(desk, question, pin, channel, seen)


def _link(desk: Desk, question: Question, pin: Pin) -> Response:
    make: MakeLink | None = getattr(desk.access, "link", None)
    if make is None:
        return refused(desk, question, "Nobody outside can reach this machine, so it gives no links.")
    return invited(desk, question, pin, make)


def _unlink(desk: Desk, question: Question, pin: Pin) -> Response:
    fields = {"id": question.form.get("id", "")[:200]}
    add_review(desk.candidates, pin.release, "unlink", question.visitor.identity, desk.now(), fields)
    return see_other(back(question, pin.release, "unlinked"))


_ACTS: Mapping[str, Callable[[Desk, Question, Pin], Response]] = {
    "comment": _comment,
    "resolve": _resolve,
    "request": _request,
    "approve": _approve,
    "override": _override,
    "promote": _promote,
    "schedule": _schedule,
    "link": _link,
    "unlink": _unlink,
}


def _noted(desk: Desk, question: Question, pin: Pin, write: Callable[[Pen], Review], done: str) -> Response:
    """Write a note, or say why it would be of no use."""
    try:
        write(desk.pen(pin, question.visitor.identity))
    except ReviewRefusedError as error:
        said = str(error)
        return refused(desk, question, f"{said[:1].upper()}{said[1:].rstrip('.')}.")
    return see_other(back(question, pin.release, done))


def back(question: Question, candidate: str, done: str) -> str:
    """Where to go on: the page that the form came from, if that is one about the candidate; else the candidate's page."""
    said, _, fragment = question.form.get("back", "").partition("#")
    path, _, query = said.partition("?")
    own = addresses.release(candidate)
    is_ours = (path == own or path.startswith(f"{own}/")) and not any(sign in said for sign in "\\\r\n")
    kept = "&".join(one for one in query.split("&") if one and not one.startswith("done=")) if is_ours else ""
    anchor = f"#{fragment}" if fragment.replace("-", "").isalnum() and is_ours else ""
    return f"{path if is_ours else own}?{f'{kept}&' if kept else ''}done={done}{anchor}"


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:  # noqa: PLR2004 - no journal is as long
        raise UnreadableQuestionError(400, "There is no such comment.")
    return int(text)


def _learner(text: str) -> dict[str, str]:
    """Who a lesson was read as: names and values, as the page wrote them."""
    try:
        said = json.loads(text or "{}")
    except ValueError:
        said = {}
    return {str(name)[:40]: str(value)[:80] for name, value in said.items()} if isinstance(said, dict) else {}

"""`/v1/{at}/changes`: what changed, in three forms.

The answer follows clocks of its own (the newest releases, the day, what was observed), so it is kept for a minute at most. One
that says what a learner completed is about that learner: nobody keeps it, and so it has no entity tag and no address of its own,
which would say all of that again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from coursewright.renewing.certificates.document import certificate_document
from coursewright.renewing.upgrading.document import offer_document
from coursewright.serving.access.callers import is_public
from coursewright.serving.changes.comparison import compared
from coursewright.serving.changes.completed import is_given
from coursewright.serving.changes.markdown import changes_markdown as as_markdown
from coursewright.serving.changes.offering import Told, told
from coursewright.serving.changes.page import changes_page as as_page
from coursewright.serving.changes.page_style import POLICY
from coursewright.serving.http.answers import BY_CALLER, Answer, compact, composed, head_of
from coursewright.serving.http.caching import MAX_AGE, NO_STORE
from coursewright.serving.http.negotiation import HTML, JSON, MARKDOWN, preferred_form
from coursewright.serving.pin import PinKind
from coursewright.serving.question import Question
from coursewright.serving.seldom import COURSE, SINCE

_SUFFIXES = {JSON: "", MARKDOWN: ".md", HTML: ".html"}
_ASKED = (SINCE, COURSE, "as_of")


def changes(question: Question, at: str) -> Answer:
    """JSON; by courtesy another form, if the reader's Accept likes it better."""
    form = preferred_form(question.headers.get("accept", ""), _SUFFIXES)
    return _answer(question, at, form, ("Accept", *BY_CALLER))


def changes_markdown(question: Question, at: str) -> Answer:
    """Markdown, for a model or a mail."""
    return _answer(question, at, MARKDOWN, BY_CALLER)


def changes_page(question: Question, at: str) -> Answer:
    """A page, for a person."""
    return _answer(question, at, HTML, BY_CALLER)


def _answer(question: Question, at: str, form: str, vary: tuple[str, ...]) -> Answer:
    found = told(question, compared(question, at))
    pin = found.comparison.to.pin
    given = {name: question.asked[name] for name in _ASKED if name in question.asked}
    path = _path(_SUFFIXES[form], {**given, "as_of": found.day.isoformat()})
    fields = {} if is_given(question) else {"Link": f'</v1/{pin.release}{path}>; rel="canonical"'}
    public = all(is_public(card) for side in found.comparison.sides for card in question.cards(side.pin))
    if form == JSON:
        data = compact({**head_of(pin, _path("", given)), **_document(found)})
    elif form == MARKDOWN:
        data = as_markdown(found)
    else:
        only = {COURSE: given[COURSE]} if COURSE in given else {}
        data = as_page(found, str(question.reader.manifest(pin)["title"]), lambda form, asked: _path(form, {**asked, **only}))
        fields["Content-Security-Policy"] = POLICY
    answer = composed(pin, data, path, public=public, at_most=MAX_AGE[PinKind.EDITION], vary=vary, media_type=form, fields=fields)
    return replace(answer, cache_control=f"private, {NO_STORE}", tag="", location="") if is_given(question) else answer


def _path(suffix: str, parameters: dict[str, Any]) -> str:
    return f"/changes{suffix}?{urlencode(parameters, safe='/,')}" if parameters else f"/changes{suffix}"


def _document(found: Told) -> dict[str, Any]:
    certificates = [certificate_document(one) for one in found.certificates]
    return {"changes": offer_document(found.offer), "certificates": certificates}

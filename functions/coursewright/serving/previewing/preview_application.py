"""The preview: the content API over candidates as well, for callers who may see them; nobody keeps or indexes what it answers.

It answers one question more: what a release or a candidate will read like on a day, and who has to act.
"""

from __future__ import annotations

from typing import Any

from coursewright.publishing.storing.store import Store
from coursewright.serving.access.callers import ALL_COURSES, Caller, Callers, Event
from coursewright.serving.application import Handler, content_api
from coursewright.serving.http.caching import NO_STORE
from coursewright.serving.previewing.candidate_reading import reviewing_reader
from coursewright.serving.previewing.impact import ROUTE
from coursewright.serving.route import Route


def preview_api(candidates: Store, released: Store, callers: Callers) -> Handler:
    """A handler that answers from both stores, for callers as they are told."""
    reader = reviewing_reader(candidates, released)
    answer = content_api(reader.store, callers=callers, reader=reader, more=(ROUTE,))

    def handler(event: Event, context: Any) -> dict[str, Any]:  # noqa: ANN401 - Lambda's context has no public type
        response = answer(event, context)
        response["headers"].update({"Cache-Control": NO_STORE, "X-Robots-Tag": "noindex"})
        return response

    return handler


class Everyone:
    """Whoever can reach this machine's own address may see everything: for a laptop's preview, whose files are there anyway."""

    routes: tuple[Route, ...] = ()

    def who_sent(self, event: Event) -> Caller:  # noqa: ARG002 - the same for every event
        """See `Callers`."""
        return Caller(frozenset({ALL_COURSES}))

"""Where an item of a course is: under the id asked for, under a new one (308), or nowhere any more (410, with its heir)."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from coursewright.errors import RetiredError, UnknownNameError
from coursewright.serving.access.callers import is_public
from coursewright.serving.http.answers import Answer, Body
from coursewright.serving.http.caching import cache_control, lifetime
from coursewright.serving.pin import Pin
from coursewright.serving.question import Question

LESSONS, ACTIVITIES = "lessons", "activities"


def found(index: Mapping[str, Any], route: str, name: str, pin: Pin) -> tuple[str, str]:
    """Route and id under which an item can be had that was asked for by a route and an id.

    Raises:
        RetiredError: it went away.
        UnknownNameError: there never was such an item.
    """
    items = index["items"]
    if name in items:
        return _route_of(items[name]), name
    for new, item in items.items():
        if name in item["formerly"]:
            return _route_of(item), new
    noun = {LESSONS: "lesson", ACTIVITIES: "activity"}[route]
    for retired in index["retired"]:
        if retired["id"] == name and retired["kind"] in ("lesson", "activity"):
            heir = retired["heir"]
            to = f"/v1/{pin.asked}/courses/{index['id']}/{_route_of(items[heir])}/{heir}" if heir in items else None
            raise RetiredError(f"{retired['kind']} {name!r}", retired["reason"], to)
    raise UnknownNameError(f"course {index['id']!r} of release {pin.release} has no {noun} {name!r}")


def redirection(question: Question, pin: Pin, index: Mapping[str, Any], place: tuple[str, str], suffix: str = "") -> Answer:
    """308 to where an item is, in the same `{at}` and with the same query."""
    route, name = place
    to = f"/v1/{pin.asked}/courses/{index['id']}/{route}/{name}{suffix if route == LESSONS else ''}{question.query}"
    seconds = lifetime(pin)
    return Answer(
        Body(),
        "",
        seconds,
        cache_control(seconds, public=is_public(index)),
        age=pin.age,
        vary=() if is_public(index) else ("Authorization",),
        fields={"Location": to},
        status=HTTPStatus.PERMANENT_REDIRECT,
    )


def _route_of(item: Mapping[str, Any]) -> str:
    return LESSONS if item["kind"] == "lesson" else ACTIVITIES

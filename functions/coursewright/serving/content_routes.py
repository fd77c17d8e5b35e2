"""The routes of the content API. Each looks up stored bytes of one pinned release and answers with them.

The address of what was read in the exact release is the answer's Content-Location; `pin` is the address a learner's app keeps:
the edition, which may still be corrected but never becomes another course.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.api_gateway import Response

from coursewright.compiling.digest import Digest, digest_of, is_digest
from coursewright.errors import UnknownNameError
from coursewright.publishing.log import Record
from coursewright.serving.assets import asset_response
from coursewright.serving.pin import Pin, PinKind
from coursewright.serving.reader import Reader, is_visible
from coursewright.serving.responses import MARKDOWN, answer, spliced
from coursewright.serving.variants import choose

Answer = Response[Any]


class ContentRoutes:
    """Answers from one reader; `register` ties them to a resolver."""

    def __init__(self, app: APIGatewayHttpResolver, reader: Reader) -> None:
        self.app = app
        self.reader = reader

    def register(self) -> None:
        """Every route, as the API's table of contents."""
        routes: tuple[tuple[str, Callable[..., Answer]], ...] = (
            ("/v1", self.overview),
            ("/v1/assets/<digest>/<name>", self.asset),
            ("/v1/<at>", self.release),
            ("/v1/<at>/courses", self.catalogue),
            ("/v1/<at>/courses/<course>", self.course),
            ("/v1/<at>/courses/<course>/lessons/<lesson>", self.lesson),
            ("/v1/<at>/courses/<course>/activities/<activity>", self.activity),
            ("/v1/<at>/programs", self.programs),
            ("/v1/<at>/models", self.models),
            ("/v1/<at>/claims/<claim>", self.claim),
        )
        for rule, route in routes:
            self.app.get(rule)(route)

    def overview(self) -> Answer:
        """Channels and editions, each with the release it stands at now."""
        pins = self.reader.pins
        body = {
            "channels": [{"channel": p.asked, "edition": p.edition, "release": p.release} for p in pins.channels()],
            "editions": [{"edition": p.edition, "release": p.release} for p in pins.editions()],
        }
        data = json.dumps(body).encode()
        everything = Pin("", PinKind.CHANNEL, "overview", "", digest_of(data))
        return self._answer(everything, everything.manifest, data, "/v1")

    def release(self, at: str) -> Answer:
        """What the release is: its digest, where it came from, when it was promoted, and its edition's own words."""
        pin = self.reader.pins.resolve(at)
        manifest = self.reader.manifest(pin)
        edition = self.reader.json(manifest["editions"])["editions"].get(pin.edition, {})
        promoted, named = self.reader.pins.promoted(pin), self.reader.pins.named(pin)
        body = {
            **self._head(pin, ""),
            "title": manifest["title"],
            "publisher": manifest["publisher"],
            "manifest": pin.manifest,
            "tree": manifest["tree"],
            "format": manifest["format"],
            "commit": _commit(named),
            "promoted_at": promoted["at"] if promoted else None,
            "effective": edition.get("effective"),
            "period": edition.get("period"),
            "baseline_models": edition.get("baseline_models", []),
            "note": edition.get("note"),
            "courses": sorted(card["id"] for card in self._cards(manifest)),
        }
        return self._answer(pin, pin.manifest, json.dumps(body, ensure_ascii=False).encode(), "")

    def catalogue(self, at: str) -> Answer:
        """The courses this caller may read, and the dimensions learners differ in."""
        pin = self.reader.pins.resolve(at)
        manifest = self.reader.manifest(pin)
        stored = self.reader.json(manifest["catalogue"])
        body = {
            **self._head(pin, "/courses"),
            "courses": self._cards(manifest),
            "dimensions": stored["dimensions"],
            "locales": stored["locales"],
        }
        return self._answer(pin, manifest["catalogue"], json.dumps(body, ensure_ascii=False).encode(), "/courses")

    def course(self, at: str, course: str) -> Answer:
        """A course's outline: modules, items, objectives, and each lesson's decision table."""
        pin = self.reader.pins.resolve(at)
        digest, _ = self.reader.course(pin, course)
        path = f"/courses/{course}"
        return self._answer(pin, digest, spliced(self._head(pin, path), "course", self.reader.object(digest)), path)

    def lesson(self, at: str, course: str, lesson: str) -> Answer:
        """A lesson as this learner gets it: `?model=&role=&industry=`; `.md` for Markdown."""
        pin = self.reader.pins.resolve(at)
        _, index = self.reader.course(pin, course)
        name, _, suffix = lesson.partition(".")
        item = index["items"].get(name)
        if item is None or item["kind"] != "lesson" or suffix not in ("", "md"):
            raise UnknownNameError(f"course {course!r} of release {pin.release} has no lesson {lesson!r}")
        asked = self.app.current_event.query_string_parameters or {}
        variant = choose(index, item["decision"], asked)
        outcome = item["outcomes"][variant.outcome]
        path = f"/courses/{course}/lessons/{lesson}?{urlencode(variant.values)}"
        if suffix == "md":
            digest = Digest(outcome["markdown"])
            return self._answer(pin, digest, self.reader.object(digest), path, media_type=MARKDOWN)
        digest = Digest(outcome["json"])
        head = {**self._head(pin, path), "variant": variant.values, "defaulted": variant.defaulted}
        return self._answer(pin, digest, spliced(head, "lesson", self.reader.object(digest)), path)

    def activity(self, at: str, course: str, activity: str) -> Answer:
        """A survey, a practice or an assessment; never its key, unless it is formative."""
        pin = self.reader.pins.resolve(at)
        _, index = self.reader.course(pin, course)
        item = index["items"].get(activity)
        if item is None or "object" not in item:
            raise UnknownNameError(f"course {course!r} of release {pin.release} has no activity {activity!r}")
        digest, path = Digest(item["object"]), f"/courses/{course}/activities/{activity}"
        return self._answer(pin, digest, spliced(self._head(pin, path), "activity", self.reader.object(digest)), path)

    def programs(self, at: str) -> Answer:
        """Programs and the credentials they lead to."""
        return self._whole(at, "programs", "programs")

    def models(self, at: str) -> Answer:
        """The ledger as released: what was known of each model, and who said so."""
        return self._whole(at, "models", "ledger")

    def claim(self, at: str, claim: str) -> Answer:
        """A claim as released."""
        pin = self.reader.pins.resolve(at)
        claims = self.reader.json(self.reader.manifest(pin)["claims"])["claims"]
        if claim not in claims:
            raise UnknownNameError(f"release {pin.release} has no claim {claim!r}")
        path = f"/claims/{claim}"
        digest = Digest(claims[claim])
        return self._answer(pin, digest, spliced(self._head(pin, path), "claim", self.reader.object(digest)), path)

    def asset(self, digest: str, name: str) -> Answer:
        """A figure's bytes, at an address that never changes."""
        if not is_digest(digest):
            raise UnknownNameError(f"{digest!r} is no digest")
        return asset_response(self.reader, Digest(digest), name, self._if_none_match())

    def _whole(self, at: str, name: str, noun: str) -> Answer:
        pin = self.reader.pins.resolve(at)
        digest = Digest(self.reader.manifest(pin)[name])
        data = spliced(self._head(pin, f"/{name}"), noun, self.reader.object(digest))
        return self._answer(pin, digest, data, f"/{name}")

    def _cards(self, manifest: dict[str, Any]) -> list[dict[str, Any]]:
        return [card for card in self.reader.json(manifest["catalogue"])["courses"] if is_visible(card)]

    def _head(self, pin: Pin, path: str) -> dict[str, Any]:
        return {"release": pin.release, "edition": pin.edition, "pin": f"/v1/{pin.edition}{path}"}

    def _answer(self, pin: Pin, digest: str, body: bytes, path: str, **more: Any) -> Answer:  # noqa: ANN401 - passed on
        location = path if path == "/v1" else f"/v1/{pin.release}{path}"
        return answer(pin, Digest(digest), body, location, if_none_match=self._if_none_match(), **more)

    def _if_none_match(self) -> str:
        return str(self.app.current_event.headers.get("if-none-match", ""))


def _commit(named: Record | None) -> str | None:
    return named["source"].get("commit") if named else None

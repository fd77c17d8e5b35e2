"""A mirror of a released store, which answers as the content API does; and an attacker's, which does so but for some paths.

Written apart from the content API on purpose: what a verifier relies on is said twice, once there and once here.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from coursewright.compiling.digest import Digest
from coursewright.compiling.spaces import ASSETS, OBJECTS
from coursewright.errors import CoursewrightError, MissingObjectError, NoAnswerError
from coursewright.publishing.depositing.attestations import attestations_of
from coursewright.publishing.records.editions import standing_in
from coursewright.publishing.records.log import Log, Record
from coursewright.publishing.records.names import is_channel, is_edition, parse_numbered
from coursewright.publishing.storing.store import Store, object_key
from coursewright.publishing.verifying.logs_of_store import record_key

Change = Callable[[bytes], bytes]
"""What an attacker makes of an honest answer."""


class Mirror:
    """Answers from a store; `changes` says, by path, what is answered instead. `asked` keeps every path that was asked for."""

    def __init__(self, store: Store, changes: Mapping[str, Change] | None = None) -> None:
        self.store = store
        self.changes = dict(changes or {})
        self.asked: list[str] = []

    def get(self, path: str, at_most: int) -> bytes:
        """As `Source` says."""
        self.asked.append(path)
        data = self.answer(path)
        if len(data) > at_most:
            raise NoAnswerError(f"answers with more than {at_most} bytes")
        return data

    def answer(self, path: str) -> bytes:
        """The honest answer, changed as the attacker likes."""
        change = self.changes.get(path)
        return change(self._honest(path)) if change else self._honest(path)

    def _honest(self, path: str) -> bytes:
        parts = urlsplit(path)
        query = dict(parse_qsl(parts.query))
        for pattern, route in _ROUTES:
            if found := re.fullmatch(pattern, parts.path):
                try:
                    return route(self, query, *(unquote(one or "") for one in found.groups()))
                except (MissingObjectError, KeyError) as error:
                    raise NoAnswerError("answers 404", 404) from error
                except (CoursewrightError, TypeError, ValueError, AttributeError) as error:  # strange records, in some tests
                    raise NoAnswerError("answers 500", 500) from error
        raise NoAnswerError("answers 404", 404)

    def overview(self, _query: Mapping[str, str]) -> bytes:
        return _json(
            {
                "channels": [{"channel": name} for name in self.store.folders("channels/")],
                "editions": [{"edition": name} for name in self.store.folders("editions/")],
            }
        )

    def head(self, _query: Mapping[str, str], log: str) -> bytes:
        keys = self.store.keys(f"heads/{log}/", limit=1)
        return self.store.get(keys[0] if keys else f"heads/{log}/none")

    def record(self, _query: Mapping[str, str], log: str, number: str) -> bytes:
        return self.store.get(record_key(log, int(number)))

    def expunged(self, _query: Mapping[str, str], digest: str) -> bytes:
        return self.store.get(record_key(f"expunged/{digest}", 1))

    def release(self, _query: Mapping[str, str], at: str) -> bytes:
        release, manifest, withdrawn = self._at(at)
        says = self._manifest(at)
        name = parse_numbered(release)
        named = Log(self.store, f"releases/{name.edition}").get(name.number) if name else None
        about = {field: says[field] for field in ("title", "publisher", "tree", "format")}
        commit = named["source"].get("commit") if named else None
        return _json({**self._told(at, ""), "manifest": manifest, "withdrawn": withdrawn, **about, "commit": commit})

    def manifest(self, _query: Mapping[str, str], at: str) -> bytes:
        return self._object(self._at(at)[1])

    def attestation(self, _query: Mapping[str, str], at: str) -> bytes:
        manifest = self._at(at)[1]
        return _json(
            {
                **self._told(at, "/attestation"),
                "attestations": [json.loads(data) for _, data in attestations_of(self.store, manifest)],
            }
        )

    def catalogue(self, query: Mapping[str, str], at: str) -> bytes:
        """One course a page, so that whoever reads has to turn pages."""
        stored = json.loads(self._object(self._manifest(at)["catalogue"]))
        number = int(query.get("cursor", "0"))
        following = str(number + 1) if number + 1 < len(stored["courses"]) else None
        page = {"courses": stored["courses"][number : number + 1], "next_cursor": following}
        told = self._told(at, "/courses" + (f"?{urlencode(query)}" if query else ""))
        return _json({**told, **page, "dimensions": stored["dimensions"], "locales": stored["locales"]})

    def course(self, _query: Mapping[str, str], at: str, course: str) -> bytes:
        return self._spliced(at, f"/courses/{course}", "course", self._manifest(at)["courses"][course])

    def lesson(self, query: Mapping[str, str], at: str, course: str, lesson: str, suffix: str) -> bytes:
        index = json.loads(self._object(self._manifest(at)["courses"][course]))
        outcome = _chosen(index, index["items"][lesson], query)
        if suffix:
            return self._object(outcome["markdown"])
        defaults = {**{name: one["default"] for name, one in index["dimensions"].items()}, "locale": index.get("locale", "en")}
        values = dict(sorted({**defaults, **query}.items()))
        more = {"variant": values, "defaulted": sorted(set(defaults) - set(query))}
        return self._spliced(at, f"/courses/{course}/lessons/{lesson}?{urlencode(values)}", "lesson", outcome["json"], more)

    def activity(self, _query: Mapping[str, str], at: str, course: str, activity: str) -> bytes:
        index = json.loads(self._object(self._manifest(at)["courses"][course]))
        return self._spliced(at, f"/courses/{course}/activities/{activity}", "activity", index["items"][activity]["object"])

    def programs(self, _query: Mapping[str, str], at: str) -> bytes:
        return self._spliced(at, "/programs", "programs", self._manifest(at)["programs"])

    def models(self, _query: Mapping[str, str], at: str) -> bytes:
        return self._spliced(at, "/models", "ledger", self._manifest(at)["models"])

    def claim(self, _query: Mapping[str, str], at: str, claim: str) -> bytes:
        claims = json.loads(self._object(self._manifest(at)["claims"]))["claims"]
        return self._spliced(at, f"/claims/{claim}", "claim", claims[claim])

    def asset(self, _query: Mapping[str, str], digest: str, _name: str) -> bytes:
        return self._object(digest, ASSETS)

    def _told(self, at: str, path: str) -> dict[str, Any]:
        release, _, withdrawn = self._at(at)
        edition = release.rpartition(".")[0]
        told = {"release": release, "edition": edition, "pin": f"/v1/{edition}{path}"}
        return {**told, "withdrawn": withdrawn} if withdrawn else told

    def _spliced(self, at: str, path: str, name: str, digest: str, more: Mapping[str, Any] | None = None) -> bytes:
        told = _json({**self._told(at, path), **(more or {})})
        return told[:-1] + f',"{name}":'.encode() + self._object(digest) + b"}"

    def _manifest(self, at: str) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(self._object(self._at(at)[1]))
        return value

    def _object(self, digest: str, space: str = OBJECTS) -> bytes:
        return self.store.get(object_key(space, Digest(digest)))

    def _at(self, at: str) -> tuple[str, Digest, str | None]:
        if is_channel(at):
            head = _newest(Log(self.store, f"channels/{at}"))
            return head["release"], head["manifest"], head["withdrawn"]
        name = parse_numbered(at)
        edition = at if is_edition(at) else name.edition if name else ""
        now = standing_in(_newest(Log(self.store, f"editions/{edition}")))
        release = at if name else now.release
        return release, now.releases[release], now.withdrawn.get(release)


_LOG = r"((?:channels|editions)/[^/]+)"
_COURSE = r"/v1/([^/]+)/courses/([^/]+)"
_ROUTES: tuple[tuple[str, Callable[..., bytes]], ...] = (
    (r"/v1", Mirror.overview),
    (rf"/v1/{_LOG}/head", Mirror.head),
    (rf"/v1/{_LOG}/records/(\d+)", Mirror.record),
    (r"/v1/assets/([^/]+)/([^/]+)", Mirror.asset),
    (r"/v1/expunged/([^/]+)", Mirror.expunged),
    (r"/v1/([^/]+)", Mirror.release),
    (r"/v1/([^/]+)/manifest", Mirror.manifest),
    (r"/v1/([^/]+)/attestation", Mirror.attestation),
    (r"/v1/([^/]+)/courses", Mirror.catalogue),
    (_COURSE, Mirror.course),
    (rf"{_COURSE}/lessons/([^/.]+)(\.md)?", Mirror.lesson),
    (rf"{_COURSE}/activities/([^/]+)", Mirror.activity),
    (r"/v1/([^/]+)/programs", Mirror.programs),
    (r"/v1/([^/]+)/models", Mirror.models),
    (r"/v1/([^/]+)/claims/([^/]+)", Mirror.claim),
)


@contextmanager
def listening(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    """An HTTP server on this machine that does with a request whatever it is told to; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


def over_http(mirror: Mirror) -> Callable[[BaseHTTPRequestHandler], None]:
    """What a mirror answers, over HTTP."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        try:
            status, data = 200, mirror.get(request.path, 1 << 40)
        except NoAnswerError as error:
            status, data = error.status or 500, b"{}"
        request.send_response(status)
        request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        request.wfile.write(data)

    return answer


def _chosen(index: Mapping[str, Any], item: Mapping[str, Any], asked: Mapping[str, str]) -> dict[str, str]:
    text = item.get("locales", {}).get(asked.get("locale"), item)
    position = 0
    for number in text["decision"]["axes"]:
        axis = index["axes"][number]
        dimension = index["dimensions"][axis["dimension"]]
        value = asked.get(axis["dimension"], dimension["default"])
        position = position * (max(axis["classes"]) + 1) + axis["classes"][dimension["values"].index(value)]
    outcome: dict[str, str] = text["outcomes"][text["decision"]["table"][position]]
    return outcome


def _newest(log: Log) -> Record:
    head = log.head()
    if head is None:
        raise KeyError(log.prefix)
    return head


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

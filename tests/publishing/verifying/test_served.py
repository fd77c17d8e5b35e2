"""`verify --from`: an honest mirror passes, over HTTP and with everything it has looked at; and what is asked for is bounded."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from courses import STAMP, index, manifest, release
from coursewright.compiling.spaces import ASSETS, OBJECTS
from coursewright.errors import NoAnswerError, VerificationError
from coursewright.publishing.depositing.deposit import deposit
from coursewright.publishing.keys.trust_root import TrustRoot
from coursewright.publishing.promoting.promotion import promote
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.storing.store import Store, object_key
from coursewright.publishing.verifying.origin import SMALL, Origin, Source
from coursewright.publishing.verifying.problems import Report
from coursewright.publishing.verifying.remembered import Memory
from coursewright.publishing.verifying.served import Served
from mirror import Mirror, listening, over_http
from small_store import ROOT, SOON, past


def verified(
    source: Source, root: TrustRoot = ROOT, at: str | None = None, memory: Memory | None = None, now: datetime = SOON
) -> Report:
    return Served(source, root, now, memory or Memory()).verify(at)


def test_an_honest_mirror_passes() -> None:
    mirror = Mirror(FolderStore(past().whole))
    report = verified(mirror)

    assert [] == report.problems
    assert {"releases": 2, "heads": 4} == {name: report.counts[name] for name in ("releases", "heads")}


def test_an_honest_mirror_passes_over_http() -> None:
    with listening(over_http(Mirror(FolderStore(past().whole)))) as address:
        assert [] == verified(Origin(address)).problems


class _Counting(FolderStore):
    """Keeps which keys were read."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.read: set[str] = set()

    def get(self, key: str) -> bytes:
        self.read.add(key)
        return super().get(key)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped edition, with many outcomes, a translation and claims."""
    root = tmp_path_factory.mktemp("shipped")
    candidates, released = FolderStore(root / "candidates"), FolderStore(root / "released")
    promote(deposit(release(), candidates, STAMP, {"commit": "c" * 40}), candidates, released, "stable", STAMP)
    return root / "released"


PUBLIC = sorted(place for place in release().objects if place[0] in (OBJECTS, ASSETS))
UNSERVED = {
    "what editors say of editions": manifest(release())["editions"],
    "the list of claims, each of which is served": manifest(release())["claims"],
    "the claims of a course, each of which is served": index(release())["claims"],
    "what a course depends on, which is for editors": index(release())["depends"],
}


def test_every_public_object_of_a_release_is_asked_for(shipped: Path) -> None:
    store = _Counting(shipped)

    assert [] == verified(Mirror(store)).problems
    assert set() == {object_key(*place) for place in PUBLIC if place[1] not in UNSERVED.values()} - store.read


def test_whatever_single_object_a_mirror_changes_is_found(shipped: Path) -> None:
    """The control of the test above: what is asked for is compared, too."""
    served = [place for place in PUBLIC if place[1] not in UNSERVED.values()]
    changed = (Mirror(_Changed(FolderStore(shipped), object_key(*place))) for place in served[::4])

    assert [] == [place for place, mirror in zip(served[::4], changed, strict=True) if not verified(mirror).errors]


class _Weighed(bytes):
    """An answer that knows how many others are held."""

    held, most = 0, 0

    def __init__(self, _data: bytes) -> None:
        _Weighed.held += 1
        _Weighed.most = max(_Weighed.most, _Weighed.held)

    def __del__(self) -> None:
        _Weighed.held -= 1


def test_answers_are_not_held_however_slowly_they_are_told_of(shipped: Path) -> None:
    mirror = Mirror(FolderStore(shipped), dict.fromkeys(_asked(shipped), _Weighed))
    served = Served(mirror, ROOT, SOON, Memory(), lambda _what, done, _of: time.sleep(0.5 if done == 1 else 0))

    assert [] == served.verify().problems
    assert len(mirror.asked) > 50
    assert 1 <= _Weighed.most < 12


def _asked(store: Path) -> list[str]:
    mirror = Mirror(FolderStore(store))
    verified(mirror)
    return mirror.asked


class _Changed:
    """A store with one letter of one object changed."""

    def __init__(self, store: Store, key: str) -> None:
        self._store, self._key = store, key
        self.keys, self.folders, self.put_if_absent = store.keys, store.folders, store.put_if_absent

    def get(self, key: str) -> bytes:
        data = self._store.get(key)
        if key != self._key:
            return data
        at = next(number for number in range(len(data) - 1, 0, -1) if data[number : number + 1].isalpha())
        return data[:at] + bytes((data[at] ^ 1,)) + data[at + 1 :]


@pytest.mark.parametrize(
    ("at", "releases"), [("stable", 1), ("pilot", 1), ("2026-Q4", 1), ("2026-Q4.1", 1), ("2026-Q4.2", 1), (None, 2)]
)
def test_one_name_or_all_of_them(at: str | None, releases: int) -> None:
    report = verified(Mirror(FolderStore(past().whole)), at=at)

    assert [] == report.problems
    assert releases == report.counts["releases"]


@pytest.mark.parametrize("at", ["2026-Q4.9", "2031-Q1", "nowhere"])
def test_what_is_not_there_is_an_error(at: str) -> None:
    assert verified(Mirror(FolderStore(past().whole)), at=at).errors


def test_what_cannot_be_a_name_is_refused() -> None:
    with pytest.raises(VerificationError, match="is not the name of a channel, an edition or a release"):
        verified(Mirror(FolderStore(past().whole)), at="../x")


def test_a_course_that_is_not_for_everybody_is_listed_as_not_verified() -> None:
    def gone(_honest: bytes) -> bytes:
        raise NoAnswerError("answers 404", 404)

    def without(honest: bytes) -> bytes:
        return json.dumps({**json.loads(honest), "courses": []}).encode()

    catalogue, course = "/v1/2026-Q4.2/courses", "/v1/2026-Q4.2/courses/minimal"
    hiding = Mirror(FolderStore(past().whole), {course: gone, catalogue: without})
    report = verified(hiding, at="2026-Q4")
    expecting = Served(hiding, ROOT, SOON, Memory()).verify("2026-Q4", ["minimal"])
    carded = verified(Mirror(hiding.store, {course: gone}), at="2026-Q4")

    assert ([], ["2026-Q4.2/minimal"]) == (report.errors, report.not_visible)
    assert ["cannot be compared with its digest, since not all courses are shown: minimal"] == [
        one.what for one in report.problems
    ]
    assert ["/v1", course] == [one.where for one in expecting.errors]
    assert [catalogue] == [one.where for one in carded.errors]
    assert [] == Served(Mirror(hiding.store), ROOT, SOON, Memory()).verify("2026-Q4", ["minimal"]).problems


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://content.example.org", "is not https"),
        ("ftp://content.example.org", "is not the address of an API"),
        ("https://", "is not the address of an API"),
        ("https://me:word@content.example.org", "is not the address of an API"),
        ("https://content.example.org/?a=b", "is not the address of an API"),
        ("https://content.example.org:port", "is no address"),
        ("file:///etc/passwd", "is not the address of an API"),
        ("stable", "is not the address of an API"),
    ],
)
def test_addresses_that_are_not_asked(address: str, why: str) -> None:
    with pytest.raises(VerificationError, match=why):
        Origin(address)


@pytest.mark.parametrize(
    "address", ["https://content.example.org/base/", "http://localhost:8000", "http://127.0.0.1", "http://[::1]:80"]
)
def test_addresses_that_are_asked(address: str) -> None:
    assert Origin(address).base == address.rstrip("/")


def _redirecting(to: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(302)
        request.send_header("Location", to)
        request.send_header("Content-Length", "0")
        request.end_headers()

    return answer


@pytest.mark.parametrize("to", ["https://elsewhere.example.org/v1", "//elsewhere.example.org/v1"])
def test_a_redirection_to_somebody_else_is_said_to_be_one(to: str) -> None:
    with listening(_redirecting(to)) as address, pytest.raises(NoAnswerError, match=r"elsewhere, to https?://elsewhere\.example"):
        Origin(address).get("/v1", 100)


def test_somebody_else_is_not_even_asked() -> None:
    """The control of the redirection within one host below: here another port of this machine would have answered."""
    other = Mirror(FolderStore(past().whole))
    with (
        listening(over_http(other)) as elsewhere,
        listening(_redirecting(f"{elsewhere}/v1")) as address,
        pytest.raises(NoAnswerError, match="sends verifiers elsewhere"),
    ):
        Origin(address).get("/v1", SMALL)
    assert [] == other.asked


def test_a_redirection_to_a_file_is_not_followed() -> None:
    with listening(_redirecting("file:///etc/hostname")) as address, pytest.raises(NoAnswerError, match="302"):
        Origin(address).get("/v1", 100)


def test_a_redirection_within_one_host_is_followed() -> None:
    mirror = over_http(Mirror(FolderStore(past().whole)))

    def answer(request: BaseHTTPRequestHandler) -> None:
        (_redirecting("/v1") if request.path == "/moved" else mirror)(request)

    with listening(answer) as address:
        assert b"stable" in Origin(address).get("/moved", SMALL)


def test_a_redirection_that_never_ends_is_not_followed() -> None:
    with listening(_redirecting("/v1")) as address, pytest.raises(NoAnswerError, match="302"):
        Origin(address).get("/v1", 100)


@pytest.mark.parametrize(
    "begun_with",
    [
        pytest.param(b"HTTP/1.1 2", id="in the status line"),
        pytest.param(b"HTTP/1.1 200 OK\r\nServer: ", id="in a header"),
        pytest.param(b"HTTP/1.1 404 Not Found\r\nServer: ", id="in a header of a refusal"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", id="in the size of a chunk"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nLast: ", id="after the last chunk"),
        pytest.param(b"HTTP/1.1 200 OK\r\n\r\n", id="in a body of any length"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n", id="in a body of a known length"),
    ],
)
def test_an_answer_that_trickles_is_given_up_wherever_it_does(begun_with: bytes) -> None:
    """A few bytes in good time, and then one after the other, each of them sooner than a connection is given up for silence."""

    def trickle(request: BaseHTTPRequestHandler) -> None:
        try:
            request.wfile.write(begun_with)
            for _ in range(200):
                request.wfile.write(b"0")
                time.sleep(0.02)
        except OSError:
            return

    with listening(trickle) as address:
        begun = time.monotonic()
        with pytest.raises(NoAnswerError, match="too slowly"):
            Origin(address, at_longest=0.3).get("/v1", 1_000_000)
        assert time.monotonic() - begun < 2


def test_a_connection_that_says_nothing_is_given_up() -> None:
    with listening(lambda _request: time.sleep(1)) as address, pytest.raises(NoAnswerError, match="timed out"):
        Origin(address, timeout=0.1).get("/v1", 100)


@pytest.mark.parametrize(
    "strange",
    [
        b"",
        b"null",
        b"[]",
        b'{"release":"2026-Q4.2"}',
        b'{"a":"\\ud800"}',
        b'{"a":1e999}',
        b"9" * 5_000,
        b"\xff\xfe",
        b"{" * 9_999,
    ],
)
def test_whatever_an_address_answers_is_an_error_and_no_traceback(strange: bytes) -> None:
    honest = Mirror(FolderStore(past().whole))
    verified(honest, at="stable")
    believed = []
    for path in sorted(set(honest.asked)):
        mirror = Mirror(honest.store, {path: lambda _honest: strange})
        if not verified(mirror, at="stable").errors:
            believed.append(path)

    assert len(honest.asked) > 20
    assert [] == believed

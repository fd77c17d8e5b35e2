"""`/v1/reviews/{candidate}`: reviewers' notes for programs; and the preview's host, where it is beside the desk."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
import typer

from courses import STAMP
from coursewright.commands.reviewing.asking_reviews import ask_reviews, preview_in
from coursewright.commands.reviewing.review import review_command
from coursewright.commands.reviewing.reviews import reviews_command
from coursewright.commands.reviewing.signing_off import approve_command, override_command, request_changes_command
from coursewright.errors import ConfigurationError, DeploymentError, ReviewRefusedError
from coursewright.publishing.depositing.deposit import find_candidate
from coursewright.publishing.records.log import Record
from coursewright.publishing.records.names import Numbered
from coursewright.reviewing.judging import judge
from coursewright.reviewing.review_log import Review, add_review, reviews_of
from coursewright.reviewing.signing_off import Pen
from coursewright.serving.access.tokens import Bearers, Reviewers
from coursewright.serving.application import Handler
from coursewright.serving.http.local_server import LambdaContext, event_of
from coursewright.serving.previewing.preview_application import preview_api
from coursewright.serving.previewing.preview_host import preview_host
from coursewright.serving.review_desk.access.signed_in import Closed
from coursewright.serving.review_desk.desk import Desk as ReviewDesk
from coursewright.serving.review_desk.desk import answering
from coursewright.serving.review_desk.reviews_api import reviews_api
from coursewright.serving.review_desk.rights import Reviewing
from desks import Desk
from issuer import SETTINGS, token
from people_of_releases import mapping
from small_course import VALID, small

ANN, BEN = "ann@school.example", "ben@school.example"
CANDIDATE = "2026-Q4-rc.1"
WHERE = {"course": "minimal", "item": "reading"}
FAILING = "findings cannot be told"
AT = f"/v1/reviews/{CANDIDATE}"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.deposit(mapping([ANN, BEN]))
    return made


@pytest.fixture
def host(desk: Desk) -> Handler:
    reviewers, reviewing = Reviewers(Bearers(SETTINGS)), Reviewing(desk.candidates, desk.released)
    at_desk = ReviewDesk(desk.candidates, desk.released, Closed(), lambda _: {}, lambda: STAMP.at)
    return preview_host(
        preview_api(desk.candidates, desk.released, reviewers),
        answering(at_desk),
        reviews_api(at_desk, reviewers, reviewing),
    )


def by(who: str = ANN, scope: str = "preview", **claims: Any) -> str:  # noqa: ANN401 - JSON
    return token(scope, **{"email": who, "email_verified": True, **claims})


def ask(host: Handler, method: str, address: str, bearer: str | None = "", body: Any = None) -> dict[str, Any]:  # noqa: ANN401 - JSON
    shown = by() if bearer == "" else bearer
    path, _, query = address.partition("?")
    headers = [(b"host", b"preview.courses.example.org")]
    headers += [(b"authorization", f"Bearer {shown}".encode())] if shown else []
    data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    scope = {"method": method, "path": path, "query_string": query.encode(), "http_version": "1.1", "headers": headers}
    answer = host(event_of(scope, data), LambdaContext("preview_api"))
    return {"status": answer["statusCode"], "headers": answer["headers"], "text": answer["body"]}


def said(answer: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
    return json.loads(answer["text"])


def test_what_was_said_and_what_the_gates_say_is_told(host: Handler, desk: Desk) -> None:
    add_review(desk.candidates, CANDIDATE, "comment", BEN, STAMP.at, {"text": "mend it"})
    add_review(desk.candidates, CANDIDATE, "link", BEN, STAMP.at, {"id": "x", "whom": "Dr. Roe", "until": "2026-12-01"})
    told = said(ask(host, "GET", AT))

    assert [("comment", BEN, "mend it")] == [(one["act"], one["by"], one["text"]) for one in told["notes"]]
    assert (CANDIDATE, 64, 64) == (told["candidate"], len(told["manifest"]), len(told["private"]))
    assert {"gates", "approvals", "is_open", "seen", "needed", "evidence"} <= set(told["judgement"])


def test_a_note_is_of_whom_the_token_names(host: Handler, desk: Desk) -> None:
    answers = [
        ask(host, "POST", AT, by(BEN), {"act": "comment", "text": " hello ", "by": "somebody", **WHERE}),
        ask(host, "POST", AT, by(ANN), {"act": "request", "text": "mend it"}),
        ask(host, "POST", AT, by(ANN), {"act": "resolve", "of": 2}),
        ask(
            host,
            "POST",
            AT,
            by(ANN),
            {"act": "override", "gate": "findings", "items": ["findings cannot be told"], "text": "because"},
        ),
    ]

    assert [201] * 4 == [one["status"] for one in answers]
    notes = reviews_of(desk.candidates, CANDIDATE)
    assert [("comment", BEN), ("request", ANN), ("resolve", ANN), ("override", ANN)] == [(one.act, one.by) for one in notes]
    assert ("hello", "reading") == (notes[0]["text"], notes[0]["item"])


def test_an_approval_is_of_what_was_seen(host: Handler, desk: Desk) -> None:
    seen = said(ask(host, "GET", AT))
    whole = {"act": "approve", "manifest": seen["manifest"], "private": seen["private"], "seen": seen["judgement"]["seen"]}
    for change in ({"manifest": "0" * 64}, {"private": "0" * 64}, {"seen": "0" * 64}, {"seen": None}):
        refused = ask(host, "POST", AT, by(), {**whole, **change})
        assert (409, "urn:coursewright:problem:review-refused") == (refused["status"], said(refused)["type"])
    assert [] == reviews_of(desk.candidates, CANDIDATE)

    assert 201 == ask(host, "POST", AT, by(), whole)["status"]
    assert [seen["manifest"]] == [one["manifest"] for one in reviews_of(desk.candidates, CANDIDATE)]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"[]", 400),
        (b"{" * 10_000, 400),
        ({"act": "promote"}, 400),
        ({"act": "link", "id": "x"}, 400),
        ({"act": "comment", "text": ["x"]}, 400),
        ({"act": "comment", "text": "x", "learner": "x"}, 400),
        ({"act": "comment", "text": "x" * 300_000}, 400),
        ({"act": "resolve", "of": True}, 400),
        ({"act": "override", "gate": "findings", "items": "x", "text": "x"}, 400),
        ({"act": "comment", "text": "  "}, 409),
        ({"act": "comment", "text": "x" * 20_000}, 409),
        ({"act": "comment", "text": "x", "reply_to": 7}, 409),
        ({"act": "resolve", "of": 7}, 409),
        ({"act": "override", "gate": "approvals", "items": ["x"], "text": "x"}, 409),
        ({"act": "override", "gate": "nothing", "items": ["x"], "text": "x"}, 409),
        ({"act": "override", "gate": "findings", "items": [], "text": "x"}, 409),
        ({"act": "override", "gate": "findings", "items": ["what does not fail"], "text": "x"}, 409),
    ],
)
def test_what_is_of_no_use_is_a_problem_and_nothing_is_noted(host: Handler, desk: Desk, body: Any, status: int) -> None:  # noqa: ANN401 - JSON
    answer = ask(host, "POST", AT, by(), body)

    assert (status, "application/problem+json") == (answer["status"], answer["headers"]["Content-Type"])
    assert [] == reviews_of(desk.candidates, CANDIDATE)


def test_a_request_of_one_is_not_taken_back_by_another(host: Handler) -> None:
    ask(host, "POST", AT, by(BEN), {"act": "request", "text": "mend it"})

    assert 409 == ask(host, "POST", AT, by(ANN), {"act": "resolve", "of": 1})["status"]
    assert 201 == ask(host, "POST", AT, by(BEN), {"act": "resolve", "of": 1})["status"]


def test_an_author_does_not_approve_what_they_wrote(desk: Desk) -> None:
    found = find_candidate(desk.candidates, Numbered("2026-Q4", 1, is_candidate=True))
    assert found
    written = Record(1, {**found.record.body, "source": {"authors": [ANN.upper()]}}, found.record.digest, b"")
    people = Reviewing(desk.candidates, desk.released).editors()
    now = judge(desk.candidates, desk.released, replace(found, record=written), "stable", STAMP.at)

    def approve(who: str) -> Review:
        pen = Pen(desk.candidates, CANDIDATE, written, people, who, STAMP.at)
        return pen.approve(now, written["manifest"], written["private"])

    for who, why in ((ANN, "somebody else"), ("nobody@school.example", "no people.yaml")):
        with pytest.raises(ReviewRefusedError, match=why):
            approve(who)
    assert [] == reviews_of(desk.candidates, CANDIDATE)
    assert BEN == approve(BEN).by


def test_whoever_may_not_is_told_the_same_of_what_is_there_and_what_is_not(host: Handler, desk: Desk) -> None:
    nobodies = {
        None: 401,
        by(scope="course:*"): 403,
        by("somebody@elsewhere.example"): 403,
        by(email_verified=False): 403,
        by(exp=1): 401,
        "no.to.ken": 401,
    }
    for bearer, status in nobodies.items():
        for method in ("GET", "POST", "PUT"):
            there, nowhere = (
                ask(host, method, f"/v1/reviews/{name}", bearer, {"act": "request", "text": "x"})
                for name in (CANDIDATE, "2026-Q4-rc.9")
            )
            assert status == there["status"]
            assert there["headers"] == nowhere["headers"]
            assert there["text"].replace(CANDIDATE, "") == nowhere["text"].replace("2026-Q4-rc.9", "")
    assert [] == reviews_of(desk.candidates, CANDIDATE)


def test_nothing_of_the_host_is_kept_by_anybody(host: Handler) -> None:
    for method, address in (
        ("GET", "/"),
        ("GET", "/review"),
        ("GET", "/review/static/desk.css"),
        ("GET", f"/review/{CANDIDATE}"),
        ("GET", AT),
        ("POST", AT),
        ("DELETE", AT),
        ("GET", "/v1/reviews/2026-Q4-rc.9"),
        ("GET", "/v1/reviews/stable"),
        ("GET", f"/v1/{CANDIDATE}/courses"),
        ("GET", "/v1/nothing"),
        ("GET", "/elsewhere"),
    ):
        for bearer in ("", None):
            headers = {name.lower(): value for name, value in ask(host, method, address, bearer)["headers"].items()}
            assert ("no-store", "noindex") == (headers["cache-control"], headers["x-robots-tag"]), address


def test_the_hosts_first_page_is_the_desk(host: Handler) -> None:
    answer = ask(host, "GET", "/", None)

    assert (303, "/review") == (answer["status"], answer["headers"]["Location"])
    assert "Sign-in is not set up" in ask(host, "GET", "/review", None)["text"]
    assert 200 == ask(host, "GET", f"/v1/{CANDIDATE}/courses")["status"]


@contextmanager
def listening(host: Handler) -> Iterator[str]:
    """The host over HTTP."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._tell(b"")

        def do_POST(self) -> None:
            self._tell(self.rfile.read(int(self.headers["content-length"])))

        def _tell(self, body: bytes) -> None:
            at = urlsplit(self.path)
            bearer = self.headers.get("authorization", "").removeprefix("Bearer ")
            answer = ask(host, self.command, f"{at.path}?{at.query}", bearer, body)
            data = answer["text"].encode()
            self.send_response(answer["status"])
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


def test_the_command_line_asks_and_notes(host: Handler) -> None:
    with listening(host) as address:
        at, shown = preview_in({"COURSEWRIGHT_TOKEN": by(), "COURSEWRIGHT_PREVIEW_URL": f"{address}/"})
        assert ANN == ask_reviews(at, shown, CANDIDATE, {"act": "comment", "text": "hello"})["by"]
        assert ["hello"] == [one["text"] for one in ask_reviews(at, shown, CANDIDATE, channel="stable")["notes"]]
        with pytest.raises(ReviewRefusedError, match="text is empty"):
            ask_reviews(at, shown, CANDIDATE, {"act": "comment", "text": ""})
        with pytest.raises(DeploymentError, match="404"):
            ask_reviews(at, shown, "2026-Q4-rc.9")
        with pytest.raises(DeploymentError, match="401"):
            ask_reviews(at, "no-token", CANDIDATE)
    with pytest.raises(DeploymentError, match="cannot be asked"):
        ask_reviews(address, shown, CANDIDATE)


def test_reviewers_work_from_a_terminal_at_a_deployments_desk(
    host: Handler, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COURSEWRIGHT_TOKEN", by(BEN))
    with listening(host) as address:
        review_command(CANDIDATE, comment="Why?", at="minimal/reading", desk=address)
        request_changes_command(CANDIDATE, "Mend it.", desk=address)
        approve_command(CANDIDATE, desk=address)
        override_command(CANDIDATE, "findings", "so", desk=address)
        with pytest.raises(ReviewRefusedError, match="no course 'maximal'"):
            review_command(CANDIDATE, comment="Why?", at="maximal", desk=address)
        reviews_command(content=VALID, desk=address)
        told = capsys.readouterr().out
        review_command("2026-Q4", desk=f"{address}/", as_json=True)
        with pytest.raises(typer.BadParameter, match="by your token"):
            review_command(CANDIDATE, desk=address, by=ANN)
        with pytest.raises(typer.BadParameter, match="name a candidate"):
            review_command(desk=address)
    for line in (
        "✓ commented: note 1",
        "✓ asked for changes: note 2",
        "1 of 2 approvals count",
        "one more person says the same",
        "01-reading.md:2:1: ben@school.example comments",
        f"--desk {address}",
    ):
        assert line in told
    document = json.loads(capsys.readouterr().out)
    assert (CANDIDATE, 4, "stable") == (document["candidate"], len(document["notes"]), document["channel"])


def test_a_deployments_desk_has_to_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COURSEWRIGHT_PREVIEW_URL", raising=False)
    with pytest.raises(ConfigurationError, match="no preview is named"):
        review_command(CANDIDATE, store="s3://acme-courses")


def test_an_editions_name_stands_for_its_newest_candidate_to_read(host: Handler, desk: Desk) -> None:
    desk.deposit(mapping([ANN, BEN], small("more")))
    assert "2026-Q4-rc.2" == said(ask(host, "GET", "/v1/reviews/2026-Q4"))["candidate"]
    assert 404 == ask(host, "GET", "/v1/reviews/2031-Q1")["status"]
    assert 404 == ask(host, "POST", "/v1/reviews/2026-Q4", by(), {"act": "request", "text": "x"})["status"]


def test_a_token_goes_to_no_address_in_the_clear_and_comes_from_the_environment() -> None:
    for environment in ({}, {"COURSEWRIGHT_TOKEN": "t"}, {"COURSEWRIGHT_PREVIEW_URL": "https://preview.example"}):
        with pytest.raises(ConfigurationError):
            preview_in(environment)
    with pytest.raises(ConfigurationError, match="no https address"):
        preview_in({"COURSEWRIGHT_TOKEN": "t"}, "http://preview.example")
    assert ("https://preview.example", "t") == preview_in({"COURSEWRIGHT_TOKEN": "t"}, "https://preview.example/")

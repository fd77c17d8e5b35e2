"""HTTP on this machine goes through the handler Lambda runs, and is right under concurrent clients."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from courses import ROOT, index, release
from coursewright.serving.http.local_server import event_of
from served import COURSEWRIGHT, Api, port_of


def _get(port: int, address: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, address, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    found = (response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())
    connection.close()
    return found


def test_http_gives_what_the_handler_gives(port: int, api: Api) -> None:
    for address in ("/v1", "/v1/stable", "/v1/stable/courses/ai-foundations/lessons/what-a-model-is?model=gpt-4o", "/v1/nowhere"):
        status, headers, body = _get(port, address)
        answer = api.get(address)

        assert (answer.status, answer.body) == (status, body)
        assert {name: headers[name] for name in answer.headers} == answer.headers


def test_figures_arrive_byte_for_byte(port: int, api: Api) -> None:
    body = api.get("/v1/stable/courses/ai-foundations/lessons/what-a-model-is").body.decode()
    address = re.findall(r"/v1/assets/[0-9a-f]{64}/[a-z0-9.-]+", body)[0]

    assert api.get(address).body == _get(port, address)[2]


def test_head_and_not_modified_have_no_body(port: int) -> None:
    etag = _get(port, "/v1/stable")[1]["etag"]

    assert (200, b"") == _get(port, "/v1/stable", "HEAD")[::2]
    assert (304, b"") == _get(port, "/v1/stable", if_none_match=etag)[::2]


def test_concurrent_clients_each_get_their_own_answer(port: int) -> None:
    """Powertools keeps the current event on a class: without one call at a time, clients get each other's answers."""
    names = [name for name, item in index(release())["items"].items() if item["kind"] == "lesson"]
    models = ["gpt-6-luna", "gpt-4o", "o3", "gpt-6.1-sol"]
    wanted = [(names[n % len(names)], models[n % len(models)]) for n in range(400)]

    def ask(pair: tuple[str, str]) -> tuple[str, str]:
        body = json.loads(_get(port, f"/v1/stable/courses/ai-foundations/lessons/{pair[0]}?model={pair[1]}")[2])
        return (body["lesson"]["id"], body["variant"]["model"])

    with ThreadPoolExecutor(8) as clients:
        assert wanted == list(clients.map(ask, wanted))


def test_the_start_page_asks_nobody_else_for_anything(port: int) -> None:
    status, headers, page = _get(port, "/")
    assert (200, "text/html; charset=utf-8") == (status, headers["content-type"])
    assert "default-src 'none'" in headers["content-security-policy"]
    for name in re.findall(rb'(?:href|src)="(/start/[^"]+)"', page):
        assert 200 == _get(port, name.decode())[0]
    for file in sorted((ROOT / "functions/coursewright/serving/start_page").iterdir()):
        status, _, text = _get(port, f"/start/{file.name}")
        assert (200, file.read_bytes()) == (status, text)
        assert not re.search(rb"(?:src|href|url\(|import|fetch\()\s*=?\s*[\"'(]?(?:https?:)?//(?!www\.w3\.org)", text)
    assert 404 == _get(port, "/start/nothing.js")[0]


def test_a_request_becomes_the_event_api_gateway_sends() -> None:
    scope = {
        "method": "GET",
        "path": "/v1/stable",
        "http_version": "1.1",
        "query_string": b"role=a&role=b&empty=&x=%C3%A4",
        "headers": [(b"Accept", b"a"), (b"accept", b"b"), (b"Cookie", b"one=1; two=2"), (b"Host", b"localhost")],
        "client": ("127.0.0.1", 5),
    }
    event = event_of(scope, b"\xff")

    assert {"role": "a,b", "empty": "", "x": "ä"} == event["queryStringParameters"]
    assert {"accept": "a,b", "host": "localhost"} == event["headers"]
    assert ["one=1", "two=2"] == event["cookies"]
    assert ("/w==", True) == (event["body"], event["isBase64Encoded"])
    assert ("2.0", "$default", "/v1/stable") == (event["version"], event["requestContext"]["stage"], event["rawPath"])


def test_run_takes_markdown_to_an_answered_query(tmp_path: Path) -> None:
    """What `make run` does, on empty stores and again on full ones."""
    command = [str(COURSEWRIGHT), "run", "archive/2026-Q3", "content", "--store", str(tmp_path), "--port", "0"]
    environment = {**os.environ, "NO_COLOR": "1"}
    for _ in range(2):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment) as server:
            try:
                port = port_of(server)
                assert 200 == _get(port, "/v1/stable/courses/ai-foundations")[0]
                status, _, body = _get(port, "/v1/2026-Q3/courses/ai-foundations/lessons/reasoning-models.md")
                assert status == 200
                assert b"o1" in body
            finally:
                server.terminate()


def test_serving_nothing_says_what_to_do_first(tmp_path: Path) -> None:
    done = subprocess.run([str(COURSEWRIGHT), "serve", "--store", str(tmp_path)], capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "nothing has been promoted" in done.stderr
    assert "Traceback" not in done.stderr

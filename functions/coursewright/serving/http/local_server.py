"""HTTP on this machine, answered by the very handler Lambda runs: request → API Gateway event (payload 2.0) → handler → response.

Powertools' HttpResolverLocal is another resolver class with another event, so it would prove nothing about Lambda. One call at a
time: Powertools keeps the current event on a class, so threads would answer for each other. More load means more processes, as on
Lambda.
"""

from __future__ import annotations

import asyncio
import base64
import threading
import time
import uuid
from collections.abc import Awaitable, Callable, MutableMapping
from importlib import resources
from typing import Any
from urllib.parse import parse_qsl

Handler = Callable[[dict[str, Any], Any], dict[str, Any]]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

MAX_BODY = 6_000_000
"""What Lambda takes of one request, in bytes (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html)."""

DESK = "/review"
"""Where the review desk is."""

_MEDIA_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
_START_PAGE_POLICY = (
    "default-src 'none'; connect-src 'self'; img-src 'self'; script-src 'self'; style-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


_DESK_LINK = ' · <a href="/review">review desk</a>'.encode()
_WITHOUT_BODY = (204, 304)


class LambdaContext:
    """As much of Lambda's context as a handler may look at."""

    def __init__(self, function_name: str) -> None:
        self.function_name = function_name
        self.function_version = "$LATEST"
        self.memory_limit_in_mb = 512
        self.invoked_function_arn = f"arn:aws:lambda:local:000000000000:function:{function_name}"
        self.aws_request_id = str(uuid.uuid4())

    def get_remaining_time_in_millis(self) -> int:
        """Locally nobody stops a call."""
        return 30_000


class LocalServer:
    """An ASGI application: the content API under /v1, a start page at / that reads it, and the review desk where there is one."""

    def __init__(self, handler: Handler, desk: Handler | None = None) -> None:
        self.handler, self.desk = handler, desk
        self._one_at_a_time = threading.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        if scope["type"] != "http":
            return
        if scope["path"] == "/" or scope["path"].startswith("/start/"):
            await _respond(send, *_start_page(scope["path"], has_desk=self.desk is not None))
            return
        body = await _body(receive)
        if body is None:
            await _respond(send, 413, {"content-type": "text/plain"}, b"more than Lambda takes")
            return
        response = await asyncio.to_thread(self._call, event_of(scope, body))
        text = response.get("body") or ""
        data = base64.b64decode(text) if response.get("isBase64Encoded") else text.encode()
        headers = dict(response["headers"])
        await _respond(send, int(response["statusCode"]), headers, data, is_whole=scope["method"] != "HEAD")

    def _call(self, event: dict[str, Any]) -> dict[str, Any]:
        with self._one_at_a_time:
            if self.desk is not None and _is_for_desk(event["rawPath"]):
                return self.desk(event, LambdaContext("preview_api"))
            return self.handler(event, LambdaContext("content_api"))


def event_of(scope: Scope, body: bytes) -> dict[str, Any]:
    """The event API Gateway would send: names in lower case, repeated values joined by commas, cookies apart.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
    """
    headers: dict[str, str] = {}
    cookies: list[str] = []
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        if name == "cookie":
            cookies.extend(cookie.strip() for cookie in value.split(";"))
        else:
            headers[name] = f"{headers[name]},{value}" if name in headers else value
    raw_query = scope["query_string"].decode("latin-1")
    query: dict[str, str] = {}
    for name, value in parse_qsl(raw_query, keep_blank_values=True):
        query[name] = f"{query[name]},{value}" if name in query else value
    text, is_base64 = _text(body)
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": scope["path"],
        "rawQueryString": raw_query,
        "cookies": cookies,
        "headers": headers,
        "queryStringParameters": query,
        "requestContext": {
            "accountId": "000000000000",
            "apiId": "local",
            "domainName": headers.get("host", "localhost"),
            "http": {
                "method": scope["method"],
                "path": scope["path"],
                "protocol": f"HTTP/{scope['http_version']}",
                "sourceIp": (scope.get("client") or ("127.0.0.1", 0))[0],
                "userAgent": headers.get("user-agent", ""),
            },
            "requestId": str(uuid.uuid4()),
            "stage": "$default",
            "timeEpoch": int(time.time() * 1000),
        },
        "body": text,
        "isBase64Encoded": is_base64,
    }


def _is_for_desk(path: str) -> bool:
    return path == DESK or path.startswith(f"{DESK}/")


def _text(body: bytes) -> tuple[str | None, bool]:
    if not body:
        return None, False
    try:
        return body.decode(), False
    except UnicodeDecodeError:
        return base64.b64encode(body).decode(), True


async def _body(receive: Receive) -> bytes | None:
    """The whole body, or None where it is larger than Lambda takes."""
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if len(body) > MAX_BODY:
            return None
        if not message.get("more_body"):
            return body


async def _respond(send: Send, status: int, headers: dict[str, str], data: bytes, *, is_whole: bool = True) -> None:
    listed = [(name.lower().encode("latin-1"), str(value).encode("latin-1")) for name, value in headers.items()]
    if is_whole and status not in _WITHOUT_BODY:  # a length would be that of the answer that is not sent
        listed.append((b"content-length", str(len(data)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": listed})
    await send({"type": "http.response.body", "body": data})


def _start_page(path: str, *, has_desk: bool) -> tuple[int, dict[str, str], bytes]:
    """The page a newcomer sees first: a lesson as a learner's app would show it. Part of this server, not of the API."""
    name = "start.html" if path == "/" else path.removeprefix("/start/")
    headers = {"content-security-policy": _START_PAGE_POLICY, "cache-control": "no-store", "x-content-type-options": "nosniff"}
    files = {file.name: file for file in resources.files("coursewright.serving").joinpath("start_page").iterdir()}
    if name not in files:
        return 404, {**headers, "content-type": "text/plain"}, b"There is nothing here."
    text = files[name].read_bytes()
    return (
        200,
        {**headers, "content-type": _MEDIA_TYPES[name.rsplit(".", 1)[-1]]},
        text if has_desk else text.replace(_DESK_LINK, b""),
    )

"""A small shared cache as RFC 9111 describes one, in front of the content API, with a clock that tests move.

It stores what a shared cache may store, uses it while it is fresh, revalidates it afterwards with If-None-Match, keeps one answer
for each set of fields that Vary names, and adds Age. Heuristic freshness and stale answers it leaves alone.

`CloudFront` is the same with another idea of what belongs to what: its key is what the cache policy names, whatever Vary says.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from served import Answer, Api

Clock = Callable[[], float]


@dataclass
class _Stored:
    """An answer, the fields of the request that it belongs to, and when it was stored."""

    answer: Answer
    selected_by: dict[str, str]
    at: float


@dataclass
class SharedCache:
    """`asked` is how often the API itself was asked; `hits` how often it was not."""

    api: Api
    now: Clock
    asked: int = 0
    hits: int = 0
    kept: dict[str, list[_Stored]] = field(default_factory=dict)

    def get(self, address: str, **headers: str) -> Answer:
        """The answer for a request, from the cache or through it."""
        fields = {name.replace("_", "-").lower(): value for name, value in headers.items()}
        stored = next((one for one in self.kept.get(address, []) if _is_selected(one, fields)), None)
        if stored and self._age(stored) < lifetime(stored.answer):
            self.hits += 1
            return self._conditional(self._aged(stored), fields)
        self.asked += 1
        if stored and "etag" not in stored.answer.headers:  # a redirection
            self._forget(address, stored)
            stored = None
        if stored is None:
            return self._forward(address, headers)
        tags = {**headers, "if_none_match": stored.answer.headers["etag"]}
        answer = self.api.get(address, **tags)
        if answer.status == 304:
            fresh = Answer(stored.answer.status, {**stored.answer.headers, **answer.headers}, stored.answer.body)
            self._forget(address, stored)
            self._keep(address, fresh, fields)
            return self._conditional(fresh, fields)
        self._forget(address, stored)
        self._keep(address, answer, fields)
        return self._conditional(answer, fields)

    def _forward(self, address: str, headers: dict[str, str]) -> Answer:
        """Ask for the whole of it, so that there is something to keep, whatever the client has."""
        fields = {name.replace("_", "-").lower(): value for name, value in headers.items()}
        whole = {name: value for name, value in headers.items() if name != "if_none_match"}
        answer = self.api.get(address, **whole)
        self._keep(address, answer, fields)
        return self._conditional(answer, fields)

    def _keep(self, address: str, answer: Answer, fields: dict[str, str]) -> None:
        if self._may_keep(answer, fields):
            selected_by = {name: fields.get(name, "") for name in self._selects_by(answer)}
            self.kept.setdefault(address, []).append(_Stored(answer, selected_by, self.now()))

    def _may_keep(self, answer: Answer, fields: dict[str, str]) -> bool:
        """RFC 9111, section 3; with a token in the request (section 3.5), only what says outright that it may be shared."""
        control = directives(answer)
        is_shareable = "authorization" not in fields or not {"public", "must-revalidate", "s-maxage"}.isdisjoint(control)
        return {"no-store", "private"}.isdisjoint(control) and "max-age" in control and "*" != _vary(answer) and is_shareable

    def _selects_by(self, answer: Answer) -> list[str]:
        return [name.strip().lower() for name in _vary(answer).split(",") if name.strip()]

    def _forget(self, address: str, stored: _Stored) -> None:
        self.kept[address].remove(stored)

    def _age(self, stored: _Stored) -> float:
        return int(stored.answer.headers.get("age", "0")) + self.now() - stored.at

    def _aged(self, stored: _Stored) -> Answer:
        return replace(stored.answer, headers={**stored.answer.headers, "age": str(int(self._age(stored)))})

    @staticmethod
    def _conditional(answer: Answer, fields: dict[str, str]) -> Answer:
        """304 for a client that has it."""
        has = [tag.strip().removeprefix("W/") for tag in fields.get("if-none-match", "").split(",")]
        tag = answer.headers.get("etag", "none").removeprefix("W/")
        return replace(answer, status=304, body=b"") if answer.status == 200 and ("*" in has or tag in has) else answer


class CloudFront(SharedCache):
    """A distribution whose cache policy has Authorization, Accept and Accept-Encoding in its key, all minimum lifetimes 0.

    A token in the key is what lets CloudFront keep an answer to a request that had one; Vary it does not look at.
    https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Expiration.html
    """

    def _may_keep(self, answer: Answer, fields: dict[str, str]) -> bool:  # noqa: ARG002 - the key has them
        control = directives(answer)
        return answer.status < 400 and {"no-store", "private"}.isdisjoint(control) and "max-age" in control

    def _selects_by(self, answer: Answer) -> list[str]:  # noqa: ARG002 - whatever it says
        return ["authorization", "accept", "accept-encoding"]


def directives(answer: Answer) -> dict[str, str]:
    """Cache-Control, by directive."""
    found = re.findall(r"([a-z-]+)(?:=(\d+))?", answer.headers.get("cache-control", ""))
    return dict(found)


def lifetime(answer: Answer) -> int:
    """For how many seconds an answer is fresh."""
    control = directives(answer)
    return int(control.get("s-maxage") or control["max-age"])


def _is_selected(stored: _Stored, fields: dict[str, str]) -> bool:
    return all(fields.get(name, "") == value for name, value in stored.selected_by.items())


def _vary(answer: Answer) -> str:
    return answer.headers.get("vary", "")

"""A small shared cache as RFC 9111 describes one, in front of the content API, with a clock that tests move.

It stores what a shared cache may store, uses it while it is fresh, revalidates it afterwards with If-None-Match, keeps one answer
for each set of fields that Vary names, and adds Age. Heuristic freshness and stale answers it leaves alone.
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
        control = directives(answer)
        vary = answer.headers.get("vary", "")
        may = {"no-store", "private"}.isdisjoint(control) and "max-age" in control and vary != "*"
        if "authorization" in fields and "public" not in control:
            may = False
        if may:
            names = [name.strip().lower() for name in vary.split(",") if name.strip()]
            selected_by = {name: fields.get(name, "") for name in names}
            self.kept.setdefault(address, []).append(_Stored(answer, selected_by, self.now()))

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

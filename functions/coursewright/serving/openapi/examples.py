"""Examples: what the API really answered over the shipped editions, shortened.

The file beside this module is written by `make golden`, which asks; a test asks again and compares.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from coursewright.serving.route import Route

NAME = "examples.json"


@cache
def _all() -> dict[str, Any]:
    value: dict[str, Any] = json.loads(resources.files("coursewright.serving.openapi").joinpath(NAME).read_text("utf-8"))
    return value


def examples(route: str) -> dict[str, dict[str, Any]]:
    """The examples of a route: what each is about, with the address that was asked and the answer."""
    found: dict[str, dict[str, Any]] = _all()["routes"].get(route, {})
    return found


def problem_examples(codes: Iterable[str]) -> dict[str, Any]:
    """A refusal of each of these kinds."""
    return {code: {"value": _all()["problems"][code]} for code in codes if code in _all()["problems"]}


def values_asked(route: Route) -> dict[str, str]:
    """The values of parameters in the addresses of a route's examples; where they differ, the first counts."""
    values: dict[str, str] = {}
    for one in examples(route.name).values():
        parts = urlsplit(one["address"])
        pattern = re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", route.path.replace(".", r"\."))
        if found := re.fullmatch(pattern, parts.path):
            values = {**dict(parse_qsl(parts.query)), **found.groupdict(), **values}
    return values

"""The document's examples are what the API answers over the shipped editions; `make golden` writes them anew."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from courses import ROOT
from coursewright.serving.http.problems import PROBLEMS
from coursewright.serving.openapi.document import document
from coursewright.serving.openapi.operations import OPERATIONS
from coursewright.serving.routes import ROUTES
from described import faults
from example_answers import example_api, made_examples
from served import Api

FILE = ROOT / "functions/coursewright/serving/openapi/examples.json"


@pytest.mark.golden
def test_the_examples_are_what_the_api_answers(monkeypatch: pytest.MonkeyPatch, golden: Callable[[Path, str], None]) -> None:
    golden(FILE, made_examples(example_api(monkeypatch)))


def test_every_json_example_has_its_shape_also_when_shortened() -> None:
    examples = json.loads(FILE.read_text())
    shaped = [
        (name, about, faults(one["answer"], OPERATIONS[name].shape))
        for name, shown in examples["routes"].items()
        if OPERATIONS[name].shape
        for about, one in shown.items()
    ]

    assert [] == [found for found in shaped if found[2]]
    assert len(shaped) > 15
    assert [] == [fault for problem in examples["problems"].values() for fault in faults(problem, "Problem")]
    assert {row.code for row in PROBLEMS} == set(examples["problems"])


def test_every_parameters_example_is_answered(api: Api) -> None:
    """All at once, and each for itself."""
    for route in ROUTES:
        parameters = document()["paths"][route.path]["parameters"]
        path = route.path
        for one in parameters:
            if one["in"] == "path":
                path = path.replace(f"{{{one['name']}}}", quote(str(one["example"])))
        asked = {one["name"]: one["example"] for one in parameters if one["in"] == "query" and "example" in one}
        for name, value in asked.items():
            assert (200, name) == (api.get(f"{path}?{urlencode({name: value})}").status, name)
        assert 200 == api.get(f"{path}?{urlencode(asked)}").status

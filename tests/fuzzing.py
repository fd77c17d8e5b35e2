"""Schemathesis against the local server over both shipped editions, with real ids; `make fuzz CALLS=5000` runs it.

Takes how many calls to make at least; prints how many there were, by status; ends with 1 if Schemathesis found anything.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from courses import ROOT
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.serving.http.cursors import Cursor, filters_of
from coursewright.serving.openapi.document import FOLDER, NAME, document
from served import COURSEWRIGHT, api_over, port_of, publish_both

SEED = 20261125
PHASES = "examples,coverage,fuzzing"
_SCHEMATHESIS = Path(sys.executable).parent / "schemathesis"
_ACCEPTED = '["2xx", "304", "308", "400", "404", "410"]'
_REJECTED = '["308", "400", "404", "405", "410", "414"]'
_METHODS = ("get", "head", "options", "post")


@dataclass(frozen=True)
class Fuzzed:
    """What a run came to."""

    ended: int
    statuses: Counter[int]
    report: str

    @property
    def calls(self) -> int:
        return self.statuses.total()

    @property
    def found(self) -> float:
        """The share of calls that were answered 200."""
        return self.statuses[200] / self.calls if self.calls else 0.0

    def __str__(self) -> str:
        by_status = ", ".join(f"{count} of {status}" for status, count in sorted(self.statuses.items()))
        return f"{self.calls} calls: {by_status}; {self.found:.0%} answered 200; Schemathesis ended with {self.ended}"


def fuzz(published: Path, port: int, calls: int, folder: Path, phases: str = PHASES) -> Fuzzed:
    """Ask the server on a port about so many questions, with every check: they are all on where none is named."""
    operations = sum(method in item for item in document()["paths"].values() for method in _METHODS)
    settings = folder / "schemathesis.toml"
    settings.write_text(_settings(_values(published)))
    command = [str(_SCHEMATHESIS), "--config-file", str(settings), "run", str(ROOT / FOLDER / NAME)]
    command += ["--url", f"http://127.0.0.1:{port}", "--phases", phases]
    command += ["--max-examples", str(calls // operations + 2), "--seed", str(SEED), "--report", "ndjson"]
    command += ["--report-ndjson-path", str(folder / "calls.ndjson"), "--no-color", "--continue-on-failure"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return Fuzzed(done.returncode, Counter(_statuses(folder / "calls.ndjson")), done.stdout + done.stderr)


def _values(published: Path) -> Mapping[str, list[str]]:
    """Real values of parameters, as the API itself names them."""
    api = api_over(FolderStore(published / "released"))
    editions = [one["edition"] for one in api.get("/v1").json()["editions"]]
    values: dict[str, set[str]] = {"path.at": {"stable", *editions, *(f"{edition}.1" for edition in editions)}}
    values |= {name: set() for name in ("path.lesson", "path.activity", "path.claim", "path.digest", "path.name", "query.from")}
    for edition in editions:
        base = f"/v1/{edition}/courses/ai-foundations"
        for name, item in api.get(base).json()["course"]["items"].items():
            values["path.lesson" if item["kind"] == "lesson" else "path.activity"].add(name)
            values["path.claim"].update(item["claims"])
            values["path.digest"].update(item["assets"])
            values["path.name"].update(item["assets"].values())
            if item["kind"] == "lesson":
                blocks = api.get(f"{base}/lessons/{name}").json()["lesson"]["blocks"]
                values["query.from"].update(block["id"] for block in blocks[:2])
    return {
        **{name: sorted(found) for name, found in values.items()},
        "path.course": ["ai-foundations"],
        "path.channel": ["stable"],
        "path.edition": sorted(editions),
        "path.number": ["1", "2"],
        "query.model": ["gpt-4o", "gpt-6-luna", "o1"],
        "query.role": ["developer", "business"],
        "query.industry": ["retail", "healthcare"],
        "query.since": ["stable", *sorted(editions), *(f"{edition}.1" for edition in sorted(editions))],
        "query.course": ["ai-foundations"],
        "query.completed": ["what-a-model-is", "ai-foundations/what-a-model-is,final-exam"],
        "query.level": ["foundation", "expert"],
        "query.q": ["model", "language model"],
        "query.cursor": [str(Cursor("2026-Q4.1", filters_of({}), "ai-foundations"))],
    }


def _settings(values: Mapping[str, list[str]]) -> str:
    """Schemathesis' settings: where real values are taken, and what checks need to know besides the document.

    A cursor or a block is an opaque word: a made-up one has the right form and is refused all the same. A former id leads on with
    its query, whatever that is. OPTIONS looks at no parameter.
    """
    names = {name: name.replace(".", "-") for name in values}
    lines = ["[dictionaries]", *(f"{names[name]} = {{ values = {json.dumps(found)} }}" for name, found in values.items())]
    lines += ["[parameters]"]
    lines += [f'"{name}" = {{ dictionary = "{names[name]}", probability = {_likely(name)} }}' for name in values]
    lines += ["[checks]", f"positive_data_acceptance.expected-statuses = {_ACCEPTED}"]
    lines += [f"negative_data_rejection.expected-statuses = {_REJECTED}"]
    lines += ["[[operations]]", 'include-method = "OPTIONS"', "checks.negative_data_rejection.enabled = false"]
    return "\n".join(lines) + "\n"


def _likely(name: str) -> float:
    return 0.9 if name.startswith("path.") else 0.5


def _statuses(report: Path) -> list[int]:
    found: list[int] = []
    for line in report.read_text().splitlines():
        _collect(json.loads(line), found)
    return found


def _collect(value: Any, found: list[int]) -> None:  # noqa: ANN401 - JSON
    """Every response's status of an event, however deep it stands."""
    if isinstance(value, dict):
        if "status_code" in value:
            found.append(int(value["status_code"]))
        for one in value.values():
            _collect(one, found)
    elif isinstance(value, list):
        for one in value:
            _collect(one, found)


def main(calls: int) -> int:
    """Publish, serve, ask, tell."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        publish_both(folder)
        command = [str(COURSEWRIGHT), "serve", "--store", name, "--port", "0"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
            try:
                run = fuzz(folder, port_of(server), calls, folder)
            finally:
                server.terminate()
    if run.ended:
        sys.stdout.write(run.report)
    sys.stdout.write(f"{run}\n")
    return int(run.ended != 0 or run.calls < calls)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))

"""What a cold start takes: the process, its imports, its init and its first answer, beside two handlers that everybody knows.

Each handler runs under Lambda's own runtime client, in a process of its own, many times in turn, on one core; what serves it has
the others:

- `content_api`, its store a folder, and a bucket on a real S3 server (SeaweedFS) on this machine, from its built package;
- `powertools`, the least that can be: an HTTP resolver with one route;
- `powertools + boto3 + pydantic`, what a function is often made of, which gets one object of the same bucket for each answer.

    PYTHONPATH=functions:tests .venv/bin/python benchmarks/cold_start.py [STARTS]

A function of 512 MB has 0.29 of a core (https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html); the figures here
are of a whole one.
"""

from __future__ import annotations

import json
import os
import shutil
import site
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import lambda_package
from courses import ROOT
from coursewright.publishing.storing.store import Store
from coursewright.serving.http.local_server import event_of
from runtime_api import Runtime
from s3_server import SeaweedFS
from served import publish_both

STARTS = 15
A_LESSON = 20_000
"""Bytes, at most."""
LESSON = "/v1/stable/courses/ai-foundations/lessons/prompting-that-works"
LIBRARIES = Path(site.getsitepackages()[0])
_OURS = """
import json, time
began = time.perf_counter()
import coursewright.publishing.storing.store_address, coursewright.serving.application, coursewright.serving.access.tokens
{more}
imported = time.perf_counter()
from content_api import handler
print(json.dumps([imported - began, time.perf_counter() - imported]), flush=True)
"""
_BARE = """
import json, time
began = time.perf_counter()
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
imported = time.perf_counter()
app = APIGatewayHttpResolver()
@app.get("/v1/<rest>")
def answer(rest):
    return {"rest": rest}
@app.not_found
def anything(error):
    return {"rest": "all"}
handler = app.resolve
print(json.dumps([imported - began, time.perf_counter() - imported]), flush=True)
"""
_FULL = """
import json, os, time
began = time.perf_counter()
import boto3
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from pydantic import BaseModel
imported = time.perf_counter()
class Lesson(BaseModel):
    data: str
s3 = boto3.client("s3")
app = APIGatewayHttpResolver()
@app.not_found
def answer(error):
    data = s3.get_object(Bucket=os.environ["BUCKET"], Key=os.environ["KEY"])["Body"].read()
    return Lesson(data=data.decode()).model_dump()
handler = app.resolve
print(json.dumps([imported - began, time.perf_counter() - imported]), flush=True)
"""


@dataclass(frozen=True)
class Contender:
    """A handler in a file of its own, the folders it sees, and its environment."""

    name: str
    script: str
    folders: tuple[Path, ...]
    environment: Mapping[str, str]


def main() -> None:
    """Measure and print."""
    starts = int(sys.argv[1]) if len(sys.argv) > 1 else STARTS
    with tempfile.TemporaryDirectory() as folder, _contenders(Path(folder)) as contenders:
        figures: dict[str, list[tuple[float, ...]]] = {one.name: [] for one in contenders}
        for turn in range(starts + 1):
            for one in contenders:
                took = _start(one, Path(folder))
                if turn:  # the first writes bytecode, and fills the disk's cache
                    figures[one.name].append(took)
            print(f"\r{turn} of {starts}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    _tell(figures)


def _tell(figures: Mapping[str, list[tuple[float, ...]]]) -> None:
    medians = {name: [median(column) * 1000 for column in zip(*rows, strict=True)] for name, rows in figures.items()}
    least = medians["powertools"][2] + medians["powertools"][3]
    print("| milliseconds, medians | imports | init | until ready | first answer | second | ratio, to the first answer |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, (imports, init, ready, first, second) in medians.items():
        ratio = (ready + first) / least
        print(f"| {name} | {imports:.0f} | {init:.0f} | {ready:.0f} | {first:.1f} | {second:.1f} | {ratio:.2f} |")


def _start(one: Contender, folder: Path) -> tuple[float, ...]:
    home = folder / one.name.replace(" ", "-")
    home.mkdir(exist_ok=True)
    (home / "timed.py").write_text(one.script)
    scope = {"type": "http", "http_version": "1.1", "method": "GET", "path": LESSON, "query_string": b"", "headers": []}
    event: dict[str, Any] = event_of(scope, b"")
    with Runtime("timed.handler", (home, *one.folders), one.environment, seconds=30) as runtime:
        with _on_one_core():
            ready = runtime.start()
        first, second = runtime.invoke(event), runtime.invoke(event)
        assert first.body["statusCode"] == 200, f"{one.name}: {first.body}"  # noqa: S101, PLR2004 - else nothing was measured
        imports, init = json.loads(runtime.log().splitlines()[0])
    return imports, init, ready, first.seconds, second.seconds


@contextmanager
def _on_one_core() -> Iterator[None]:
    """Processes that begin meanwhile stay there."""
    before = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None  # Linux only
    if before:
        os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        if before:
            os.sched_setaffinity(0, before)


@contextmanager
def _contenders(folder: Path) -> Iterator[list[Contender]]:
    released = publish_both(folder / "stores")
    package = folder / "package"
    lambda_package.build("content_api", package, for_this_machine=True)
    with SeaweedFS() as server:
        store = server.store(server.bucket("acme-released"))
        _copy(released, released.root, store)
        sizes = {key: len(store.get(key)) for key in store.keys("objects/")}
        key = max((one for one in sizes if sizes[one] < A_LESSON), key=sizes.__getitem__)
        s3 = server.environment()
        ours = (ROOT / "functions", LIBRARIES)
        on_s3 = {**s3, "COURSEWRIGHT_RELEASED": "s3://acme-released"}
        more = "import coursewright.publishing.storing.s3_store, coursewright.publishing.storing.deferred_credentials"
        yield [
            Contender("powertools", _BARE, (LIBRARIES,), {}),
            Contender("content_api, a folder", _OURS.format(more=""), ours, {"COURSEWRIGHT_RELEASED": str(released.root)}),
            Contender("content_api, S3", _OURS.format(more=more), ours, on_s3),
            Contender("content_api, S3, its package", _OURS.format(more=more), (package,), on_s3),
            Contender("powertools + boto3 + pydantic", _FULL, (LIBRARIES,), {**s3, "BUCKET": "acme-released", "KEY": key}),
        ]
    shutil.rmtree(package)


def _copy(released: Store, root: Path, store: Store) -> None:
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        key = path.relative_to(root).as_posix()
        store.put_if_absent(key, released.get(key))


if __name__ == "__main__":
    main()

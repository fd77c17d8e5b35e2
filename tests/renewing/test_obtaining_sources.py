"""Where a source's bytes come from: an installed package, a file, a folder, a wheel, an address; and what is refused there."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from coursewright.errors import SourceDownError, SourceMalformedError
from coursewright.renewing.sources.obtaining import is_at_hand
from coursewright.renewing.sources.readers import READERS
from coursewright.renewing.sources.reading import read_source
from coursewright.renewing.sources.source_data import SourceData
from published_packages import OPENAI, PINS, installed_packages
from web_server import web_server

SECRET = "made-up-for-this-test"  # noqa: S105 - no key of anybody's
ENDING: dict[str, Any] = {
    "provider": "OpenAI",
    "model_id": "gpt-x",
    "shutdown_date": "2027-01-02",
    "deprecation_date": "2026-07-01",
    "replacement_models": ["gpt-y-2"],
    "last_observed": "2026-10-02",
}
SNAPSHOT = json.dumps([ENDING]).encode()
FIRST = 1_700_000_000  # 2023-11-14
MODELS = json.dumps(
    {
        "object": "list",
        "data": [
            {"id": "gpt-x", "object": "model", "created": FIRST, "owned_by": "openai", "shutdown_date": "2027-01-02"},
            {"id": "gpt-y", "object": "model", "created": FIRST, "owned_by": "system", "shutdown_date": None},
            {"id": "ft:gpt-x:somebody::1", "object": "model", "created": FIRST, "owned_by": "somebody"},
            {"id": "gpt-own", "object": "model", "created": FIRST, "owned_by": "org-somebody"},
        ],
    }
).encode()


def _read(name: str, place: Path | str | None, **environment: str) -> SourceData:
    return read_source(name, str(place) if place else None, OPENAI, environment)


def _facts(data: SourceData) -> dict[tuple[str, str], str | int]:
    return {(getattr(fact, "model", ""), fact.field): fact.value for fact in data.facts}


def _wheel(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


WHEEL = _wheel(
    {
        "llm_sunset/snapshot.json": SNAPSHOT,
        "llm_sunset-0.9.dist-info/METADATA": b"Metadata-Version: 2.1\nName: llm-sunset\nVersion: 0.9\n",
        "another-1.0.dist-info/METADATA": b"Version: 1.0\n",
    }
)


@pytest.mark.parametrize("name", PINS)
def test_an_installed_package_is_read_and_never_imported(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(installed_packages()))
    before = set(sys.modules)
    data = _read(name, None)

    assert PINS[name].partition("==")[2] == data.version
    assert data.facts == _read(name, installed_packages()).facts
    assert [] == [module for module in set(sys.modules) - before if module.split(".")[0] in ("openai", "llm_sunset", "depdesk")]


def test_what_is_not_installed_is_not_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])

    assert [] == [name for name, reader in READERS.items() if is_at_hand(reader, {})]
    assert ["openai-live"] == [name for name, reader in READERS.items() if is_at_hand(reader, {"OPENAI_API_KEY": SECRET})]
    with pytest.raises(SourceDownError, match="the package litellm is not installed; name a place with --from litellm="):
        _read("litellm", None)


def test_a_file_a_folder_and_a_wheel_say_the_same(tmp_path: Path) -> None:
    file, folder, wheel = tmp_path / "snapshot.json", tmp_path / "unpacked", tmp_path / "llm_sunset-0.9-py3-none-any.whl"
    (folder / "llm_sunset").mkdir(parents=True)
    (folder / "llm_sunset-0.9.dist-info").mkdir()
    (folder / "llm_sunset-0.9.dist-info" / "METADATA").write_text("Name: llm-sunset\nVersion: 0.9\n")
    for path in (file, folder / "llm_sunset" / "snapshot.json"):
        path.write_bytes(SNAPSHOT)
    wheel.write_bytes(WHEEL)
    read = {place: _read("llm-sunset", place) for place in (file, folder, folder / "llm_sunset", wheel)}

    assert [None, "0.9", None, "0.9"] == [data.version for data in read.values()]
    assert 1 == len({data.facts for data in read.values()})
    assert {"2027-01-02"} == {_facts(data)["gpt-x", "shutdown"] for data in read.values()}


def test_an_address_gives_a_file_or_a_wheel() -> None:
    with web_server({"/snapshot.json": SNAPSHOT, "/llm_sunset-0.9-py3-none-any.whl": WHEEL}) as server:
        file = _read("llm-sunset", f"{server.address}/snapshot.json")
        wheel = _read("llm-sunset", f"{server.address}/llm_sunset-0.9-py3-none-any.whl")

    assert (None, "0.9") == (file.version, wheel.version)
    assert file.facts == wheel.facts


def test_a_key_lists_the_models_it_sees_and_nobodys_own() -> None:
    with web_server({"/v1/models": MODELS}) as server:
        base = {"OPENAI_API_KEY": SECRET, "OPENAI_BASE_URL": f"{server.address}/v1"}
        data = read_source("openai-live", None, OPENAI, base)
        named = read_source("openai-live", f"{server.address}/v1", OPENAI, {"OPENAI_API_KEY": SECRET})

    assert [("/v1/models", f"Bearer {SECRET}")] * 2 == [(path, headers["Authorization"]) for path, headers in server.asked]
    assert data == named
    assert {"gpt-x", "gpt-y"} == data.models
    assert {
        ("gpt-x", "released"): "2023-11-14",
        ("gpt-x", "shutdown"): "2027-01-02",
        ("gpt-y", "released"): "2023-11-14",
    } == _facts(data)


def test_a_key_is_not_shown_and_not_carried_elsewhere() -> None:
    with (
        web_server({}) as elsewhere,
        web_server({"/v1/models": (302, b"", {"Location": f"{elsewhere.address}/v1/models"})}) as server,
    ):
        environment = {"OPENAI_API_KEY": SECRET, "OPENAI_BASE_URL": f"{server.address}/v1"}
        with pytest.raises(SourceDownError) as refused:
            read_source("openai-live", None, OPENAI, environment)

    assert [] == elsewhere.asked
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("{server}/nothing.json", r"nothing\.json answers 404"),
        ("http://127.0.0.1:9/x.json", "gives no answer"),
        ("http://content.example.org/x.json", "is not https"),
        ("ftp://content.example.org/x.json", "is not the address"),
        ("{tmp}/nowhere", "nowhere cannot be read: No such file"),
        ("{tmp}", r"holds no llm_sunset/snapshot\.json"),
    ],
)
def test_what_is_not_there_is_down(place: str, message: str, tmp_path: Path) -> None:
    with web_server({}) as server, pytest.raises(SourceDownError, match=message):
        _read("llm-sunset", place.format(server=server.address, tmp=tmp_path))


def test_a_source_without_a_package_must_be_named() -> None:
    with pytest.raises(SourceDownError, match="it has no package; name a file or an address with --from openai-deprecations="):
        _read("openai-deprecations", None)
    with pytest.raises(SourceDownError, match="no key is set; set OPENAI_API_KEY"):
        _read("openai-live", None)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04 and then nothing", "is no sound zip file"),
        (WHEEL[:-40], "is no sound zip file"),
        (_wheel({"other.json": b"[]"}), r"it holds no llm_sunset/snapshot\.json"),
    ],
    ids=["no zip", "cut off", "another package"],
)
def test_a_damaged_wheel_is_malformed(data: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "x.whl").write_bytes(data)

    with pytest.raises(SourceMalformedError, match=message):
        _read("llm-sunset", tmp_path / "x.whl")


def test_a_wheel_that_unpacks_to_too_much_is_malformed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coursewright.renewing.sources.obtaining._LARGEST", 1_000)
    (tmp_path / "x.zip").write_bytes(_wheel({"llm_sunset/snapshot.json": b" " * 2_000}))

    with pytest.raises(SourceMalformedError, match="has more than"):
        _read("llm-sunset", tmp_path / "x.zip")

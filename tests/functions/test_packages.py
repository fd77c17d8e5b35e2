"""Each function's package holds what it imports: enough to start alone and do its job, and nothing that it does not import."""

from __future__ import annotations

import json
import marshal
import sys
from functools import cache
from pathlib import Path

import pytest

import lambda_package
from courses import ROOT
from coursewright.publishing.storing.folder_store import FolderStore
from daily_states import sunset_file
from lambda_package import libraries_of, modules_of
from runtime_api import Runtime, asked
from served import publish_both
from uploads import event_of as upload_event
from uploads import key_of, sound_bundle
from workflows import read_yaml

ENTRIES = {"ContentApi": "content_api", "PreviewApi": "preview_api", "Publish": "publish", "Promote": "promote"} | {
    "Observe": "observe",
    "Remind": "remind",
}
MEGABYTES = {"content_api": 36, "preview_api": 48, "publish": 52, "promote": 39, "observe": 30, "remind": 30}
"""The most that each package may come to, unpacked and with bytecode; Lambda's bound is 250."""
TEMPLATE = read_yaml((ROOT / "template.yaml").read_text())


@pytest.mark.parametrize("entry", ENTRIES.values())
def test_every_library_that_is_imported_is_known_and_pinned(entry: str) -> None:
    pins = (ROOT / "functions" / "requirements.txt").read_text().lower()

    assert [] == [name for name in libraries_of(modules_of(entry)) if f"{name.lower()}==" not in pins]


def test_the_content_api_holds_nothing_that_checks_compiles_or_writes() -> None:
    modules = modules_of("content_api")

    assert {"aws-lambda-powertools", "boto3", "cryptography", "PyJWT", "pyspellchecker"} == set(libraries_of(modules))
    assert [] == [name for name in modules if name.startswith(("coursewright.authoring", "coursewright.commands"))]
    assert {"coursewright.publishing.keys.signing", "coursewright.publishing.promoting.promotion"}.isdisjoint(modules)


def test_the_preview_holds_the_desk_and_nothing_that_reads_sources_or_compiles() -> None:
    modules = modules_of("preview_api")
    of_readers = {"aws-lambda-powertools", "boto3", "cryptography", "PyJWT", "pyspellchecker"}

    assert of_readers | {"jinja2", "oauthlib", "pydantic", "rfc8785", "tzdata"} == set(libraries_of(modules))
    assert [] == [name for name in modules if name.startswith(("coursewright.commands", "coursewright.authoring.rules"))]


def test_the_daily_functions_hold_what_they_need_and_nothing_that_signs() -> None:
    """Who reads what strangers write could sign nothing with a key either."""
    observe, remind = (modules_of(entry) for entry in ("observe", "remind"))

    assert ["boto3", "pydantic", "rfc8785"] == libraries_of(observe)
    assert ["boto3", "pydantic", "rfc8785"] == libraries_of(remind)
    assert {"coursewright.publishing.keys.signing", "coursewright.publishing.promoting.promotion"}.isdisjoint({*observe, *remind})


def test_no_function_holds_the_command_line_or_the_local_server() -> None:
    for entry in ENTRIES.values():
        modules = modules_of(entry)

        assert [] == [name for name in modules if name.startswith("coursewright.commands") or "local_server" in name]
        assert {"typer", "rich", "uvicorn", "watchfiles"}.isdisjoint(libraries_of(modules))


def test_rules_that_are_loaded_by_name_belong_to_what_checks() -> None:
    rules = {path.stem for path in (ROOT / "functions/coursewright/authoring/rules").glob("*.py")} - {"__init__"}

    assert rules <= {name.rpartition(".")[2] for name in modules_of("publish") if ".rules." in name}


def test_an_import_that_nobody_installs_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "entry.py").write_text("def handler():\n    import numpy\n")

    with pytest.raises(KeyError, match="numpy"):
        libraries_of(modules_of("entry", tmp_path))


def test_what_only_type_checkers_import_is_not_brought_along(tmp_path: Path) -> None:
    (tmp_path / "entry.py").write_text(
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import numpy\nelse:\n    import yaml\n"
    )

    assert ["pyyaml"] == libraries_of(modules_of("entry", tmp_path))


def test_each_function_of_the_template_is_built_by_the_makefile_from_its_entry_point() -> None:
    functions = {name: one for name, one in TEMPLATE["Resources"].items() if one["Type"] == "AWS::Serverless::Function"}
    makefile = (ROOT / "functions" / "Makefile").read_text()

    assert set(functions) == set(ENTRIES)
    for name, entry in ENTRIES.items():
        assert functions[name]["Metadata"]["BuildMethod"] == "makefile"
        assert functions[name]["Properties"]["Handler"] == f"{entry}.handler"
        assert f'lambda_package.py {entry} "$(ARTIFACTS_DIR)"' in makefile
    runtime = TEMPLATE["Globals"]["Function"]["Runtime"]
    assert runtime == "python{}.{}".format(*lambda_package.TARGET_PYTHON)


def test_bytecode_names_files_as_lambda_has_them_and_does_not_ask_for_their_age(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("def one(): ...\n")

    lambda_package._compile(tmp_path, sys.executable)

    data = next(tmp_path.rglob("*.pyc")).read_bytes()
    assert marshal.loads(data[16:]).co_filename == "/var/task/one.py"  # noqa: S302 - made above
    assert int.from_bytes(data[4:8], "little") == 0b01  # by hash, and unchecked: PEP 552


@pytest.mark.parametrize("found", [None, "/bin/false", sys.executable])
def test_a_build_without_the_runtimes_python_says_what_that_costs(
    tmp_path: Path, found: str | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "one.py").write_text("def one(): ...\n")
    monkeypatch.setattr(lambda_package, "TARGET_PYTHON", (4, 2))
    monkeypatch.setattr("shutil.which", lambda _: found)

    lambda_package._compile(tmp_path, lambda_package._target_python())

    assert "no Python 4.2 is here to make its bytecode" in capsys.readouterr().err
    assert [] == list(tmp_path.rglob("*.pyc"))


def test_a_build_finds_the_runtimes_python_beside_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lambda_package, "TARGET_PYTHON", tuple(sys.version_info[:2]))
    here = sys.executable
    monkeypatch.setattr("shutil.which", lambda _: here)
    monkeypatch.setattr(sys, "executable", "/bin/false")

    assert here == lambda_package._target_python()


@cache
def _built(entry: str, *, for_this_machine: bool) -> Path:
    import tempfile  # noqa: PLC0415 - for these only

    folder = Path(tempfile.mkdtemp(prefix=f"coursewright-{entry}-"))
    lambda_package.build(entry, folder, for_this_machine=for_this_machine)
    return folder


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


@pytest.mark.endurance
@pytest.mark.parametrize("entry", ENTRIES.values())
def test_a_package_for_lambda_is_small_and_for_its_processor(entry: str) -> None:
    folder = _built(entry, for_this_machine=False)
    libraries = list(folder.rglob("*.so"))
    print(f"{entry}: {_megabytes(folder):.1f} MB")  # noqa: T201 - a figure to read

    assert _megabytes(folder) < MEGABYTES[entry]
    assert libraries
    assert [] == [path.name for path in libraries if path.read_bytes()[18:20] != b"\xb7\x00"]  # ELF: AArch64
    assert [] == [path.name for path in libraries if "x86_64" in path.name]


def _environment(root: Path) -> dict[str, str]:
    return {f"COURSEWRIGHT_{name.upper()}": str(root / name) for name in ("incoming", "candidates", "released", "keys")}


@pytest.mark.endurance
@pytest.mark.parametrize("entry", ["content_api", "preview_api"])
def test_a_readers_package_starts_alone_and_answers(tmp_path: Path, entry: str) -> None:
    publish_both(tmp_path)
    with Runtime(f"{entry}.handler", (_built(entry, for_this_machine=True),), _environment(tmp_path)) as runtime:
        answer = runtime.invoke(asked("/v1/stable/courses/ai-foundations"))

    assert answer.kind == "response"
    assert answer.body["statusCode"] == {"content_api": 200, "preview_api": 401}[entry]


@pytest.mark.endurance
def test_the_packages_of_publish_and_promote_start_alone_and_take_a_bundle_to_its_readers(tmp_path: Path) -> None:
    bundle = sound_bundle()
    FolderStore(tmp_path / "incoming").put_if_absent(key_of(bundle), bundle)
    environment = _environment(tmp_path)
    with Runtime("publish.handler", (_built("publish", for_this_machine=True),), environment, seconds=60) as runtime:
        published = runtime.invoke(upload_event(key_of(bundle)))
    report = published.body[0]
    request = {"act": "promote", "candidate": report["candidate"], "manifest": report["manifest"], "channel": "stable"}
    with Runtime("promote.handler", (_built("promote", for_this_machine=True),), environment, seconds=60) as runtime:
        promoted = runtime.invoke({**request, "seen": 0, "by": "ana@example.org"})
    with Runtime("content_api.handler", (_built("content_api", for_this_machine=True),), environment) as runtime:
        read = runtime.invoke(asked("/v1/stable/courses"))

    assert report["state"] == "deposited"
    assert promoted.body["outcome"] == "done"
    assert json.loads(read.body["body"])["courses"]


@pytest.mark.endurance
def test_the_packages_of_observe_and_remind_start_alone_and_do_the_work_of_a_day(tmp_path: Path) -> None:
    publish_both(tmp_path)
    place = sunset_file(tmp_path, ("gpt-6.1-sol", "2026-12-01"))
    others = dict.fromkeys(("openai-deprecations", "models-dev", "litellm"))
    environment = {**_environment(tmp_path), "COURSEWRIGHT_SOURCES": json.dumps({**others, "llm-sunset": place})}
    with Runtime("observe.handler", (_built("observe", for_this_machine=True),), environment, seconds=60) as runtime:
        observed = runtime.invoke({"time": "2026-11-25T00:23:00Z"})
    with Runtime("remind.handler", (_built("remind", for_this_machine=True),), environment, seconds=60) as runtime:
        reminded = runtime.invoke({"time": "2026-11-25T05:41:00Z"})

    assert ({"llm-sunset": "observed"}, 1) == (observed.body["sources"], observed.body["statuses"])
    assert reminded.body["digests"]

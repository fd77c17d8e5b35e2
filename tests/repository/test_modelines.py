"""Every YAML file of the shipped content names its schema, so that an editor needs no settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from courses import ARCHIVE, CONTENT, ROOT
from coursewright.authoring.schemas import FOLDER, MODELINE, file_of, modeline, schema_for
from coursewright.commands.authoring.generating import name_schemas

SHIPPED = [(content, path) for content in (CONTENT, ARCHIVE) for path in sorted(content.rglob("*.yaml"))]


@pytest.mark.parametrize("content", [CONTENT, ARCHIVE], ids=lambda content: content.name)
def test_every_yaml_file_begins_with_the_line_that_names_its_schema(content: Path) -> None:
    wrong = []
    for path in sorted(content.rglob("*.yaml")):
        name = schema_for(path.relative_to(content).as_posix())
        assert name, f"{path} has no schema"
        if path.read_text().split("\n", 1)[0] != modeline(name, str(ROOT / FOLDER), str(path.parent)):
            wrong.append(path.relative_to(ROOT).as_posix())

    assert [] == wrong, "run `make schemas`"


def test_the_schema_it_names_is_there() -> None:
    for _, path in SHIPPED:
        named = path.read_text().split("\n", 1)[0].removeprefix(MODELINE)

        assert (path.parent / named).is_file(), path


def test_no_lesson_names_one_because_its_body_is_no_yaml() -> None:
    assert [] == [path for content in (CONTENT, ARCHIVE) for path in content.rglob("*.md") if MODELINE in path.read_text()]


def test_the_command_names_schemas_once(tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "claims").mkdir(parents=True)
    (content / "curriculum.yaml").write_text("title: x\n")
    (content / "claims" / "one.yaml").write_text(f"{MODELINE}elsewhere.json\nstatement: x\n")
    (content / "notes.yaml").write_text("of no kind\n")

    assert 2 == name_schemas(content, tmp_path / "schemas")
    assert 0 == name_schemas(content, tmp_path / "schemas")
    assert f"{MODELINE}../../schemas/{file_of('claim')}\nstatement: x\n" == (content / "claims" / "one.yaml").read_text()
    assert f"{MODELINE}../schemas/{file_of('curriculum')}\ntitle: x\n" == (content / "curriculum.yaml").read_text()
    assert "of no kind\n" == (content / "notes.yaml").read_text()

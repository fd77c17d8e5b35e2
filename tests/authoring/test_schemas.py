"""The schemas say what the shapes say, explain every field, and hold examples that are valid."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from courses import ARCHIVE, CONTENT, tree
from coursewright.authoring.findings.help_pages import codes
from coursewright.authoring.lesson_reading import front_matter
from coursewright.authoring.schemas import (
    AUTHORED,
    ID,
    Authored,
    file_of,
    modeline,
    schema_files,
    schema_for,
    schemas,
    with_modeline,
)
from coursewright.authoring.yaml_text.yaml_nodes import read_yaml

EVERY = pytest.mark.parametrize("authored", AUTHORED, ids=lambda authored: authored.name)


def _schema(authored: Authored) -> dict[str, Any]:
    return schemas()[file_of(authored.name)]


def _parts(schema: object, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema within a schema, `examples` and `default` aside."""
    if isinstance(schema, dict):
        yield path, schema
        for key, value in schema.items():
            if key not in ("examples", "default", "const", "enum"):
                yield from _parts(value, f"{path}/{key}")
    elif isinstance(schema, list):
        for index, value in enumerate(schema):
            yield from _parts(value, f"{path}/{index}")


@EVERY
def test_a_schema_is_one_and_says_which_and_for_whom(authored: Authored) -> None:
    schema = _schema(authored)

    Draft202012Validator.check_schema(schema)
    assert f"{ID}{authored.name}" == schema["$id"]
    assert authored.title == schema["title"]
    assert not schema["additionalProperties"]


@EVERY
def test_every_field_is_explained_in_a_sentence(authored: Authored) -> None:
    fields = {
        f"{path}/{name}": field.get("description", "")
        for path, part in _parts(_schema(authored))
        for name, field in part.get("properties", {}).items()
        if not path.endswith("/properties")
    }

    assert fields
    assert {} == {name: said for name, said in fields.items() if not said.endswith(".") or len(said.split()) < 2}


@EVERY
def test_the_example_of_a_file_fits_its_schema_and_its_shape(authored: Authored) -> None:
    schema = _schema(authored)
    (example,) = schema["examples"]

    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(example)
    authored.shape.model_validate_json(json.dumps(example))


@EVERY
def test_the_example_of_a_file_shows_every_field_it_must_have_and_few_are_left_out(authored: Authored) -> None:
    schema = _schema(authored)
    shown, left_out = set(schema["examples"][0]), {"id", "formerly", "after", "prerequisites", "summary", "objectives", "claims"}

    assert set(schema["properties"]) - left_out <= shown


@EVERY
def test_the_examples_of_a_field_fit_it(authored: Authored) -> None:
    schema = _schema(authored)
    for path, part in _parts(schema):
        for example in part.get("examples", ()):
            Draft202012Validator({**part, "$defs": schema.get("$defs", {})}).validate(example)
            assert path or part is schema


def test_the_examples_name_findings_that_exist() -> None:
    edition, findings = (schemas()[file_of(name)]["examples"][0] for name in ("edition", "findings"))

    assert {entry["code"] for entry in edition["acknowledged"]} <= set(codes())
    assert {entry["code"] for entry in findings["findings"]} | set(findings["passed"]) <= set(codes())


def _shipped() -> Iterator[tuple[str, Any]]:
    """Schema name and data of every shipped file that has a schema."""
    for content in (CONTENT, ARCHIVE):
        for path, data in tree(content).files.items():
            front = front_matter(data.decode()) if path.endswith(".md") else None
            if path.endswith(".jsonl"):
                facts = map(json.loads, data.splitlines())
                yield from (("api-fact" if "api" in fact else "fact", fact) for fact in facts)
            elif name := "lesson-front-matter" if front else schema_for(path):
                root, _ = read_yaml(front[1].encode() if front else data, path)
                assert root
                yield name, root.plain()


def test_whatever_is_shipped_fits_its_schema() -> None:
    judges = {authored.name: Draft202012Validator(_schema(authored)) for authored in AUTHORED}
    wrong = [(name, error.message) for name, data in _shipped() for error in judges[name].iter_errors(data)]

    assert [] == wrong


def _spoilt(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The data with one field gone, misspelt, or of a type that no field has."""
    for field, value in data.items():
        rest = {name: data[name] for name in data if name != field}
        yield rest
        yield {**rest, f"{field}x": value}
        yield {**rest, field: {"": [[]]}}


@EVERY
def test_schema_and_shape_refuse_the_same(authored: Authored) -> None:
    schema = _schema(authored)
    judge = Draft202012Validator(schema)
    for spoilt in _spoilt(schema["examples"][0]):
        try:
            authored.shape.model_validate_json(json.dumps(spoilt))
            fits = True
        except ValidationError:
            fits = False

        assert fits == judge.is_valid(spoilt), spoilt


def test_the_same_shapes_give_the_same_bytes() -> None:
    assert schema_files() == schema_files()


def test_a_schema_is_found_by_a_files_path() -> None:
    assert "quiz" == schema_for("courses/prompting/basics/05-check.quiz.yaml")
    assert "module" == schema_for("courses/prompting/basics/module.yaml")
    assert "course" == schema_for("courses/prompting/course.yaml")
    assert schema_for("courses/prompting/basics/05-check.md") is None
    assert schema_for("claims/deeper/one.yaml") is None


def test_the_line_that_names_a_schema_replaces_the_one_before_and_keeps_the_rest() -> None:
    line = modeline("claim", "/here/schemas/authoring", "/here/content/claims")

    assert "# yaml-language-server: $schema=../../schemas/authoring/claim.schema.json" == line
    assert f"{line}\ntitle: x\n".encode() == with_modeline(b"title: x\n", line)
    assert f"{line}\ntitle: x\n".encode() == with_modeline(f"{line}.old\ntitle: x\n".encode(), line)
    assert f"\ufeff{line}\r\ntitle: x\r\n".encode() == with_modeline("\ufefftitle: x\r\n".encode(), line)

"""The shapes as JSON Schema 2020-12, so that an editor completes and checks an authored file while it is typed.

A schema says what the shapes say, but for two things: what depends on another field or file is left to `coursewright check`, and
a field that is not wanted is left out here, while the checker also takes it empty. The same shapes always give the same bytes.
"""

from __future__ import annotations

import json
import os.path
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from importlib.resources import files
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from coursewright.authoring.reports.findings_json import FindingsJson
from coursewright.authoring.shapes.activities import ACTIVITY_KINDS
from coursewright.authoring.shapes.course_files import CourseFile, LessonFront, ModuleFile, TranslationFront
from coursewright.authoring.shapes.curriculum_files import ClaimFile, CredentialFile, CurriculumFile, PeopleFile, ProgramFile
from coursewright.authoring.shapes.edition_files import EditionFile
from coursewright.authoring.shapes.ledger_files import ApiFact, Fact, OverlayFile
from coursewright.authoring.shapes.worklist_files import WorklistFile
from coursewright.authoring.yaml_text.yaml_nodes import read_yaml

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = "schemas/authoring"
ID = "urn:coursewright:schema:"
MODELINE = "# yaml-language-server: $schema="
_EXAMPLES = "examples.yaml"


@dataclass(frozen=True, slots=True)
class Authored:
    """A kind of authored file: its schema's name and title, its shape, and which YAML files of a curriculum are of it."""

    name: str
    title: str
    shape: type[BaseModel]
    pattern: str = ""


AUTHORED: tuple[Authored, ...] = (
    Authored("curriculum", "Settings of a curriculum", CurriculumFile, "curriculum.yaml"),
    Authored("people", "People who author and review", PeopleFile, "people.yaml"),
    Authored("overlay", "The ledger of models, by hand", OverlayFile, "ledger/overlay.yaml"),
    Authored("fact", "A fact about a model: one line of facts.jsonl", Fact),
    Authored("api-fact", "A fact about a part of an API: one line of facts.jsonl", ApiFact),
    Authored("claim", "A claim", ClaimFile, "claims/*.yaml"),
    Authored("program", "A program", ProgramFile, "programs/*.yaml"),
    Authored("credential", "A credential", CredentialFile, "credentials/*.yaml"),
    Authored("edition", "An edition", EditionFile, "editions/*.yaml"),
    Authored("worklist", "What an owner has to look at for an edition", WorklistFile, "editions/*/*.worklist.yaml"),
    Authored("course", "A course", CourseFile, "courses/*/course.yaml"),
    Authored("module", "A module of a course", ModuleFile, "courses/*/*/module.yaml"),
    Authored("lesson-front-matter", "The front matter of a lesson", LessonFront),
    Authored("translation-front-matter", "The front matter of a translation", TranslationFront),
    *(
        Authored(kind, f"A {kind}" if kind != "exam" else "An exam", shape, f"courses/*/*/*.{kind}.yaml")
        for kind, shape in sorted(ACTIVITY_KINDS.items())
    ),
    Authored("findings", "What `coursewright check --format json` prints", FindingsJson),
)


def schemas() -> dict[str, dict[str, Any]]:
    """The schema of every kind of authored file, and of the findings, by the name of the file that holds it."""
    examples = _examples()
    return {file_of(authored.name): _schema(authored, examples.get(authored.name)) for authored in AUTHORED}


def schema_files() -> dict[str, str]:
    """The same as texts."""
    return {name: f"{json.dumps(schema, indent=2, ensure_ascii=False)}\n" for name, schema in schemas().items()}


def file_of(name: str) -> str:
    """The name of the file that holds a schema."""
    return f"{name}.schema.json"


def schema_for(path: str) -> str | None:
    """The name of the schema for a YAML file, by its path in the curriculum; None where no schema is for it."""
    fitting = (
        authored.name
        for authored in AUTHORED
        if authored.pattern.count("/") == path.count("/") and fnmatchcase(path, authored.pattern)
    )
    return next(fitting, None)


def modeline(name: str, schemas_folder: str, file_folder: str) -> str:
    """The line that tells an editor which schema a YAML file has, from the folder the file is in."""
    return f"{MODELINE}{os.path.relpath(f'{schemas_folder}/{file_of(name)}', file_folder).replace(os.sep, '/')}"


def with_modeline(data: bytes, line: str) -> bytes:
    """The file with this modeline as its first line, in place of the one it may have."""
    mark, body = (data[:3], data[3:]) if data.startswith(b"\xef\xbb\xbf") else (b"", data)
    first, ending, rest = body.partition(b"\n")
    if first.startswith(MODELINE.encode()):
        body = rest
    return mark + line.encode() + (b"\r\n" if ending and first.endswith(b"\r") else b"\n") + body


def _schema(authored: Authored, example: object) -> dict[str, Any]:
    mode: Literal["serialization", "validation"] = "serialization" if authored.shape is FindingsJson else "validation"
    made = authored.shape.model_json_schema(schema_generator=_ForEditors, mode=mode)
    definitions: dict[str, Any] = made.pop("$defs", {})
    for name, definition in definitions.items():
        definition["title"] = _words(name)
    head = {"$schema": DIALECT, "$id": f"{ID}{authored.name}", "title": authored.title}
    schema = {**head, "description": made.pop("description"), **{key: made[key] for key in made if key != "title"}}
    return schema | ({"examples": [example]} if example else {}) | ({"$defs": definitions} if definitions else {})


def _examples() -> Mapping[str, Any]:
    """An example of each file, by the schema's name."""
    data = files(f"{__package__}.shapes").joinpath(_EXAMPLES).read_bytes()
    root, _ = read_yaml(data, _EXAMPLES)
    found: Mapping[str, Any] = root.plain() if root else {}
    return found


def _words(name: str) -> str:
    """`ScaleQuestion` → `Scale question`: a class's name, for readers."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", name.removesuffix("Json")).capitalize()


class _ForEditors(GenerateJsonSchema):
    """Pydantic's schema, less what an editor would show or insert to no use: generated titles, null, and empty defaults."""

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 - as Pydantic calls it
        return False

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return super().nullable_schema(schema) if self.mode == "serialization" else self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        made = super().default_schema(schema)
        if "default" in made and not made["default"] and made["default"] is not False:
            del made["default"]
        return made

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """As Pydantic has it, but a key that fits no pattern is refused, as the shape refuses it."""
        return {**super().dict_schema(schema), "additionalProperties": False}

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        """Without `discriminator`, which is OpenAPI's word and not JSON Schema's."""
        made = super().tagged_union_schema(schema)
        made.pop("discriminator", None)
        return made

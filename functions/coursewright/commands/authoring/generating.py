"""`coursewright schemas` and `pages`: the files that are made from shapes, rules and routes, for editors and for readers."""

from __future__ import annotations

import os.path
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from coursewright.authoring.findings.finding_pages import FOLDER as PAGES
from coursewright.authoring.findings.finding_pages import GENERATED, page_files
from coursewright.authoring.schemas import FOLDER as SCHEMAS
from coursewright.authoring.schemas import ID, modeline, schema_files, schema_for, with_modeline
from coursewright.authoring.sources.folder import find_content, read_folder
from coursewright.commands.document_schemas import ID as DOCUMENT_ID
from coursewright.commands.document_schemas import STAGES, document_schema_files
from coursewright.commands.terminal import say
from coursewright.serving.openapi.document import NAME as OPENAPI_NAME
from coursewright.serving.openapi.document import openapi_files


def schemas_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where they are written.")] = Path(SCHEMAS),
    content: Annotated[
        list[Path] | None,
        typer.Option("--for", help="Also begin each YAML file of this content folder with a line that names its schema."),
    ] = None,
    printed: Annotated[
        Path | None, typer.Option("--printed", metavar="DIR", help="Also write here, in a folder a stage, what commands print.")
    ] = None,
    openapi: Annotated[
        Path | None, typer.Option("--openapi", metavar="DIR", help="Also write the content API's OpenAPI document there.")
    ] = None,
) -> None:
    """Write the JSON Schemas of all authored files, so that an editor completes and checks them."""
    if printed:
        for stage in STAGES:
            made = {
                name.partition("/")[2]: text for name, text in document_schema_files().items() if name.startswith(f"{stage}/")
            }
            changed = write(printed / stage, made, "*.schema.json", f"{DOCUMENT_ID}{stage}:")
            say(f"✓ {len(made)} schemas in {printed / stage}, {changed} changed")
    if openapi:
        say(f"✓ {OPENAPI_NAME} in {openapi}, {write(openapi, openapi_files(), OPENAPI_NAME, '')} changed")
    changed = write(folder, schema_files(), "*.schema.json", ID)
    named = sum(name_schemas(find_content(place), folder) for place in content or ())
    say(f"✓ {len(schema_files())} schemas in {folder}, {changed} changed" + (f"; {named} files name theirs anew" * bool(content)))


def pages_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where they are written.")] = Path(PAGES),
) -> None:
    """Write a help page for every finding, and an index of them."""
    changed = write(folder, page_files(), "*.md", GENERATED)
    say(f"✓ {len(page_files()) - 1} pages and their index in {folder}, {changed} changed")


def write(folder: Path, made: Mapping[str, str], pattern: str, mark: str) -> int:
    """Write what differs, and remove what was generated before and is made no more; how many files that were."""
    folder.mkdir(parents=True, exist_ok=True)
    stale = [path for path in folder.glob(pattern) if path.name not in made and mark in path.read_text(encoding="utf-8")]
    for path in stale:
        path.unlink()
    differing = {name: text for name, text in made.items() if not _holds(folder / name, text.encode())}
    for name, text in differing.items():
        (folder / name).write_bytes(text.encode())
    return len(stale) + len(differing)


def name_schemas(content: Path, schemas: Path) -> int:
    """Begin each YAML file with the line that names its schema; how many files changed."""
    changed = 0
    for path, data in read_folder(content).files.items():
        name = schema_for(path)
        file = content / path
        if name is None:
            continue
        after = with_modeline(data, modeline(name, os.path.abspath(schemas), os.path.abspath(file.parent)))  # noqa: PTH100 - links stay
        if after != data:
            file.write_bytes(after)
            changed += 1
    return changed


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data

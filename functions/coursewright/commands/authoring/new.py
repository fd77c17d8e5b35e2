"""`coursewright new`: the first version of a file, complete but for its to-dos. Nothing is ever overwritten."""

from __future__ import annotations

import os
import secrets
import subprocess
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from coursewright.authoring.drafting import draft
from coursewright.authoring.scaffolding import KINDS, Author, Occasion, Scaffold, scaffold, scaffold_curriculum
from coursewright.authoring.source_tree import SourceTree
from coursewright.authoring.sources.folder import SETTINGS, find_content, read_folder
from coursewright.commands.terminal import say
from coursewright.errors import WritingRefusedError

Kind = StrEnum("Kind", {kind.upper(): kind for kind in KINDS})  # type: ignore[misc]  # one list of kinds, not two


def new_command(
    kind: Annotated[Kind, typer.Argument(help="What to make.", show_default=False)],
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME...",
            help="Its name: a folder for a curriculum, COURSE, COURSE/MODULE, COURSE/MODULE/NAME for what is in a module, "
            "2027-Q1 for an edition.",
        ),
    ],
    content: Annotated[
        Path | None, typer.Option("--content", help="The content folder. Default: the nearest with a curriculum.yaml.")
    ] = None,
    on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="The day to date things by. Default: today.")
    ] = None,
) -> None:
    """Make a curriculum, or a part of one, that passes `check` but for its to-dos. Never overwrites a file."""
    today = datetime.now().astimezone().date()
    occasion = Occasion(on.date() if on else today, _author())
    if kind == "curriculum":
        if content is not None:
            raise typer.BadParameter("a new curriculum is not part of another; name its folder only", param_hint="--content")
        for name in names:
            _new_curriculum(name, occasion)
    else:
        _new_parts(kind.value, names, content if content is not None else find_content(Path.cwd()), occasion)


def _new_curriculum(name: str, occasion: Occasion) -> None:
    if not name.isprintable() or not name.strip():
        raise WritingRefusedError(f"{name!r} cannot name a folder; name one like my-courses")
    folder = Path(name)
    around = next((parent for parent in folder.resolve().parents if (parent / SETTINGS).is_file()), None)
    if around is not None:
        raise WritingRefusedError(f"{around} is a curriculum already, and one cannot be inside another")
    made = scaffold_curriculum(folder.resolve().name, occasion, secrets.token_hex(32))
    _write(folder, made, f"{name.rstrip('/')}/")
    if occasion.author.email == "":
        say("git knows no user.email here; put yours into people.yaml")
    say(f"Next: cd {name} && {made.next}", "dim")


def _new_parts(kind: str, names: list[str], folder: Path, occasion: Occasion) -> None:
    """All of the names or none: each is made on top of the one before, and then all are written."""
    tree = read_folder(folder)
    added: dict[str, str] = {}
    changed: dict[str, str] = {}
    nexts: list[str] = []
    for name in names:
        made = scaffold(kind, name, draft(tree), occasion)
        added.update(made.added)
        changed.update(made.changed)
        nexts.append(made.next)
        tree = _with(tree, made)
    _write(folder, Scaffold(added, changed), tree.shown_as)
    for following in dict.fromkeys(nexts):
        say(f"Next: {following}", "dim")


def _with(tree: SourceTree, made: Scaffold) -> SourceTree:
    texts = {path: text.encode() for path, text in {**made.added, **made.changed}.items()}
    return SourceTree({**tree.files, **texts}, tree.shown_as, tree.findings, tree.authors)


def _write(folder: Path, made: Scaffold, shown_as: str) -> None:
    taken = [path for path in made.added if os.path.lexists(folder / path)]
    if taken:
        raise WritingRefusedError(f"{shown_as}{taken[0]} is already there, and nothing is overwritten; choose another name")
    for path, text in made.added.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            file.write(text.encode())
        say(f"✓ {shown_as}{path}", "green")
    for path, text in made.changed.items():
        (folder / path).write_bytes(text.encode())
        say(f"✓ {shown_as}{path} now lists it", "green")


def _author() -> Author:
    return Author(_git("user.name"), _git("user.email"))


def _git(setting: str) -> str:
    """What git is set to in this folder; empty where it is not, or not there."""
    try:
        done = subprocess.run(["git", "config", setting], capture_output=True, check=False)  # noqa: S603, S607 - fixed words
    except FileNotFoundError:
        return ""
    return "".join(character for character in done.stdout.decode("utf-8", "replace").strip() if character.isprintable())[:300]

"""`coursewright diff`: what differs between two releases, course by course and item by item."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer
from rich.text import Text

from coursewright.commands.acting import JsonOption, StoreOption, named_in
from coursewright.commands.printed import tell_json
from coursewright.commands.publishing.comparing_texts import compared_texts, lines_of_texts
from coursewright.commands.publishing.showing import NameArgument
from coursewright.commands.publishing.views import DiffJson, SideJson
from coursewright.commands.terminal import out
from coursewright.publishing.changes.difference import CourseDifference, ItemDifference, difference
from coursewright.publishing.storing.stores import DEFAULT, stores_at

_MARKS = {"added": ("+", "green"), "removed": ("-", "red"), "kept": ("~", "yellow")}


def diff_command(  # noqa: PLR0913 - a command has the options its users need
    old: NameArgument,
    new: NameArgument,
    item: Annotated[
        str | None, typer.Argument(help="A lesson or an activity, as course/item or by its id: its text, passage by passage.")
    ] = None,
    learner: Annotated[
        list[str] | None,
        typer.Option("--for", metavar="NAME=VALUE", help="Whose text: model=…, role=…, industry=…, locale=…. Can be repeated."),
    ] = None,
    store: StoreOption = DEFAULT,
    as_json: JsonOption = False,
) -> None:
    """Show what differs from one release to another, or within one lesson; candidates can be compared too."""
    stores = stores_at(store)
    one, other = (named_in(stores, name) for name in (old, new))
    if item is not None:
        texts = compared_texts(one, other, item, _learner(learner or []))
        if as_json:
            tell_json(texts)
            return
        for line in lines_of_texts(texts):
            out.print(line)
        return
    found = difference(one.store, one.manifest, other.store, other.manifest)
    told = DiffJson(
        old=SideJson(name=one.name, manifest=one.manifest),
        new=SideJson(name=other.name, manifest=other.manifest),
        counts=found.counts(),
        changed=found.changed,
        courses=found.courses,
    )
    if as_json:
        tell_json(told)
        return
    for line in _lines(told):
        out.print(line)


def _learner(given: list[str]) -> dict[str, str]:
    if wrong := [one for one in given if "=" not in one]:
        raise typer.BadParameter(f"{wrong[0]!r} is not of the form role=developer", param_hint="--for")
    return dict(one.split("=", 1) for one in given)


def _lines(told: DiffJson) -> Iterator[Text]:
    yield Text(f"{told.old.name} → {told.new.name}", "bold")
    if told.old.manifest == told.new.manifest:
        yield Text("  the same release, byte for byte")
        return
    for course in told.courses:
        yield from _course(course)
    if told.changed:
        yield Text(f"  also changed: {', '.join(told.changed)}")
    if not told.courses and not told.changed:
        yield Text("  nothing a learner sees: settings, or the compiler format")
    figures = [f"{count} {what}" for what, count in told.counts.items() if count]
    yield Text(f"  {', '.join(figures)}" if figures else "  no lesson or activity differs", "dim")


def _course(course: CourseDifference) -> Iterator[Text]:
    mark, style = _MARKS[course.change]
    parts = list(course.changed)
    for word, modules in (("added", course.modules_added), ("removed", course.modules_removed), ("moved", course.modules_moved)):
        parts += [f"module{'s' if len(modules) > 1 else ''} {', '.join(modules)} {word}"] if modules else []
    if course.change == "kept" and not parts and not course.items:
        parts = ["compiled anew; nothing a learner sees"]
    yield Text(f"  {mark} {course.id}", style).append(f": {'; '.join(parts)}" if parts else "", "default")
    width = max((len(item.id) for item in course.items), default=0)
    yield from (_item(item, width) for item in course.items)


def _item(item: ItemDifference, width: int) -> Text:
    mark, style = _MARKS[item.change]
    said = list(item.changed)
    said += ["moved"] if item.moved else []
    said += [f"formerly {', '.join(item.formerly)}"] if item.change == "added" and item.formerly else []
    line = Text(f"    {mark} {item.id:<{width}}", style).append(f"  {item.kind:<8}  {', '.join(said)}", "default")
    line.rstrip()
    return line

"""`coursewright ids`: when an identifier changes, what became of each since another folder, and the words that are missing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.markup import escape
from rich.table import Table

from coursewright.authoring.draft import Draft
from coursewright.authoring.drafting import draft
from coursewright.authoring.findings.fixing import diff
from coursewright.authoring.ids.id_changes import Became, Change, CourseChanges, compare
from coursewright.authoring.ids.id_heirs import Word, words
from coursewright.authoring.ids.id_mending import sentence, with_words
from coursewright.authoring.ids.id_rules import WHEN
from coursewright.commands.content import ContentOption, folder_of, read_content
from coursewright.commands.terminal import complain, err, out, say
from coursewright.errors import SourceError

_UNSETTLED = (Became.VANISHED, Became.UNSAID, Became.CHANGED_KIND)
_MOST_NEW = 20


def ids_command(
    content: ContentOption = None,
    since: Annotated[
        Path | None,
        typer.Option("--since", help="Compare with this content folder: what learners have now, or a copy from before."),
    ] = None,
    mend: Annotated[
        bool, typer.Option("--mend", help="Show what should be said of ids that vanished as a diff, then write it.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Write without asking.")] = False,
) -> None:
    """Explain identifiers: when one must and must not change; with --since, what became of each.

    Exit code 0: every identifier is accounted for. 1: some are not. 2: the command was misused.
    """
    if since is None:
        if mend:
            raise typer.BadParameter("name what to compare with: --since FOLDER", param_hint="--mend")
        _explain()
        return
    before = _readable(draft(read_content(since, None)), str(since))
    after = _readable(draft(read_content(content, None)), "the content")
    changes = compare(before, after)
    if mend:
        raise typer.Exit(_mend(after, changes, folder_of(content), yes))
    raise typer.Exit(_tell(changes))


def _readable(read: Draft, name: str) -> Draft:
    """A file that cannot be read may hold any identifier, so nothing can be said about what vanished."""
    unread = sorted(path for path in read.unreadable if path.startswith("courses/"))
    if unread:
        raise SourceError(f"{unread[0]} of {name} cannot be read, so its identifiers are unknown; `coursewright check` says why")
    return read


def _explain() -> None:
    table = Table("what you do", "the identifier", "what to write", box=box.SIMPLE_HEAD, pad_edge=False)
    for row in WHEN:
        table.add_row(*(escape(cell) for cell in row))
    out.print(table)
    say("Learners' records name lessons, activities, questions, objectives, modules and courses by these, for years.")
    say("Next: coursewright ids --since FOLDER", "dim")


def _tell(changes: tuple[CourseChanges, ...]) -> int:
    unsettled, mendable = 0, 0
    for course in changes:
        said = {(word.kind, word.id): word for word in words(course)}
        say(course.course, "bold")
        for became in Became:
            _tell_those(became, course.those(became), said)
        mendable += len(said)
        unsettled += len(course.those(*_UNSETTLED))
    if not unsettled:
        say("✓ Every identifier is accounted for.", "green")
        return 0
    say(f"✗ {unsettled} not accounted for.{' The same with --mend writes what is guessed here.' if mendable else ''}", "red")
    return 1


def _tell_those(became: Became, changes: tuple[Change, ...], said: dict[tuple[str, str], Word]) -> None:
    if became is Became.STAYED and changes:
        say(f"  stayed: {len(changes)}")
        return
    if became is Became.NEW and len(changes) > _MOST_NEW:
        say(f"  new: {len(changes)}")
        return
    for change in changes:
        what = change.old.what if change.old else change.detail or change.kind
        say(f"  {became.value}: {what} {change.id}{_about(change)}", "red" if became in _UNSETTLED else "")
        if word := said.get((change.kind, change.id)):
            say(f"      = Perhaps {sentence(word)}.")
        elif became in _UNSETTLED:
            say(f"      = {_advice(change)}")


def _about(change: Change) -> str:
    match change.became:
        case Became.RENAMED | Became.MERGED | Became.SPLIT | Became.RETIRED:
            return f" → {', '.join(change.heirs)}" if change.heirs else ""
        case Became.MOVED | Became.CHANGED_KIND:
            return f", {change.detail}"
        case Became.UNSAID:
            return ", which an entry under `formerly:` or `retired:` answered for"
        case _:
            return ""


def _advice(change: Change) -> str:
    if change.kind == "course":
        return f"Bring courses/{change.id} back; to hide it from the catalogue, set `availability: invited`."
    if change.became is Became.CHANGED_KIND:
        return f"Give it another id, and list {change.id} under `retired:` with the new id as heir."
    return "It was retired, and an id is never used again: take another, and put the entry back."


def _mend(after: Draft, changes: tuple[CourseChanges, ...], folder: Path | None, yes: bool) -> int:
    """Show the diff, and write it if that is wanted; then say what is left."""
    if folder is None:
        raise SourceError("only a content folder can be mended; a bundle stays as it is")
    files = after.tree.files
    new: dict[str, bytes] = {}
    for course in changes:
        new.update(with_words(files, course.course, words(course)))
    if not new:
        say("Nothing here can be mended by itself.")
        return _tell(changes)
    typer.echo(diff(files, new, after.tree.shown_as), nl=False)
    if not yes and not (sys.stdin.isatty() and typer.confirm("Write these changes?", err=True)):
        complain("nothing was written; --yes writes without asking")
        return 1
    for path, data in new.items():
        (folder / path).write_bytes(data)
    err.print(f"✓ mended {len(new)} file{'s' if len(new) > 1 else ''}", style="green")
    left = [change for course in changes for change in course.those(*_UNSETTLED) if not _was_said(course, change)]
    for change in left:
        say(f"  {change.became.value}: {change.kind} {change.id}\n      = {_advice(change)}", "red")
    return 1 if left else 0


def _was_said(course: CourseChanges, change: Change) -> bool:
    return any((word.kind, word.id) == (change.kind, change.id) for word in words(course))

"""`coursewright correct`: begin a patch release of each edition in use that states a false claim."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from coursewright.authoring.sources.folder import find_content
from coursewright.commands.acting import JsonOption, StoreOption, after_deposit, command
from coursewright.commands.days import day_of
from coursewright.commands.printed import tell_json
from coursewright.commands.renewing.correct_documents import CorrectedEditionJson, CorrectJson, ItemFileJson
from coursewright.commands.terminal import err, out
from coursewright.commands.writing import replace_file
from coursewright.errors import SourceError, WritingRefusedError
from coursewright.publishing.records.named import unknown
from coursewright.publishing.storing.stores import DEFAULT, Stores, stores_at
from coursewright.renewing.correcting.beginning import begin
from coursewright.renewing.correcting.edition_sources import EditionSources, check_out, sources_of
from coursewright.renewing.correcting.false_claims import Stated, stated_in

_INTO = Path(DEFAULT) / "corrections"


def correct_command(  # noqa: PLR0913 - a command has the options its users need
    claim: Annotated[str, typer.Argument(help="The claim's id.")],
    because: Annotated[str, typer.Option("--because", help="What is wrong with it, in words for learners.")],
    content: Annotated[
        Path | None, typer.Option("--content", help="The content folder. Default: the nearest with a curriculum.yaml.")
    ] = None,
    store: StoreOption = DEFAULT,
    edition: Annotated[
        list[str] | None,
        typer.Option("--edition", metavar="NAME", help="Also this edition, although its days are over. Can be repeated."),
    ] = None,
    into: Annotated[
        Path, typer.Option("--into", metavar="DIR", help="Where branches of older editions are checked out.")
    ] = _INTO,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="The day of the correction. Default: today.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show where it would be begun, and write nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Begin to correct a false claim in every edition that learners have and that states it.

    Each edition's file gets an entry that says what was wrong. The claim and what states it are then mended by hand, and the
    patch release is deposited and promoted like any other: it moves its edition, and with it the learners who are pinned to it.
    """
    day = day_of(as_of, "--as-of") or datetime.now(UTC).date()
    if not because.strip():
        raise typer.BadParameter("say what is wrong with the claim; learners read it", param_hint="--because")
    folder, stores = content or find_content(Path.cwd()), stores_at(store)
    known = stores.released.folders("editions/")
    for name in edition or ():
        if name not in known:
            raise unknown("edition", name, known, command(stores, "releases"))
    search = stated_in(stores.released, claim, day, edition or ())
    begun = [_begun(one, claim, because, day, folder, into, dry_run=dry_run) for one in search.found]
    over, wrong = tuple(one.edition for one in search.over), tuple(search.wrong)
    told = CorrectJson(claim=claim, is_dry_run=dry_run, editions=tuple(begun), over=over, not_looked_at=wrong)
    if as_json:
        tell_json(told)
    else:
        for line in _lines(told, stores):
            out.print(line)
        for sentence in wrong:
            err.print(f"✗ {sentence}", style="red")
    if wrong or any(one.problem for one in begun):
        raise typer.Exit(1)


def _begun(  # noqa: PLR0913 - what is corrected, why, when, and where
    stated: Stated, claim: str, because: str, day: date, folder: Path, into: Path, *, dry_run: bool
) -> CorrectedEditionJson:
    """The correction of one edition, begun; where it cannot be, why, so that the others still are."""
    try:
        sources = sources_of(stated, claim, folder, into)
        if not dry_run:
            check_out(sources, stated, folder)
        if not sources.is_there:
            return _told(stated, sources, "planned")
        made = begin(sources.folder, stated, claim, because, day)
        if made.is_new and not dry_run:
            replace_file(sources.folder, made.path, made.before, made.after)
        return _told(stated, sources, ("planned" if dry_run else "begun") if made.is_new else "already begun")
    except (SourceError, WritingRefusedError) as error:
        return _told(stated, None, "not begun", str(error))


def _told(stated: Stated, sources: EditionSources | None, state: str, problem: str | None = None) -> CorrectedEditionJson:
    return CorrectedEditionJson.model_validate(
        {
            "edition": stated.edition,
            "release": stated.release,
            "statement": stated.statement,
            "courses": stated.courses,
            "stated_by": [ItemFileJson(item=item, path=path) for item, path in stated.files.items()],
            "state": state,
            "folder": _from_here(sources.folder) if sources else None,
            "branch": sources.branch if sources else None,
            "problem": problem,
        }
    )


def _from_here(folder: Path) -> str:
    """A folder as it is called from where the command was run, if it is below."""
    here, there = Path.cwd(), folder.resolve()
    return str(there.relative_to(here)) if there.is_relative_to(here) else str(folder)


def _lines(told: CorrectJson, stores: Stores) -> Iterator[Text]:
    for number, one in enumerate(told.editions):
        if number:
            yield Text()
        yield Text(f"{one.edition}", "bold").append(f"  learners of {one.release} read:", "default")
        yield Text(f"  “{one.statement}”")
        yield from (Text(f"    {stated.item}  ", "default").append(stated.path or "", "dim") for stated in one.stated_by)
        yield from _next(told.claim, one, stores)
    for edition in told.over:
        yield Text()
        yield Text(f"{edition}", "bold").append("  states it as well; its days are over, and no channel stands at it.", "default")
        yield Text("  If learners are still on it, say so:")
        yield Text(f"    {command(stores, 'correct', told.claim, '--because', '…', '--edition', edition)}", "dim")


def _next(claim: str, one: CorrectedEditionJson, stores: Stores) -> Iterator[Text]:
    if one.problem:
        yield Text(f"  ✗ not begun: {one.problem}", "red")
        return
    where = f"branch {one.branch}, checked out in {one.folder}" if one.branch else f"{one.folder}"
    yield Text(
        f"  {'·' if one.state == 'planned' else '✓'} {one.state}: {where}", "green" if one.state != "planned" else "yellow"
    )
    if one.state == "planned":
        return
    yield Text(f"  Now mend claims/{claim}.yaml, keep its id, and rewrite or drop the passages and questions that bear on it.")
    yield Text("  Choices, keys, objectives and all else stay for the next edition. Commit it, then:")
    yield Text(f"    coursewright check --content {one.folder}", "dim")
    yield Text(f"    {command(stores, 'deposit', '--content', str(one.folder))}", "dim")
    yield Text(f"    {command(stores, 'changes', one.edition, f'{one.edition}-rc.N')}", "dim")
    yield Text(f"    {after_deposit(stores, f'{one.edition}-rc.N')}", "dim")

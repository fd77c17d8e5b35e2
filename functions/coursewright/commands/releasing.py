"""`coursewright deposit`, `promote` and `releases`: from checked content to what learners read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from coursewright.authoring.check import check, settle
from coursewright.authoring.reports.text import as_text
from coursewright.authoring.source_tree import SourceTree
from coursewright.commands.acting import ByOption, StoreOption, WhyOption, deciding, stamp
from coursewright.commands.content import CommitOption, ContentOption, folder_of, read_content
from coursewright.commands.terminal import err, out, progress, say
from coursewright.compiling.compile import compile_release
from coursewright.compiling.release import Release
from coursewright.errors import InvalidCurriculumError, UnknownNameError
from coursewright.publishing.baselines import baseline_for
from coursewright.publishing.deposit import Candidate, deposit, find_candidate
from coursewright.publishing.log import Record
from coursewright.publishing.logs import candidates, channel_log, edition_log
from coursewright.publishing.names import is_channel, is_edition, parse_candidate
from coursewright.publishing.promotion import Promotion, promote
from coursewright.publishing.provenance import source_of
from coursewright.publishing.stores import DEFAULT, Stores


def deposit_command(  # noqa: PLR0913 - a command has the options its users need
    content: ContentOption = None,
    commit: CommitOption = None,
    store: StoreOption = DEFAULT,
    by: ByOption = None,
    why: WhyOption = "",
    full: Annotated[bool, typer.Option("--full", help="Put every object again: mends a store that lost some.")] = False,
) -> None:
    """Check and compile the content, and deposit it as a candidate of its newest edition."""
    candidate, release = deposit_content(content, commit, Stores(store), by, why, full=full)
    tell_deposit(candidate, release)
    if candidate.is_new:
        say(f"Next: coursewright promote {candidate.name}", "dim")


def promote_command(
    candidate: Annotated[str, typer.Argument(help="The candidate's name, like 2026-Q4-rc.1.")],
    channel: Annotated[str, typer.Option("--channel", help="The channel to move to the candidate's edition.")] = "stable",
    store: StoreOption = DEFAULT,
    by: ByOption = None,
    why: WhyOption = "",
) -> None:
    """Promote a candidate: its edition and a channel move to it. A laptop's policy asks for no approvals."""
    if not is_channel(channel):
        raise UnknownNameError(f"{channel!r} cannot be a channel; use lower-case words joined by hyphens, like pilot-health")
    stores, name = Stores(store), parse_candidate(candidate)
    found = find_candidate(stores.candidates, name)
    if found is None:
        raise UnknownNameError(f"no candidate {name} in {store}; `coursewright releases` lists them")
    tell_promotion(promote_candidate(found, stores, channel, by, why), channel)


def releases_command(store: StoreOption = DEFAULT) -> None:
    """Show channels, editions with their releases, and candidates, the newest first."""
    stores = Stores(store)
    channels, editions = stores.released.folders("channels/"), stores.released.folders("editions/")
    rows = [("channel", name, channel_log(stores.released, name).head(), "edition") for name in channels]
    for edition in reversed(editions):
        rows += [("release", record["release"], record, "manifest") for record in edition_log(stores.released, edition).records()]
    for edition in reversed(stores.candidates.folders("candidates/")):
        rows += [
            ("candidate", f"{edition}-rc.{record.number}", record, "manifest")
            for record in candidates(stores.candidates, edition).records()
        ]
    if not rows:
        say(f"Nothing in {store} yet. Next: coursewright deposit")
        return
    out.print(_table([row for row in rows if row[2] is not None]))


def deposit_content(  # noqa: PLR0913 - what a deposit needs
    content: Path | None, commit: str | None, stores: Stores, by: str | None, why: str, *, full: bool = False
) -> tuple[Candidate, Release]:
    """Content → candidate; findings are printed where there are errors.

    Raises:
        InvalidCurriculumError: the content has errors.
    """
    tree, folder = read_content(content, commit), folder_of(content)
    release = compile_tree(tree, stores)
    who = stamp(stores, by, why, folder)
    with progress() as report, deciding(stores):
        return deposit(release, stores.candidates, who, source_of(tree, folder, commit), report, full=full), release


def compile_tree(tree: SourceTree, stores: Stores) -> Release:
    """Check and compile a tree, with its findings printed where any is an error.

    It is compared with what learners have: where its edition stands, or the edition before it.

    Raises:
        InvalidCurriculumError: the tree has errors.
    """
    checked = check(tree, baseline=baseline_for(stores.released, newest_edition(tree)))
    try:
        curriculum = settle(checked)
    except InvalidCurriculumError:
        for line in as_text(checked):
            err.print(line)
        raise
    with progress() as report:
        return compile_release(curriculum, progress=report)


def newest_edition(tree: SourceTree) -> str | None:
    """The last edition by name that a tree has a file for."""
    names = [path.removeprefix("editions/").removesuffix(".yaml") for path in tree.under("editions")]
    return max((name for name in names if is_edition(name)), default=None)


def promote_candidate(candidate: Candidate, stores: Stores, channel: str, by: str | None, why: str) -> Promotion:
    """Candidate → promotion, with progress."""
    who = stamp(stores, by, why)
    with progress() as report, deciding(stores):
        return promote(candidate, stores.candidates, stores.released, channel, who, report)


def tell_deposit(candidate: Candidate, release: Release) -> None:
    """One line on what a deposit came to."""
    digest = release.manifest[:12]
    if candidate.is_new:
        count = len(release.objects)
        say(f"✓ deposited {candidate.name}: {candidate.written} of {count} objects were new, manifest {digest}")
    else:
        say(f"✓ already deposited as {candidate.name} (manifest {digest}); nothing was written")


def tell_promotion(promotion: Promotion, channel: str) -> None:
    """One line on what a promotion came to."""
    if promotion.moved:
        say(f"✓ promoted {promotion.release} (manifest {promotion.manifest[:12]}); {channel} is at {promotion.release.edition}")
    else:
        say(f"✓ {channel} is at {promotion.release.edition}, release {promotion.release}, already; nothing was written")


def _table(rows: list[tuple[str, str, Record | None, str]]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("what", "name", "stands at", "since", "by", "why"):
        table.add_column(heading, no_wrap=True)
    last = ""
    for what, name, record, shown in rows:
        if record is None:
            continue
        if last and what != last:
            table.add_row()
        last = what
        value = str(record[shown])
        table.add_row(what, name, value[:12], record["at"].replace("+00:00", "Z"), record["by"], record["why"])
    return table

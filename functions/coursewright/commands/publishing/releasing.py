"""`coursewright deposit` and `promote`: from checked content to what learners read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from coursewright.authoring.check import Report, check, settle
from coursewright.authoring.reports.checked_json import checked_note
from coursewright.authoring.reports.text import as_text
from coursewright.authoring.source_tree import SourceTree
from coursewright.commands.acting import ByOption, JsonOption, StoreOption, WhyOption, after_deposit, command, deciding, stamp
from coursewright.commands.content import CommitOption, ContentOption, folder_of, read_content
from coursewright.commands.printed import tell_json
from coursewright.commands.publishing import acts
from coursewright.commands.publishing.documents import DepositJson, PromoteJson
from coursewright.commands.terminal import err, progress, say
from coursewright.compiling.compile import compile_release
from coursewright.compiling.release import Release
from coursewright.errors import InvalidCurriculumError, PromotionRefusedError, UnknownNameError
from coursewright.publishing.depositing.baselines import baseline_for, newest_edition
from coursewright.publishing.depositing.changes_at_deposit import put_changes_at_deposit
from coursewright.publishing.depositing.deposit import Candidate, deposit, find_candidate
from coursewright.publishing.depositing.provenance import source_of
from coursewright.publishing.extending.extending import refuse_unless_it_may_extend
from coursewright.publishing.promoting.promotion import Promotion
from coursewright.publishing.records.named import candidate_names, unknown
from coursewright.publishing.records.names import is_channel, parse_candidate
from coursewright.publishing.removing.expunged_content import refuse_expunged
from coursewright.publishing.storing.stores import DEFAULT, Deployed, Stores, stores_at


def deposit_command(  # noqa: PLR0913 - a command has the options its users need
    content: ContentOption = None,
    commit: CommitOption = None,
    store: StoreOption = DEFAULT,
    by: ByOption = None,
    why: WhyOption = "",
    full: Annotated[bool, typer.Option("--full", help="Put every object again: mends a store that lost some.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Check and compile the content, and deposit it as a candidate of its newest edition."""
    stores = stores_at(store)
    candidate, release = deposit_content(content, commit, stores, by, why, full=full)
    if as_json:
        tell_json(_deposit_json(candidate, release))
        return
    tell_deposit(candidate, release)
    if candidate.is_new:
        say(f"Next: {after_deposit(stores, str(candidate.name))}", "dim")


def promote_command(  # noqa: PLR0913 - a command has the options its users need
    candidate: Annotated[str, typer.Argument(help="The candidate's name, like 2026-Q4-rc.1.")],
    channel: Annotated[str, typer.Option("--channel", help="The channel to move to the candidate's edition.")] = "stable",
    store: StoreOption = DEFAULT,
    by: ByOption = None,
    why: WhyOption = "",
    again: Annotated[bool, typer.Option("--again", help="Move the channel also to what it was taken back from.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Copy every object again: mends a store that lost some.")] = False,
    seen: Annotated[
        int | None,
        typer.Option("--seen", metavar="N", min=0, help="Move only if the channel is at its record N; 0: not there yet."),
    ] = None,
    manifest: Annotated[
        str | None, typer.Option("--manifest", metavar="DIGEST", help="Promote only if this is the candidate's manifest.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Promote a candidate: its edition and a channel move to it.

    On AWS closed gates hold it back; in a folder they are told, unless COURSEWRIGHT_POLICY is release.

    On AWS, with both --seen and --manifest, nothing is read: who may only ask the promote function can promote what others saw.
    """
    if not is_channel(channel):
        raise UnknownNameError(f"{channel!r} cannot be a channel; use lower-case words joined by hyphens, like pilot-health")
    stores, name = stores_at(store), parse_candidate(candidate)
    if isinstance(stores, Deployed) and seen is not None and manifest is not None and not full:
        _tell_asked(acts.promote_as_seen(stores, str(name), manifest, channel, seen, by, why, again=again), as_json=as_json)
        return
    found = find_candidate(stores.candidates, name)
    if found is None:
        raise unknown("candidate", candidate, candidate_names(stores.candidates), command(stores, "releases"))
    if manifest is not None and found.record["manifest"] != manifest:
        raise PromotionRefusedError(
            f"{name} is {found.record['manifest'][:12]}, and {manifest[:12]} was to be promoted; look at it again"
        )
    promotion = acts.promote(found, stores, channel, by, why, again=again, full=full, seen=seen)
    if as_json:
        tell_json(_promote_json(promotion, channel))
    else:
        tell_promotion(promotion, channel)
        tell_gates(closed_gates(promotion.review))


def deposit_content(  # noqa: PLR0913 - what a deposit needs
    content: Path | None, commit: str | None, stores: Stores, by: str | None, why: str, *, full: bool = False
) -> tuple[Candidate, Release]:
    """Content → candidate; findings are printed where there are errors.

    Raises:
        InvalidCurriculumError: the content has errors.
    """
    tree, folder = read_content(content, commit), folder_of(content)
    checked, release = _checked_and_compiled(tree, stores)
    refuse_expunged(stores.released, release.objects, "the content", release.objects)
    refuse_unless_it_may_extend(stores.released, release)
    who, source = stamp(stores, by, why, folder), source_of(tree, folder, commit, stores.released)
    with progress() as report, deciding(stores):
        candidate = deposit(release, stores.candidates, who, source, report, full=full, note=checked_note(checked))
    if candidate.is_new:
        for failure in put_changes_at_deposit(release, candidate.name.edition, stores.candidates, stores.released):
            err.print(f"  {failure}", style="yellow", markup=False)
    return candidate, release


def _checked_and_compiled(tree: SourceTree, stores: Stores) -> tuple[Report, Release]:
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
    if checked.findings:
        count = len(checked.findings)
        err.print(f"  {count} finding{'s' * (count > 1)}, none an error; coursewright check shows them", style="dim")
    with progress() as report:
        return checked, compile_release(curriculum, progress=report)


def tell_deposit(candidate: Candidate, release: Release) -> None:
    """One line on what a deposit came to."""
    digest = release.manifest[:12]
    if candidate.is_new:
        count = len(release.objects)
        say(f"✓ deposited {candidate.name}: {candidate.written} of {count} objects were new, manifest {digest}")
    else:
        done = [f"{candidate.written} objects were put again"] if candidate.written else []
        done += ["that it comes from this source too was attested"] if candidate.is_attested else []
        say(f"✓ already deposited as {candidate.name} (manifest {digest}); {' and '.join(done) or 'nothing was written'}")


def tell_promotion(promotion: Promotion, channel: str) -> None:
    """One line on what a promotion came to."""
    _tell(_promote_json(promotion, channel))


def closed_gates(review: Mapping[str, Any] | None) -> tuple[str, ...]:
    """The gates that were closed by what a record of a promotion says."""
    return tuple(one["gate"] for one in (review or {}).get("gates", ()) if one["state"] == "failed")


def tell_gates(closed: Iterable[str]) -> None:
    """One line on gates that were closed and held nothing back; none where all were open."""
    if named := ", ".join(dict.fromkeys(closed)):
        say(f"  Gates, which hold nothing back here: {named} would be closed. The review desk says why.", "dim")


def _tell_asked(facts: dict[str, Any], *, as_json: bool) -> None:
    """What the function answered, told as a promotion of one's own."""
    known = {name: facts[name] for name in PromoteJson.model_fields if name in facts}
    told = PromoteJson(**known, closed_gates=closed_gates(facts.get("review")))
    if as_json:
        tell_json(told)
    else:
        _tell(told)


def _tell(told: PromoteJson) -> None:
    at = told.channel_edition  # which is another one if somebody moved the channel meanwhile
    if at > told.edition:
        done = (
            f"promoted {told.release} (manifest {told.manifest[:12]})" if told.moved else f"{told.release} was promoted already"
        )
        say(f"✓ {done}; edition {told.edition} is at it, and {told.channel} stays at {at}")
        if not told.moved:
            say(f"  To take new learners back: coursewright rollback {told.channel} --to {told.edition}", "dim")
    elif told.moved:
        new = " (a new channel)" if told.channel_record == 1 else ""
        say(f"✓ promoted {told.release} (manifest {told.manifest[:12]}); {told.channel}{new} is at {at}")
    else:
        say(f"✓ {told.channel} is at {at}, and {told.release} was promoted already; nothing was moved")


def _deposit_json(candidate: Candidate, release: Release) -> DepositJson:
    source = candidate.record["source"]
    return DepositJson(
        candidate=str(candidate.name),
        edition=candidate.name.edition,
        manifest=release.manifest,
        tree=source["tree"],
        commit=source["commit"],
        is_new=candidate.is_new,
        objects=len(release.objects),
        written=candidate.written,
    )


def _promote_json(promotion: Promotion, channel: str) -> PromoteJson:
    return PromoteJson(
        release=str(promotion.release),
        edition=promotion.release.edition,
        channel=channel,
        manifest=promotion.manifest,
        moved=promotion.moved,
        edition_record=promotion.edition.number,
        channel_record=promotion.channel.number,
        channel_edition=promotion.channel["edition"],
        closed_gates=closed_gates(promotion.review),
    )

"""`coursewright show` and `diff`: what is in a release, and what differs between two."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import Annotated, Any

import typer

from coursewright.commands.acting import JsonOption, StoreOption, counted, named_in
from coursewright.commands.printed import tell_json
from coursewright.commands.publishing.documents import RecordJson, record_json
from coursewright.commands.publishing.graph import when
from coursewright.commands.publishing.looking import told_records
from coursewright.commands.publishing.views import CourseJson, OriginJson, ShowJson
from coursewright.commands.terminal import progress, say
from coursewright.publishing.depositing.attestations import attestations_of, statement_in
from coursewright.publishing.depositing.deposit import find_candidate
from coursewright.publishing.records.log import Record
from coursewright.publishing.records.logs import channel_log, edition_log, releases
from coursewright.publishing.records.named import Named
from coursewright.publishing.records.names import parse_candidate, parse_numbered
from coursewright.publishing.storing.reachable import reachable
from coursewright.publishing.storing.store import get_json
from coursewright.publishing.storing.stores import DEFAULT, Stores, stores_at

NameArgument = Annotated[str, typer.Argument(help="A release, candidate, edition or channel.")]


def show_command(name: NameArgument, store: StoreOption = DEFAULT, as_json: JsonOption = False) -> None:
    """Show what a release is: where it came from, what is in it, and what was done with it."""
    stores = stores_at(store)
    named = named_in(stores, name)
    told = _show(named, stores)
    if as_json:
        tell_json(told)
    else:
        for line in _lines(told):
            say(line)


def _show(named: Named, stores: Stores) -> ShowJson:
    manifest = get_json(named.store, named.manifest)
    with progress() as report:
        sizes = []
        for _, data in reachable(named.store, named.manifest):
            sizes.append(len(data))
            report("reading", len(sizes), 0)
    heads = [(channel, channel_log(stores.released, channel).head()) for channel in stores.released.folders("channels/")]
    channels = [channel for channel, head in heads if head and head["release"] == named.name]
    return ShowJson(
        name=named.name,
        kind=named.kind,
        edition=named.edition,
        manifest=named.manifest,
        tree=manifest["tree"],
        compiler_format=manifest["format"],
        title=manifest["title"],
        origins=tuple(_origins(named)),
        about=get_json(named.store, manifest["editions"])["editions"].get(named.edition),
        objects=len(sizes),
        bytes=sum(sizes),
        courses=tuple(_course(get_json(named.store, digest)) for digest in manifest["courses"].values()),
        withdrawn=named.withdrawn,
        superseded_by=named.superseded_by,
        channels=tuple(channels),
        records=tuple(_records(named, stores, [head for _, head in heads if head])),
    )


def _origins(named: Named) -> Iterator[OriginJson]:
    for _, data in attestations_of(named.store, named.manifest):
        predicate = statement_in(data)["predicate"]
        definition, details = predicate["buildDefinition"], predicate["runDetails"]
        digests = {source["name"]: source["digest"] for source in definition["resolvedDependencies"]}
        yield OriginJson(
            tree=digests["content"]["sha256"],
            commit=digests.get("commit", {}).get("gitCommit"),
            folder=definition["externalParameters"]["folder"],
            by=details["builder"]["id"].rpartition("depositor:")[2],
            at=details["metadata"]["finishedOn"],
        )


def _course(index: dict[str, Any]) -> CourseJson:
    lessons = sum(item["kind"] == "lesson" for item in index["items"].values())
    return CourseJson(
        id=index["id"],
        title=index["title"],
        modules=len(index["modules"]),
        lessons=lessons,
        activities=len(index["items"]) - lessons,
        minutes=index["minutes"],
    )


def _records(named: Named, stores: Stores, heads: list[Record]) -> Iterator[RecordJson]:
    """Deposited, named, promoted, withdrawn, and what the channels that are at it did last."""
    if named.kind == "candidate" and named.record:
        yield record_json(named.record, "deposit")
    name = parse_numbered(named.name)
    if name is None or name.is_candidate:
        return
    claimed = releases(stores.released, named.edition).get(name.number)
    found = find_candidate(stores.candidates, parse_candidate(claimed["candidate"])) if claimed else None
    if found and found.record["manifest"] == named.manifest:
        yield record_json(found.record, "deposit")
    if claimed:
        yield record_json(claimed, "name")
    for record in reversed(list(told_records(edition_log(stores.released, named.edition)))):
        if record.withdrawn == named.name or (record.act == "promote" and record.release == named.name):
            yield record
    yield from (record_json(head) for head in heads if head["release"] == named.name)


def _lines(told: ShowJson) -> Iterator[str]:
    yield told.name + (f"  ({told.kind})" if told.kind in ("edition", "channel") else "") + f"  {told.title}"
    if told.withdrawn:
        yield f"  ✗ withdrawn: {told.withdrawn}"
    if told.superseded_by:
        yield f"  superseded by {told.superseded_by}"
    if told.channels:
        yield f"  at it     {', '.join(told.channels)}"
    yield f"  manifest  {told.manifest}"
    yield f"  content   {told.tree}"
    for origin in told.origins:
        commit = f"commit {origin.commit}" if origin.commit else "no commit at hand held it"
        yield f"  from      {commit}, deposited by {origin.by} at {when(origin.at)}"
    yield from _about(told)
    yield f"  size      {told.objects:,} objects, {told.bytes:,} bytes, compiler format {told.compiler_format}"
    yield ""
    yield from (_course_line(course) for course in told.courses)
    yield ""
    for record in told.records:
        yield f"  {record.act:<9} {when(record.at)}  {record.by}  record {record.number} of {record.log}" + (
            f"  {record.why}" if record.why else ""
        )


def _about(told: ShowJson) -> Iterator[str]:
    """The edition as the content has it, with the first paragraph of its note."""
    about = told.about or {}
    period = about.get("period") or {}
    dates = f" ({period['from']} to {period['until']}, effective {about['effective']})" if period else ""
    yield f"  edition   {told.edition}{dates}"
    if about.get("baseline_models"):
        yield f"  models    {', '.join(about['baseline_models'])}"
    first = str(about.get("note") or "").strip().split("\n\n")[0]
    yield from (f"  {'note' if number == 0 else '':<9} {line}" for number, line in enumerate(wrap(" ".join(first.split()), 100)))


def _course_line(course: CourseJson) -> str:
    return (
        f"  {course.id}: {course.title}\n"
        f"    {counted(course.modules, 'modules')}, {counted(course.lessons, 'lessons')}, "
        f"{course.activities} {'activity' if course.activities == 1 else 'activities'}, {counted(course.minutes, 'minutes')}"
    )

"""`coursewright diff A B ITEM`: two versions of a lesson or an activity, passage by passage, with the words that differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape, unescape
from typing import Any

from rich.text import Text

from coursewright.authoring.findings.guessing import nearest
from coursewright.commands.acting import counted
from coursewright.commands.publishing.views import DiffTextJson, PassageJson, SideJson
from coursewright.errors import UnknownNameError
from coursewright.publishing.records.named import Named
from coursewright.publishing.storing.store import get_json
from coursewright.reviewing.comparing.alignment import Became, Pair, aligned
from coursewright.reviewing.comparing.marked_html import marked
from coursewright.serving.items.versions import Read, course_index, version_of, was_called

_MARKED = re.compile(r"<(del|ins)>(.*?)</\1>", re.DOTALL)
_STYLES = {"del": "red strike", "ins": "green", "added": "green", "removed": "red", "moved": "cyan"}
_SIGNS = {Became.ADDED: "+", Became.REMOVED: "-", Became.CHANGED: "~", Became.MOVED: "↕"}


def compared_texts(old: Named, new: Named, item: str, learner: Mapping[str, str]) -> DiffTextJson:
    """Both versions as one learner gets them, laid beside one another.

    Raises:
        UnknownNameError: neither release has such an item; the message holds the closest one.
    """
    course, name = _found(old, new, item)
    before_index, index = _index(old, course), _index(new, course)
    was = was_called(before_index, index, name)
    now = version_of(_reading(new), index, name, learner)
    before = version_of(_reading(old), before_index, was, learner)
    return DiffTextJson(
        old=SideJson(name=old.name, manifest=old.manifest),
        new=SideJson(name=new.name, manifest=new.manifest),
        item=f"{course}/{name}",
        was=f"{course}/{was}" if was else None,
        title=now.title or before.title or name,
        old_title=before.title,
        learner=dict(learner),
        passages=tuple(_passage(pair) for pair in aligned(before.blocks, now.blocks)),
    )


def lines_of_texts(told: DiffTextJson) -> Iterator[Text]:
    """What differs, with what stayed told by its number only."""
    yield Text(f"{told.old.name} → {told.new.name}  {told.title}", "bold")
    if told.old_title and told.old_title != told.title:
        yield _inline(marked(escape(told.old_title), escape(told.title)).both, "  ~ ")
    same = 0
    for passage in told.passages:
        if passage.became is Became.SAME:
            same += 1
            continue
        if same:
            yield Text(f"    {counted(same, 'passages')} as before", "dim")
        same = 0
        yield from _lines(passage)
    yield Text(f"    {counted(same, 'passages')} as before" if same else "    the end", "dim")


def _lines(passage: PassageJson) -> Iterator[Text]:
    sign = f"  {_SIGNS[passage.became]} "
    if passage.became is Became.MOVED:
        where = f"now {passage.new_at}." if passage.is_departure else f"was {passage.old_at}."
        yield Text(f"{sign}passage {passage.old_at if passage.is_departure else passage.new_at}, {where}", _STYLES["moved"])
        if passage.is_departure:
            return
    if passage.old is None or passage.new is None:
        style = _STYLES[passage.became.value]
        yield from (Text(f"{sign}{line}", style) for line in (passage.new or passage.old or "").splitlines())
        return
    if passage.old != passage.new:
        yield _inline(marked(_as_html(passage.old), _as_html(passage.new)).both, sign)


def _as_html(text: str) -> str:
    """As text in which every space counts, as it does in code."""
    return f"<pre>{escape(text)}</pre>"


def _inline(html: str, sign: str) -> Text:
    line, at = Text(sign), 0
    for found in _MARKED.finditer(html):
        line.append(_plain(html[at : found.start()]), "default").append(_plain(found[2]), _STYLES[found[1]])
        at = found.end()
    return line.append(_plain(html[at:]), "default")


def _plain(html: str) -> str:
    return unescape(re.sub("</?pre>", "", html))


def _passage(pair: Pair) -> PassageJson:
    return PassageJson(
        became=pair.became,
        kind=str((pair.new or pair.old or {})["kind"]),
        old=_said(pair.old),
        new=_said(pair.new),
        old_at=None if pair.old_at is None else pair.old_at + 1,
        new_at=None if pair.new_at is None else pair.new_at + 1,
        is_departure=pair.is_departure,
    )


def _said(block: Mapping[str, Any] | None) -> str | None:
    if block is None:
        return None
    return str(block["markdown"]) if "markdown" in block else unescape(re.sub("<[^>]*>", "", block["html"])).strip()


def _found(old: Named, new: Named, item: str) -> tuple[str, str]:
    """The course and the id that a name stands for: an item of the new release, or else of the old one."""
    known: dict[str, tuple[str, str]] = {}
    for named in (old, new):
        for course in get_json(named.store, named.manifest)["courses"]:
            for name in (_index(named, course) or {"items": {}})["items"]:
                known[f"{course}/{name}"] = course, name
    meant = [found for path, found in known.items() if item in (path, found[1])]
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise UnknownNameError(f"{item!r} is in several courses; name one: {', '.join('/'.join(one) for one in meant)}")
    close = nearest(item, {*known, *(name for _, name in known.values())})
    advice = f"did you mean {close}?" if close else f"`coursewright diff {old.asked} {new.asked}` lists what differs"
    raise UnknownNameError(f"neither release has a lesson or an activity {item!r}; {advice}")


def _index(named: Named, course: str) -> Mapping[str, Any] | None:
    return course_index(_reading(named), named.manifest, course)


def _reading(named: Named) -> Read:
    return lambda digest: get_json(named.store, digest)

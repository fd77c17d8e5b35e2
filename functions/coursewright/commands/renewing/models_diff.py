"""`coursewright models diff`: what became of models between two ledgers, of folders, commits or releases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Annotated

import typer
from rich.text import Text

from coursewright.commands.acting import JsonOption, StoreOption
from coursewright.commands.content import ContentOption
from coursewright.commands.printed import tell_json
from coursewright.commands.renewing.models_documents import DifferenceJson, FieldChangeJson, LedgerDiffJson
from coursewright.commands.renewing.models_reading import Everybody, ledger_in, named_ledger
from coursewright.commands.terminal import out
from coursewright.publishing.storing.stores import DEFAULT
from coursewright.renewing.ledger.ledger_diff import KINDS, Difference, ledger_difference

_STYLES = {"appeared": "green", "ends": "red", "moved": "yellow", "no longer ends": "green", "changed": "", "gone": "dim"}
_SAID = {
    "appeared": "new to the ledger",
    "ends": "end now",
    "moved": "end on another day",
    "no longer ends": "do not end any more",
    "changed": "are said to be otherwise",
    "gone": "no longer in the ledger",
}
_DAYS = {"shutdown", "deprecated", "released"}


def diff_command(  # noqa: PLR0913 - a command has the options its users need
    old: Annotated[str, typer.Argument(help="A content folder, a release, an edition or channel, or a git revision.")],
    new: Annotated[str | None, typer.Argument(help="The same. Default: the content as it is.")] = None,
    content: ContentOption = None,
    everybody: Everybody = False,
    store: StoreOption = DEFAULT,
    as_json: JsonOption = False,
) -> None:
    """Show what became of models between two ledgers: what appeared, ends, or ends on another day."""
    before, one = named_ledger(old, content, store)
    after, other = named_ledger(new, content, store) if new else ("the content as it is", ledger_in(content))
    found = [one for one in ledger_difference(one, other) if everybody or one.family or ":" in one.subject]
    told = LedgerDiffJson(
        old=before,
        new=after,
        counts={kind: count for kind in KINDS if (count := Counter(one.kind for one in found)[kind])},
        differences=tuple(_json(one) for one in found),
    )
    if as_json:
        tell_json(told)
        return
    for line in _lines(told):
        out.print(line)


def _json(one: Difference) -> DifferenceJson:
    fields = tuple(FieldChangeJson(field=change.field, before=change.before, after=change.after) for change in one.fields)
    return DifferenceJson(kind=one.kind, subject=one.subject, family=one.family, fields=fields)


def _lines(told: LedgerDiffJson) -> Iterator[Text]:
    yield Text(f"{told.old} → {told.new}", "bold")
    if not told.differences:
        yield Text("  nothing that counts differs; --all also looks at models that are in no family", "dim")
    last = None
    for one in told.differences:
        if one.kind != last:
            yield Text(f"  {told.counts[one.kind]} {_SAID[one.kind]}", _STYLES[one.kind])
        last = one.kind
        yield Text(f"    {one.subject}").append(f"  {'; '.join(_told(one))}", "dim")


def _told(one: DifferenceJson) -> Iterator[str]:
    """Of what appeared, its days only: all the rest is new as well."""
    for change in one.fields:
        if one.kind in ("appeared", "gone") and change.field not in _DAYS:
            continue
        before, after = (", ".join(map(str, values)) for values in (change.before, change.after))
        if one.kind in ("appeared", "gone"):
            yield f"{change.field} {after or before}"
        elif change.field in ("replacements", "capabilities", "endpoints", "rejected_by"):
            yield " ".join(filter(None, (change.field, f"-{before}" if before else "", f"+{after}" if after else "")))
        else:
            yield f"{change.field} {before or '…'} → {after or '…'}"

"""Whether an edition tells truly what it corrected: the words that it says it said are its own.

Takes two releases and the corrections that the newer one adds; gives a sentence for each that cannot be. A quotation may leave
out the beginning or the end of the statement, and differ in case, punctuation and white space.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from coursewright.compiling.digest import Digest
from coursewright.publishing.changes.change import Correction
from coursewright.publishing.changes.reading import Token, tokens_of_text
from coursewright.publishing.changes.side import Side


def misquotes(edition: str, old: Side, corrections: Iterable[Correction]) -> Iterator[str]:
    """Corrections of an edition that quote what its release does not say."""
    own = [one for one in corrections if one.edition == edition]
    claims = old.read(Digest(old.read(old.manifest)["claims"]))["claims"] if own else {}
    for one in own:
        if one.claim not in claims:
            continue  # what nobody stated, nobody can have mended: that is told already
        statement = str(old.read(Digest(claims[one.claim]))["statement"])
        if not _is_part(list(tokens_of_text(one.was)), list(tokens_of_text(statement))):
            yield f"the correction of {one.claim} quotes “{one.was}”, but learners read “{statement.strip()}”: quote that"


def _is_part(part: list[Token], whole: list[Token]) -> bool:
    starts = range(len(whole) - len(part) + 1)
    return bool(part) and any(whole[at : at + len(part)] == part for at in starts)

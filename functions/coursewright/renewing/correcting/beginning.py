"""A correction is begun: what the edition said, and what was wrong with it, go into the edition's file, for learners.

Takes an edition's file as it is and what is to be said; gives the text with the entry. The claim itself, and what states it, are
for the author to mend.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from coursewright.authoring.shapes.edition_files import EditionFile
from coursewright.authoring.yaml_text.located import read_shape
from coursewright.authoring.yaml_text.yaml_editing import with_entry
from coursewright.errors import SourceError, WritingRefusedError
from coursewright.renewing.correcting.false_claims import Stated


@dataclass(frozen=True, slots=True)
class Begun:
    """An edition's file before and with the entry; the same where the correction was begun already."""

    path: str
    before: str
    after: str

    @property
    def is_new(self) -> bool:
        """Whether there is something to write."""
        return self.before != self.after


def begin(folder: Path, stated: Stated, claim: str, because: str, on: date) -> Begun:
    """The edition's file with a correction of the claim.

    Raises:
        SourceError: the edition's file cannot be read.
        WritingRefusedError: it is laid out in a way that cannot be added to.
    """
    path = f"editions/{stated.edition}.yaml"
    try:
        data = (folder / path).read_bytes()
    except OSError as error:
        raise SourceError(f"{folder / path} cannot be read ({error.strerror})") from error
    located, _ = read_shape(EditionFile, data, path)
    if located is None:
        raise SourceError(f"{folder / path} has errors; mend what coursewright check says of it first")
    text, was = data.decode(), " ".join(stated.statement.split())
    if any((one.claim, " ".join(one.was.split())) == (claim, was) for one in located.value.corrections):
        return Begun(path, text, text)
    entry: dict[str, str | list[str]] = {
        "claim": claim,
        "on": on.isoformat(),
        "was": was,
        "because": " ".join(because.split()),
        "courses": list(stated.courses),
    }
    after = with_entry(text, "corrections", entry)
    if after is None:
        raise WritingRefusedError(f"{folder / path} is laid out in a way that cannot be added to; write the correction yourself")
    return Begun(path, text, after)

"""What commands write into an edition's file: an acknowledgement, and the day it was closed. The rest stays as it is laid out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from coursewright.authoring.shapes.edition_files import Acknowledgement, EditionFile
from coursewright.authoring.yaml_text.located import Located
from coursewright.authoring.yaml_text.yaml_editing import with_entry, with_field
from coursewright.authoring.yaml_text.yaml_setting import with_text, without
from coursewright.errors import WritingRefusedError


def with_acknowledgement(edition: Located[EditionFile], text: str, entry: Acknowledgement) -> str:
    """The text with an entry, in the place of the one for the same code and path, or as a new one.

    Raises:
        WritingRefusedError: the file is laid out in a way that cannot be added to.
    """
    said = {"reason": entry.reason, "until": entry.until.isoformat(), **({"by": entry.by} if entry.by else {})}
    for index, before in enumerate(edition.value.acknowledged):
        if (before.code, before.path) == (entry.code, entry.path):
            made: str | None = text
            for field, value in said.items():
                made = with_text(made, ("acknowledged", index, field), value) if made else None
            if made and before.by and not entry.by:  # it was somebody else's word
                made = without(made, ("acknowledged", index, "by"))
            return _made(made, edition.path, f"{_listed(said)} of entry {index + 1} of its `acknowledged:`")
    about = {"path": entry.path} if entry.path else {}
    return _made(with_entry(text, "acknowledged", {"code": entry.code, **about, **said}), edition.path, "an entry")


def _listed(fields: Iterable[str]) -> str:
    *others, last = (f"`{field}:`" for field in fields)
    return f"{', '.join(others)} and {last}"


def with_closing(edition: Located[EditionFile], text: str, on: date) -> str:
    """The text with the day the edition was closed.

    Raises:
        WritingRefusedError: the file is laid out in a way that cannot be added to.
    """
    after = "opened" if edition.value.opened else "effective"
    return _made(with_field(text, "closed", on.isoformat(), after), edition.path, f"`closed: {on}`")


def _made(text: str | None, path: str, what: str) -> str:
    if text is None:
        raise WritingRefusedError(f"{path} is laid out in a way that cannot be written to; write {what} yourself")
    return text

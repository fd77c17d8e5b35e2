"""The files of a content tree that the ledger is made of, and the ledger they make: two files, so that no lesson need be read."""

from __future__ import annotations

from collections.abc import Mapping

from coursewright.authoring.ledger import Ledger, ledger_from
from coursewright.authoring.shapes.ledger_files import OverlayFile
from coursewright.authoring.yaml_text.located import Located, S, read_shape
from coursewright.errors import SourceError
from coursewright.renewing.ledger.ledger_lines import FACTS, facts_in
from coursewright.renewing.ledger.source_entries import OVERLAY

SETTINGS = "curriculum.yaml"


def ledger_of(files: Mapping[str, bytes]) -> Ledger:
    """The ledger of a content tree.

    Raises:
        SourceError: one of its files holds what cannot be read.
    """
    return ledger_from(shape_in(OverlayFile, files, OVERLAY).value, facts_in(files.get(FACTS, b"")))


def shape_in(shape: type[S], files: Mapping[str, bytes], path: str) -> Located[S]:
    """One file, as the shape it should have.

    Raises:
        SourceError: it is missing, or holds something else.
    """
    if path not in files:
        raise SourceError(f"there is no {path}; `coursewright check` says what it holds")
    located, findings = read_shape(shape, files[path], path)
    if located is None:
        first = findings[0]
        raise SourceError(f"{path}:{first.place.line}: {first.message}; mend it first, `coursewright check` says how")
    return located

"""What a verifier remembers: read as it was written, refused where it is something else, and forgotten with a key."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from courses import STAMP
from coursewright.compiling.digest import Digest
from coursewright.errors import VerificationError
from coursewright.publishing.keys.signing import new_signers
from coursewright.publishing.keys.trust_root import Role, TrustRoot, trust_root_of
from coursewright.publishing.verifying.remembered import Mark, Memory, recall, remember
from small_store import ROOT

MARKS = {"channels/stable": Mark(7, 5, Digest("ab" * 32))}
MEMORY = replace(Memory().under(ROOT), marks=MARKS)


def _root(version: int, **changed: object) -> TrustRoot:
    """A root of a version, with new signers for some roles."""
    fresh = new_signers()
    made = trust_root_of(replace(STAMP.signers, **{role: getattr(fresh, role) for role in changed}))
    return TrustRoot(version, None, made.roles, made.keys)


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "seen.json"

    assert Memory() == recall(path)
    remember(path, MEMORY)
    remember(path, MEMORY)
    assert MEMORY == recall(path)
    assert ["seen.json"] == [found.name for found in tmp_path.iterdir()]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"kind":"remembered"}', "[" * 100_000, '{"kind":"remembered","root":1,"logs":{}}']
)
def test_anything_else_is_refused_in_one_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "seen.json"
    path.write_text(text)

    with pytest.raises(VerificationError, match="holds nothing that a verification remembers"):
        recall(path)


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(VerificationError, match="cannot be written"):
        remember(tmp_path / "nowhere" / "seen.json", MEMORY)
    with pytest.raises(VerificationError, match="cannot be written"):
        remember(tmp_path, MEMORY)
    assert [] == list(tmp_path.iterdir())


def test_the_same_root_or_a_later_one_may_follow() -> None:
    assert MEMORY.objection(ROOT) is None
    assert MEMORY.objection(_root(2)) is None
    assert Memory().objection(ROOT) is None


def test_an_earlier_root_or_another_of_the_same_version_may_not() -> None:
    assert "is version 1, and version 2 was believed before" == replace(MEMORY, root_version=2).objection(ROOT)
    assert "is another version 1" in str(MEMORY.objection(_root(1, heads=True)))


def test_numbers_are_forgotten_with_the_key_that_signed_them() -> None:
    mark = MARKS["channels/stable"]

    assert mark == MEMORY.under(_root(2)).marks["channels/stable"]
    assert replace(mark, head=0) == MEMORY.under(_root(2, heads=True)).marks["channels/stable"]
    assert Mark(7, 0, Digest("")) == MEMORY.under(_root(2, records=True)).marks["channels/stable"]
    assert Mark(0, 0, Digest("")) == MEMORY.under(_root(2, heads=True, records=True)).marks["channels/stable"]


def test_one_key_more_forgets_nothing() -> None:
    other = trust_root_of(new_signers())
    heads = Role((*ROOT.roles["heads"].keys, *other.roles["heads"].keys), 1)
    more = TrustRoot(2, None, {**ROOT.roles, "heads": heads}, {**ROOT.keys, **other.keys})

    assert MARKS == MEMORY.under(more).marks

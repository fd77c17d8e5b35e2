"""Releases, candidates, editions and channels are told apart by grammar."""

from __future__ import annotations

import pytest

from coursewright.errors import UnknownNameError
from coursewright.publishing.records.names import Numbered, is_channel, is_edition, parse_candidate, parse_numbered


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2026-Q4", "edition"),
        ("2026-Q4.1", "release"),
        ("2026-Q4.120", "release"),
        ("2026-Q4-rc.2", "candidate"),
        ("stable", "channel"),
        ("pilot-health", "channel"),
        ("2026-Q4.0", None),
        ("2026-Q4.01", None),
        ("2026-q4", None),
        ("2026-Q4.1.2", None),
        ("Stable", None),
        ("-stable", None),
        ("", None),
        ("2026-Q4\n", None),
    ],
)
def test_a_name_is_of_one_kind_at_most(text: str, kind: str | None) -> None:
    numbered = parse_numbered(text)
    kinds = {
        "edition": is_edition(text),
        "release": numbered is not None and not numbered.is_candidate,
        "candidate": numbered is not None and numbered.is_candidate,
        "channel": is_channel(text),
    }

    assert [name for name, holds in kinds.items() if holds] == ([kind] if kind else [])


@pytest.mark.parametrize("name", [Numbered("2026-Q4", 1), Numbered("2026-Q4", 12, is_candidate=True)])
def test_a_name_is_written_as_it_is_read(name: Numbered) -> None:
    assert parse_numbered(str(name)) == name


def test_what_is_no_candidate_is_refused_with_an_example() -> None:
    with pytest.raises(UnknownNameError, match=r"look like 2026-Q4-rc\.1"):
        parse_candidate("2026-Q4.1")

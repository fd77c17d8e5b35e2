"""What learners have now, as far as a rule that looks back must know it.

Rules are handed one (from a channel, a release or another folder) and keep quiet without; they never look into a store
themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class CourseBefore:
    """The identifiers of a course. `items` gives each lesson's and activity's kind; `gone` what was said to have gone.

    `ids` holds identifiers by kind of thing: item, module, objective, question. `formerly` and `retired` are by the same.
    """

    items: Mapping[str, str]
    ids: Mapping[str, frozenset[str]]
    formerly: Mapping[str, frozenset[str]]
    retired: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Baseline:
    """A curriculum to compare with. `name` is how a finding speaks of it: a release, or a folder."""

    name: str
    courses: Mapping[str, CourseBefore] = field(default_factory=dict)


KINDS = ("item", "module", "objective", "question")
"""Kinds of things that learners' records name by identifier; lessons and activities share one id space, as items."""

LOOKING_BACK = frozenset({"changed-kind", "forgotten-heir", "vanished-id"})
"""Codes of the rules that compare with a baseline."""

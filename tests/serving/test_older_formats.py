"""A release that was compiled before this compiler is read like any other: its bytes stay as they are for ever."""

from __future__ import annotations

from itertools import product

from courses import index, release
from coursewright.compiling.spaces import OBJECTS
from coursewright.publishing.storing.reachable import names
from coursewright.serving.items.variants import choose


def test_a_decision_that_writes_its_axes_out_decides_the_same() -> None:
    """As compiler format 1 did."""
    made = index(release())
    models, roles = (made["dimensions"][name]["values"] for name in ("model", "role"))
    chosen = set()
    for item in (item for item in made["items"].values() if "decision" in item):
        axes = [made["axes"][number] for number in item["decision"]["axes"]]
        older = {"decision": {**item["decision"], "axes": axes}, "outcomes": item["outcomes"]}
        for model, role in product(models, roles):
            asked = {"model": model, "role": role}
            variant = choose(made, item, asked)
            assert variant == choose({"dimensions": made["dimensions"]}, older, asked)
            chosen.add(variant.outcome["json"])

    assert len(chosen) > len(made["items"]) / 2


def test_an_index_without_languages_and_claims_names_the_rest() -> None:
    """As compiler format 1 made it."""
    made = index(release())
    items = {name: {key: value for key, value in item.items() if key != "locales"} for name, item in made["items"].items()}
    older = {**{key: value for key, value in made.items() if key != "claims"}, "items": items}

    assert set(names(OBJECTS, made)) - {(OBJECTS, made["claims"])} == set(names(OBJECTS, older))

"""A card says what its verified course says, and nothing else has one."""

from __future__ import annotations

from typing import Any

import pytest

from courses import index, manifest, read
from coursewright.publishing.verifying.cards import wrong_cards
from small_course import small

CARD = read(small(), manifest(small())["catalogue"])["courses"][0]
SEEN = {"minimal": index(small(), "minimal")}


def test_the_released_card_is_its_courses() -> None:
    assert [] == list(wrong_cards([CARD], SEEN))


@pytest.mark.parametrize("field", sorted(CARD))
def test_a_card_with_any_other_word_is_refused(field: str) -> None:
    assert list(wrong_cards([{**CARD, field: "forged"}], SEEN))


@pytest.mark.parametrize("cards", [[], [None], [{}], [{**CARD, "price": 9}], [CARD, {**CARD, "id": "other"}]])
def test_a_card_too_many_too_few_or_of_nothing_is_refused(cards: list[Any]) -> None:
    assert list(wrong_cards(cards, SEEN))

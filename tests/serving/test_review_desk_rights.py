"""Who reviews at a deployment's desk: people whom a people.yaml maps that counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from coursewright.compiling.release import Release
from coursewright.errors import StoreError
from coursewright.serving.review_desk.rights import Reviewing
from desks import Desk
from people_of_releases import mapping
from small_course import small

ANN, BEN = "ann@school.example", "ben@school.example"


def by(*identities: str, made: Release | None = None) -> Release:
    return mapping(identities, made)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def known(desk: Desk, *identities: str) -> list[bool]:
    reviewing = Reviewing(desk.candidates, desk.released)
    return [reviewing.is_known(one) for one in identities]


def test_before_there_is_a_channel_the_newest_candidates_say_who_reviews(desk: Desk) -> None:
    desk.deposit(by(ANN))
    assert [True, False] == known(desk, ANN, BEN)
    desk.deposit(by(BEN, made=small("more")))
    assert [False, True] == known(desk, ANN, BEN)


def test_a_channel_whose_people_are_lost_lets_nobody_in(desk: Desk) -> None:
    made = by(ANN)
    desk.publish(made)
    for place in desk.root.glob("released/private/*/*"):
        place.unlink()

    assert [False] == known(desk, ANN)


def test_with_a_channel_its_release_says_and_no_candidate_lets_anybody_in(desk: Desk) -> None:
    desk.publish(by(ANN))
    desk.deposit(by(ANN, BEN, made=small("more")))

    assert [True, False] == known(desk, ANN, BEN)
    assert [True, False] == known(desk, " ANN@school.example", "")


def test_every_channel_counts_by_what_it_stands_at_now(desk: Desk) -> None:
    desk.publish(by(ANN))
    desk.publish(by(BEN, made=small(edition="2027-Q1")), "pilot")
    assert [True, True] == known(desk, ANN, BEN)
    reviewing = Reviewing(desk.candidates, desk.released)
    assert reviewing.is_known(ANN)
    desk.publish(by(BEN, made=small("more", edition="2027-Q1")), "stable")
    assert not reviewing.is_known(ANN)


def test_an_address_of_two_people_is_nobodys(desk: Desk) -> None:
    desk.publish(by(ANN, ANN, BEN))

    assert [False, True] == known(desk, ANN, BEN)


def test_an_empty_store_lets_nobody_in(desk: Desk) -> None:
    assert [False] == known(desk, ANN)


def test_while_the_store_is_away_nobody_is_let_in_by_a_guess(desk: Desk) -> None:
    class Away:
        def __getattr__(self, _: str) -> Any:  # noqa: ANN401 - any method
            raise StoreError("away")

    with pytest.raises(StoreError):
        Reviewing(desk.candidates, Away()).is_known(ANN)

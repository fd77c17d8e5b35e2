"""`{at}` → a release: one listing and two reads cold, one read warm, and what was known while the store is away."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursewright.errors import MissingObjectError, StoreError, UnknownNameError
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.serving.pin import Pins
from desks import Desk
from small_course import small

NAMES = ("stable", "2026-Q4", "2026-Q4.1", "2026-Q4.2")


class Counting(FolderStore):
    """Counts what is asked of it, and can be away."""

    asked = 0
    is_away = False

    def _ask(self) -> None:
        self.asked += 1
        if self.is_away:
            raise StoreError("the store cannot be reached")

    def get(self, key: str) -> bytes:
        self._ask()
        return super().get(key)

    def keys(self, prefix: str, limit: int | None = None) -> list[str]:
        self._ask()
        return super().keys(prefix, limit)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.publish(small())
    desk.extend("One.")
    return desk


@pytest.mark.parametrize("name", NAMES)
def test_any_name_takes_a_listing_and_a_read_cold_and_one_read_warm(desk: Desk, name: str) -> None:
    store = Counting(desk.released.root)
    pins = Pins(store)
    first = pins.resolve(name)
    cold, store.asked = store.asked, 0

    assert pins.resolve(name) == first
    assert (cold, store.asked) == (2, 1)


@pytest.mark.parametrize("name", ["stable", "2026-Q4"])
def test_a_move_is_seen_at_the_next_read_however_many_there_were(desk: Desk, name: str) -> None:
    store = Counting(desk.released.root)
    pins = Pins(store)
    pins.resolve(name)
    for more in ("Two.", "Three.", "Four."):
        desk.extend(more)
    store.asked = 0

    assert pins.resolve(name).release == "2026-Q4.5"
    assert store.asked == 3


def test_a_name_that_was_claimed_but_never_promoted_is_not_read(desk: Desk) -> None:
    class Dies(FolderStore):
        def put_if_absent(self, key: str, data: bytes) -> bool:
            if key.startswith("editions/"):
                raise MissingObjectError("died here")
            return super().put_if_absent(key, data)

    candidate = desk.deposit(small("Never."))
    desk.released = Dies(desk.released.root)
    with pytest.raises(Exception, match="died here"):
        desk.promote(candidate)

    assert FolderStore(desk.released.root).keys("releases/2026-Q4/")[0].endswith("9999999996.json")
    with pytest.raises(UnknownNameError, match=r"2026-Q4\.3"):
        Pins(desk.released).resolve("2026-Q4.3")


@pytest.mark.parametrize("name", NAMES)
def test_while_the_store_is_away_what_was_known_is_given_with_its_age(desk: Desk, name: str) -> None:
    now = [100.0]
    store = Counting(desk.released.root)
    pins = Pins(store, lambda: now[0])
    known = pins.resolve(name)
    store.is_away = True
    now[0] += 42

    stale = pins.resolve(name)
    assert (stale.release, stale.age, known.age) == (known.release, 42, None)

    store.is_away = False
    now[0] += 2
    assert pins.resolve(name).age is None


def test_a_store_that_is_away_is_asked_once_a_second_at_most(desk: Desk) -> None:
    now = [100.0]
    store = Counting(desk.released.root)
    pins = Pins(store, lambda: now[0])
    pins.resolve("stable")
    store.is_away, store.asked = True, 0
    for _ in range(50):
        now[0] += 0.1
        pins.resolve("stable")

    assert store.asked == 5


def test_what_was_never_known_cannot_be_given_while_the_store_is_away(desk: Desk) -> None:
    store = Counting(desk.released.root)
    store.is_away = True

    with pytest.raises(StoreError, match="cannot be reached"):
        Pins(store).resolve("stable")


@pytest.mark.parametrize("name", ["assets", "channels", "docs", "editions", "2026-Q4-rc.1", "2026-q4", "", "2026-Q4.0", "x" * 61])
def test_what_is_no_name_stands_for_nothing(desk: Desk, name: str) -> None:
    with pytest.raises(UnknownNameError):
        Pins(desk.released).resolve(name)

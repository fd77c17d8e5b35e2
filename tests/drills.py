"""What a restore drill needs: stores that lived, everything a store holds, and every answer that its readers get."""

from __future__ import annotations

import atexit
import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from pathlib import Path
from tempfile import mkdtemp

from coursewright.publishing.carrying.inventory import HELD, inventory
from coursewright.publishing.storing.reachable import reachable
from coursewright.publishing.storing.store import Store
from coursewright.serving.pin import Pins
from coursewright.serving.routes import ROUTES
from desks import Desk
from served import api_over, take_something_down
from small_course import small

_KEPT_HEADERS = ("content-type", "etag", "cache-control", "vary", "link", "content-language")


@cache
def lived() -> Path:
    """Two editions, one of them extended twice, the last release of it withdrawn, a pilot channel, `stable` taken back."""
    root = Path(mkdtemp(prefix="coursewright-lived-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    desk = Desk(root)
    desk.publish(small())
    desk.extend("One more sentence.")
    desk.extend("A sentence that is wrong.")
    desk.withdraw("2026-Q4.3")
    desk.publish(small(edition="2027-Q1"))
    desk.promote(desk.deposit(small(edition="2027-Q1")), "pilot")
    desk.roll_back()
    take_something_down(desk.released)
    return root


def held(store: Store) -> dict[str, bytes]:
    """Every key of a released store and its bytes."""
    return {key: store.get(key) for space in HELD for key in store.keys(f"{space}/")}


def every_answer(store: Store) -> dict[str, tuple[int, dict[str, str], bytes]]:
    """What a fresh content API answers over a store, on every route and at every name; each route answers 200 at least once."""
    api = api_over(store)
    found = {}
    values = _values(store)
    for route in ROUTES:
        statuses = set()
        for address in _addresses(route.path, values):
            answer = api.get(address)
            kept = {name: answer.headers[name] for name in _KEPT_HEADERS if name in answer.headers}
            found[address] = (answer.status, kept, answer.body)
            statuses.add(answer.status)
        assert 200 in statuses, f"no address of {route.path} was found: {statuses}"
    return found


def _addresses(template: str, values: Mapping[str, Sequence[str]]) -> Iterator[str]:
    names = re.findall(r"{(\w+)}", template)
    for chosen in product(*(values[name] for name in names)):
        address = template.format(**dict(zip(names, chosen, strict=True)))
        yield f"{address}?as_of=2026-11-22" if address.endswith("/status") else address


def _values(store: Store) -> dict[str, list[str]]:
    """What may stand for each part of an address, over all releases of a store."""
    here = inventory(store)
    editions, channels = store.folders("editions/"), store.folders("channels/")
    releases = [f"{edition}.{number}" for edition in editions for number in here.logs[f"releases/{edition}"]]
    said = [json.loads(data) for name in releases for data in _objects(store, name)]
    items = {name: item for one in said if one.get("kind") == "course" for name, item in one["items"].items()}
    return {
        "at": [*channels, *editions, *releases],
        "channel": channels,
        "edition": editions,
        "number": [str(number) for number in range(1, 1 + max(map(len, here.logs.values())))],
        "course": sorted({name for one in said if one.get("kind") == "manifest" for name in one["courses"]}),
        "lesson": sorted(name for name, item in items.items() if "object" not in item),
        "activity": sorted(name for name, item in items.items() if "object" in item),
        "claim": sorted({name for one in said if one.get("kind") == "claims" for name in one["claims"]}),
        "digest": [*sorted(key.rpartition("/")[2] for key in store.keys("assets/")), *store.folders("expunged/")],
        "name": ["figure.svg"],
    }


def _objects(store: Store, release: str) -> list[bytes]:
    return [
        data
        for (space, _), data in reachable(store, Pins(store).resolve(release).manifest)
        if space == "objects" and data[:1] == b"{"
    ]

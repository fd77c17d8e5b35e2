"""Many operations on a store at once: as many as it takes, and no more of their bytes in memory than that.

Takes what is to be done and with what; gives the results in the order of what was given, whatever order they were done in, so
that whoever goes through them reports progress from its own thread. A failure stops what has not begun; of several failures the
first in that order is raised. When the last result was given, or whoever goes through them stops, no thread is left at work.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

from coursewright.publishing.storing.store import Store

Given = TypeVar("Given")
Found = TypeVar("Found")


def width_of(*stores: Store) -> int:
    """How many operations all of these stores take at a time: one, unless each says that it takes more."""
    return min(int(getattr(store, "at_once", 1)) for store in stores)


def each(do: Callable[[Given], Found], given: Iterable[Given], width: int) -> Iterator[Found]:
    """What is done with each, in order, `width` at a time. One at a time takes no thread, and looks ahead at nothing."""
    if width == 1:
        yield from map(do, given)
        return
    left, running = iter(given), deque[Future[Found]]()
    with ThreadPoolExecutor(width, thread_name_prefix="coursewright-store") as pool:
        try:
            running.extend(pool.submit(do, one) for one in islice(left, width))
            while running:
                found = running.popleft().result()
                if not any(map(_has_failed, running)):
                    running.extend(pool.submit(do, one) for one in islice(left, 1))
                yield found
        finally:
            pool.shutdown(cancel_futures=True)


def _has_failed(one: Future[Found]) -> bool:
    return one.done() and one.exception() is not None

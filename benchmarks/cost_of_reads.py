"""What reads cost, worked out from what was measured (reads_measured.json), list prices, and assumptions that are all said here.

Prints the tables of docs/operating.md; a test holds the page to them. After a change of prices, of assumptions or of what was
measured, run it and put what it prints into the page:

    .venv/bin/python benchmarks/cost_of_reads.py [--write docs/operating.md]
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MEASURED: dict[str, Any] = json.loads(Path(__file__).with_name("reads_measured.json").read_text())
ROUTES: dict[str, dict[str, Any]] = MEASURED["routes"]

# US East (N. Virginia), US dollars, without free tiers and without discounts.
GATEWAY = ((300e6, 1.00), (math.inf, 0.90))
"""HTTP API, a million requests, by how many a month."""
LAMBDA_REQUESTS = 0.20
"""A million."""
LAMBDA_SECOND = 0.0000133334
"""A gigabyte-second on arm64."""
S3_GET, S3_LIST = 0.40, 5.00
"""A million requests. What is absent costs like what is there."""
EDGE_REQUESTS = 1.00
"""CloudFront, a million HTTPS requests, United States and Europe."""
EDGE_GB = ((10e3, 0.085), (50e3, 0.080), (150e3, 0.060), (500e3, 0.040), (1024e3, 0.030), (math.inf, 0.025))
"""CloudFront to readers, a gigabyte, by how many a month."""
LOG_GB = 0.50
"""CloudWatch Logs, a gigabyte taken in."""
FIREWALL_REQUESTS = 0.60
"""AWS WAF, a million requests, if it is on; its rules cost some dollars a month besides."""

DAY = {"release": 2, "outline": 1, "lesson": 5, "activity": 2, "figure": 2}
"""What one learner's app reads on a day with learning: a lesson is read in portions, and twice it asks whether stable moved."""
DAYS = 20
"""Days with learning in a month."""
PEAK = 10
"""The busiest second of a month against its mean: everybody begins at nine."""
MEMORY = 512
"""Megabytes of the content_api function. Lambda gives one processor at 1,769."""
STORE_MS = 30
"""Milliseconds until S3 answers; its median is in the tens."""
LOG_BYTES = 800
"""Of one origin request: one line of the access log, and the three lines that Lambda writes itself."""
CACHED = {1_000: 0.2, 10_000: 0.5, 100_000: 0.8, 1_000_000: 0.9, 10_000_000: 0.95}
"""The share of reads that a shared cache answers, where all courses are public, by learners. A guess: measure yours."""

READS = sum(DAY.values())
MONTH = 30 * 86_400


@dataclass(frozen=True)
class Read:
    """The mean read of the mix above: bytes, requests to S3 of a warm process, and milliseconds."""

    size: float
    gets: float
    lists: float
    milliseconds: float


def mean_read() -> Read:
    """What was measured, weighted by how often it is asked."""

    def mean(figure: Any) -> float:  # noqa: ANN401 - a function of a route
        return float(sum(times * figure(ROUTES[route]) for route, times in DAY.items())) / READS

    gets = mean(lambda route: sum(count for what, count in route["warm_requests"].items() if what != "LIST"))
    lists = mean(lambda route: route["warm_requests"].get("LIST", 0))
    processor = mean(lambda route: route["warm_milliseconds"]) * 1769 / MEMORY
    return Read(mean(lambda route: route["bytes"]), gets, lists, processor + (gets + lists) * STORE_MS)


def tiered(amount: float, tiers: tuple[tuple[float, float], ...]) -> float:
    """What an amount costs where the price of a unit falls with how many there are."""
    cost, below = 0.0, 0.0
    for upto, price in tiers:
        cost += (min(amount, upto) - below) * price if amount > below else 0
        below = upto
    return cost


def origin(reads: float) -> dict[str, float]:
    """What reads cost that reach the function."""
    read, millions = mean_read(), reads / 1e6
    return {
        "API Gateway": tiered(reads, GATEWAY) / 1e6,
        "Lambda, requests": millions * LAMBDA_REQUESTS,
        "Lambda, time": reads * read.milliseconds / 1000 * MEMORY / 1024 * LAMBDA_SECOND,
        "S3, GET": millions * read.gets * S3_GET,
        "S3, LIST": millions * read.lists * S3_LIST,
        "logs": reads * LOG_BYTES / 1e9 * LOG_GB,
    }


def edge(reads: float) -> dict[str, float]:
    """What every read costs, whoever answers it."""
    return {
        "CloudFront, requests": reads / 1e6 * EDGE_REQUESTS,
        "CloudFront, bytes": tiered(reads * mean_read().size / 1e9, EDGE_GB),
    }


def routes_table() -> Iterator[str]:
    """What was measured, and what a million of each costs beyond what every read costs."""
    yield "| read | bytes | requests to S3, cold | warm | processor, ms |"
    yield "| --- | ---: | ---: | --- | ---: |"
    for name, route in ROUTES.items():
        warm = ", ".join(f"{count:g} {what}" for what, count in route["warm_requests"].items()) or "none"
        yield f"| {name} | {route['bytes']:,} | {route['cold_requests']} | {warm} | {route['warm_milliseconds']:.2f} |"


def million_table() -> Iterator[str]:
    """A million reads from the cache, and a million that reach the function."""
    every, reached = edge(1e6), origin(1e6)
    yield "| a million reads | from the cache | from the function |"
    yield "| --- | ---: | ---: |"
    for name, cost in every.items():
        yield f"| {name} | {cost:.2f} | {cost:.2f} |"
    for name, cost in reached.items():
        yield f"| {name} | | {cost:.2f} |"
    yield f"| **US dollars** | **{sum(every.values()):.2f}** | **{sum(every.values()) + sum(reached.values()):.2f}** |"


def learners_table(*, public: bool) -> Iterator[str]:
    """What grows with learners."""
    yield "| learners | reads a month | cached | reads/s | reach the function/s | at once | S3 GET/s | $ a month | raise |"
    yield "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |"
    read = mean_read()
    for learners, share in CACHED.items():
        cached = share if public else 0.0
        reads = learners * READS * DAYS
        peak = reads / MONTH * PEAK
        reached = peak * (1 - cached)
        at_once, gets = reached * read.milliseconds / 1000, reached * read.gets
        cost = sum(edge(reads).values()) + sum(origin(reads * (1 - cached)).values())
        rates = " | ".join(f"{max(1, round(one)):,}" for one in (peak, reached, at_once, gets))
        quotas = ", ".join(raised(peak, reached, at_once, gets)) or "nothing"
        yield f"| {learners:,} | {reads:,} | {cached:.0%} | {rates} | {cost:,.0f} | {quotas} |"


def raised(peak: float, reached: float, at_once: float, gets: float) -> Iterator[str]:
    """What a default quota would not hold with a fifth to spare; letters stand for the list below the table."""
    for letter, needed, quota in (("E", peak, 250_000), ("G", reached, 10_000), ("L", at_once, 1_000), ("S", gets, 5_500)):
        if needed > 0.8 * quota:
            yield letter


def assumptions() -> Iterator[str]:
    """What the tables rest on, beside prices."""
    day = ", ".join(f"{times} {route}" for route, times in DAY.items())
    read = mean_read()
    yield f"- A learner reads {READS} times on each of {DAYS} days a month: {day}."
    yield f"- The busiest second of a month has {PEAK} times the mean."
    yield f"- The function has {MEMORY} MB, so {MEMORY / 1769:.2f} of a processor; S3 answers in {STORE_MS} ms."
    yield f"- The mean read is {read.size:,.0f} bytes and, where it reaches the function, {read.milliseconds:.0f} ms."
    yield f"- An origin request leaves {LOG_BYTES} bytes of logs."


def tables() -> dict[str, str]:
    """Each table of the page by the name it has there."""
    made = {
        "measured": routes_table(),
        "million": million_table(),
        "public": learners_table(public=True),
        "invited": learners_table(public=False),
        "assumptions": assumptions(),
    }
    return {name: "\n".join(lines) for name, lines in made.items()}


def put_into(page: str) -> str:
    """A page with its tables anew: each between `<!-- name -->` and `<!-- /name -->`."""
    for name, table in tables().items():
        place = rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)"
        page, count = re.subn(place, rf"\g<1>{table}\n\g<2>", page, flags=re.DOTALL)
        if count != 1:
            sys.exit(f"the page has no place for the table {name}, or more than one")
    return page


if __name__ == "__main__":
    if sys.argv[1:2] == ["--write"]:
        path = Path(sys.argv[2])
        path.write_text(put_into(path.read_text()))
    else:
        print("\n\n".join(tables().values()))

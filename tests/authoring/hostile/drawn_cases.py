"""Cases that Hypothesis draws: derandomised, so that every run draws the same."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable, Iterator
from typing import TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from authoring.hostile.case import FRONT, LESSON, Case, in_bundle, in_members, laid_over, member, valid_members
from authoring.hostile.yaml_cases import KINDS
from authoring.trees import VALID, files_of
from coursewright.authoring.source_tree import Member

T = TypeVar("T")

_EACH = 16
_YAML = st.text(alphabet="ab01:-?[]{},&*!|>'\"%@#~ \n\t.<=\u2028\u00e9\U0001f600", max_size=400)
_MARKDOWN = st.lists(
    st.sampled_from(
        (
            *("a", " ", "\n", "\n\n", "    ", "\t", "*", "**", "_", "`", "```", "~~", "[", "](", ")", "]", "![", "<", ">", "<b>"),
            *(
                "| a | b |\n",
                "|-|-|\n",
                "::: note\n",
                ":::: when role=developer\n",
                ":::\n",
                "::::\n",
                "- ",
                "1. ",
                "# ",
                "&amp;",
            ),
            *("\\", "[a]: b\n", "[a]", "---\n", "==\n", "<!--", "https://a.b", "javascript:", "swift-1", "\u202e", "\u00a0"),
        )
    ),
    max_size=300,
).map("".join)


def _drawn(strategy: st.SearchStrategy[T], count: int = _EACH) -> list[T]:
    """The first so many values of a strategy."""
    found: list[T] = []

    @settings(
        derandomize=True, database=None, max_examples=count, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(strategy)
    def collect(value: T) -> None:
        found.append(value)

    collect()
    return found[:count]


def cases() -> Iterator[Case]:
    """Texts that look like YAML or Markdown, files with bytes changed, names, and archives."""
    kinds = list(KINDS)
    for number, text in enumerate(_drawn(_YAML, 32)):
        kind = kinds[number % len(kinds)]
        data = f"---\n{text}\n---\nText.\n" if kind in ("lesson", "translation") else text
        yield laid_over("drawn", f"yaml {number}", {KINDS[kind]: data.encode("utf-8", "surrogatepass")})
    for number, text in enumerate(_drawn(_MARKDOWN, 48)):
        yield laid_over("drawn", f"markdown {number}", {LESSON: FRONT + text.encode()})
    for number, seed in enumerate(_drawn(st.integers(0, 2**64), 64)):
        yield _changed(number, random.Random(seed))  # noqa: S311 - must repeat, need not surprise
    for number, noise in enumerate(_drawn(st.binary(max_size=2_000))):
        yield laid_over("drawn", f"bytes {number}", {LESSON: noise, "people.yaml": noise, "ledger/facts.jsonl": noise})
    for number, names in enumerate(_drawn(st.lists(st.text(max_size=30), max_size=20))):
        yield in_members("drawn", f"names {number}", _members(names))
    for number, noise in enumerate(_drawn(st.binary(max_size=3_000))):
        yield in_bundle("drawn", f"archive {number}", _archive(noise))


def _changed(number: int, chance: random.Random) -> Case:
    """One file of the valid tree with bytes taken out, doubled, moved or put in."""
    path = chance.choice(sorted(files_of(VALID)))
    data = bytearray(files_of(VALID)[path])
    for _ in range(chance.randint(1, 12)):
        at, length = chance.randrange(len(data) + 1), chance.randint(0, 20)
        match chance.randrange(4):
            case 0:
                del data[at : at + length]
            case 1:
                data[at:at] = data[at : at + length] * chance.randint(1, 200)
            case 2:
                data[at:at] = chance.randbytes(length % 4)
            case _:
                data[at:at] = chance.choice((b"\n", b": ", b"- ", b"[", b"{", b'"', b"'", b"|", b"&a ", b"*a", b"\0", b"\xff"))
    return laid_over("drawn", f"changed {number}, {path}", {path: bytes(data)})


def _members(names: list[str]) -> Callable[[], list[Member]]:
    return lambda: [Member(name, "file", 4, b"a: b") for name in names]


def _archive(data: bytes) -> Callable[[], list[bytes]]:
    """The valid bundle with drawn bytes behind it, before its end, or in the packed stream."""
    packed = gzip.compress(valid_members() + member("x", data) + data + bytes(1_024))
    at = len(packed) // 2
    return lambda: [packed[:at], data[:7], packed[at + len(data[:7]) :]] if len(data) % 2 else [packed]

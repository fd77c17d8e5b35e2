"""The shipped edition with one of its claims corrected, as an author corrects it: for tests of who is told, and when."""

from __future__ import annotations

from functools import cache

from counting_store import CountingStore
from courses import COURSE, STAMP, added, compiled, edited, release, replaced
from coursewright.compiling.release import Release
from coursewright.publishing.depositing.deposit import deposit
from coursewright.publishing.promoting.promotion import promote
from coursewright.publishing.storing.memory_store import MemoryStore
from coursewright.publishing.storing.store import Store

CLAIM = "english-token-rule-of-thumb"
WAS = "In ordinary English text one token is about four characters, and 100 tokens are about 75 words."
BECAUSE = "It was measured on short texts. Longer ones have fewer words to a token."
ON = "2026-11-25"
LESSON, QUIZ, ELSEWHERE = "tokens-and-context", "asking-well-check", "when-not-to-use-it"
_ENTRY = f"""
corrections:
  - claim: {CLAIM}
    'on': {ON}
    was: "{WAS}"
    because: "{BECAUSE}"
    courses: [ai-foundations]
"""
IS = (
    "In ordinary English text one token is about four characters, and 100 tokens are about 60 words. "
    "Other languages often need more tokens for the same text."
)


CORRECTION = {
    f"claims/{CLAIM}.yaml": replaced("75 words", "60 words"),
    f"{COURSE}/asking-well/02-tokens-and-context.md": replaced("| 75 words | 100 |", "| 60 words | 100 |"),
    "editions/2026-Q4.yaml": added(_ENTRY),
}
"""What an author changes: the claim, the lesson that states it, and the edition's file, which gets an entry."""


@cache
def corrected() -> Release:
    """The edition with the correction."""
    return compiled(edited(CORRECTION))


def put(release: Release, candidates: Store, released: Store) -> None:
    """Deposited, and promoted to `stable`."""
    promote(deposit(release, candidates, STAMP, {"commit": "c" * 40}), candidates, released, "stable", STAMP)


def before_and_after() -> tuple[MemoryStore, CountingStore]:
    """The two stores with the edition as shipped; `put(corrected(), …)` corrects it."""
    candidates, released = MemoryStore(), CountingStore()
    put(release(), candidates, released)
    return candidates, released

"""Claims do not contradict or repeat each other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coursewright.authoring.claim_use import claims_in_use
from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding, Severity
from coursewright.authoring.ledger import Ledger

_NEGATIONS = ("not", "no", "never")


def contradicting_claims(draft: Draft) -> Iterator[Finding]:
    """No two claims in use say the opposite of each other, and no two say the same.

    The opposite is seen by the names: `luna-takes-temperature` and `luna-does-not-take-temperature`, or two names that differ by
    not, no, never, cannot or without. Claims for different models may well be opposites. Find out which is true, and remove the
    other. Where two files hold the same statement, keep one, with the models of both: a review of one would leave the other old.
    """
    used = claims_in_use(draft) & set(draft.claims)
    for name in sorted(used):
        for positive in sorted((_without_negation(name) & used) - {name}):
            if draft.ledger and _share_a_model(draft, draft.ledger, name, positive):
                yield _finding(draft, name, f'the claims "{name}" and "{positive}" are both in use, and contradict each other')
    said: dict[str, str] = {}
    for name, claim in draft.claims.items():
        statement = " ".join(claim.value.statement.split()).rstrip(".").casefold()
        if statement in said:
            yield _finding(draft, name, f'the claims "{said[statement]}" and "{name}" state the same')
        said.setdefault(statement, name)


def _finding(draft: Draft, name: str, message: str) -> Finding:
    advice = "Keep the one that holds, name it wherever the other is named, and remove the other."
    return Finding("contradicting-claims", draft.claims[name].at("statement"), message, advice, Severity.WARNING)


def _share_a_model(draft: Draft, ledger: Ledger, one: str, other: str) -> bool:
    meant = [
        frozenset[str]().union(*(ledger.select(selector) for selector in draft.claims[name].value.models))
        for name in (one, other)
    ]
    return not meant[0].isdisjoint(meant[1])


def _without_negation(name: str) -> set[str]:
    """What a name may have been before it was negated; nothing where it holds no negation."""
    found: set[str] = set()
    words = name.split("-")
    for index, word in enumerate(words):
        before, after = words[:index], words[index + 1 :]
        if word in _NEGATIONS:
            found.add("-".join([*before, *after]))
        elif word == "cannot":
            found |= {"-".join([*before, "can", *after]), "-".join([*before, *after])}
        elif word == "without":
            found |= {"-".join([*before, "with", *after]), "-".join([*before, *after])}
        if word == "not" and before[-1:] in (["does"], ["do"]) and after:
            verb, rest = after[0], after[1:]
            third_person = re.sub(r"(?<=[^aeiou])y$", "ie", verb) + (
                "es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else "s"
            )
            found |= {"-".join([*before[:-1], form, *rest]) for form in (verb, third_person)}
    return found

"""English words, beginnings and ends of words in which a letter or two make another sense: never taken for mended spelling."""

from __future__ import annotations

from itertools import permutations

_NEGATION = """
no not nor non none nothing nobody nowhere never neither cannot cant dont doesnt didnt isnt arent wasnt werent wont wouldnt
shouldnt couldnt mustnt neednt hasnt havent hadnt without except unless hardly barely scarcely instead
"""
_QUANTITY = """
all any anybody anyone anything anywhere both bit each either enough entire entirely every everybody everyone everything
everywhere few fewer fewest half least less lesser little lot lots majority many maximum minimum minority more most mostly
much multiple number once one only other others over part partly per quarter several single some somebody someone something
somewhere third total twice under whole zero two three four five six seven eight nine ten eleven twelve thirteen fourteen
fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million
billion trillion dozen double triple first second fourth fifth sixth seventh eighth ninth tenth last next
"""
_OBLIGATION = """
allowed allows can could dare may might must need needed needs obliged optional ought prohibited forbidden permitted required
requires shall should will would want wants
"""
_COMPARISON = """
above as at below best better bigger biggest cheaper cheapest closer different equal equals exact exactly faster fastest
greater greatest higher highest identical larger largest like later latest longer longest lower lowest newer newest older
oldest rather same shorter shortest similar slower slowest smaller smallest than unlike worse worst
"""
_TIME = """
after afterwards again ago already always annual before beforehand currently daily during early earlier ever formerly
frequently from hourly immediately late lately later monthly now occasionally often past previous previously quarterly rarely
recently seldom since sometimes soon sooner still then today tomorrow tonight until usually weekly when whenever where while
yearly yesterday yet to
"""

GUARDED = frozenset(f"{_NEGATION} {_QUANTITY} {_OBLIGATION} {_COMPARISON} {_TIME}".split())

_BEGINNINGS = (
    *permutations(("hyper", "hypo"), 2),
    *permutations(("inter", "intra"), 2),
    *permutations(("micro", "macro"), 2),
    *permutations(("maxim", "minim"), 2),
    *permutations(("pre", "pro"), 2),
)
_ENDS = (
    *permutations(("er", "ee"), 2),
    *permutations(("or", "ee"), 2),
    *permutations(("", "er"), 2),
    *permutations(("e", "er"), 2),
    *permutations(("e", "est"), 2),
    *permutations(("er", "est"), 2),
)
_PREFIXES = ("un", "in", "im", "re", "de")


def has_opposite_sense(one: str, other: str) -> bool:
    """Whether two words differ in a beginning or an end that makes another sense, as in `trainer` and `trainee`."""
    if any(one == prefix + other or other == prefix + one for prefix in _PREFIXES):
        return True
    if any(one.startswith(a) and other == b + one[len(a) :] for a, b in _BEGINNINGS):
        return True
    return any(one.endswith(a) and other == one[: len(one) - len(a)] + b for a, b in _ENDS)

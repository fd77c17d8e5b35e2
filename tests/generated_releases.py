"""Pairs of releases made up for tests: the small curriculum, and what became of it by edits whose meaning is known beforehand.

Each edit changes compiled objects as its author's edit of the sources would, with the fingerprints of what it touches, and says
by itself which item it touches and which class that has at least: what it does is the oracle, and no rule is asked.
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from courses import index, manifest
from coursewright.compiling.digest import digest_of
from coursewright.compiling.release import ObjectWriter, Release
from small_course import small

COURSE = "minimal"
Block = dict[str, Any]


@dataclass
class Draft:
    """A release taken apart: its index, the blocks and activities, claims and editions, to be changed and put together again."""

    chance: random.Random
    index: dict[str, Any] = field(default_factory=dict)
    leaves: dict[str, dict[str, Any]] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    editions: dict[str, Any] = field(default_factory=dict)

    def seen(self, item: str, part: str = "seen") -> None:
        """Something that this fingerprint is of is another one."""
        self.index["fingerprints"]["items"][item][part] = digest_of(self.chance.randbytes(8))

    def versions(self, item: str) -> Iterator[dict[str, Any]]:
        """Every version of a lesson."""
        return (self.leaves[outcome["json"]] for outcome in self.index["items"][item]["outcomes"])

    def activity(self, item: str) -> dict[str, Any]:
        return self.leaves[self.index["items"][item]["object"]]

    def paragraphs(self, item: str) -> list[Block]:
        """The paragraph that every version of a lesson has, last: each the same block."""
        return [[block for block in one["blocks"] if block["kind"] == "paragraph"][-1] for one in self.versions(item)]

    def rewrite(self, item: str, change: Callable[[str], str]) -> None:
        """Rewrite a paragraph, in every version the same."""
        for block in self.paragraphs(item):
            text = change(block["text"])
            block |= {"text": text, "html": f"<p>{text}</p>", "markdown": text}
        self.seen(item)

    def made(self) -> Release:
        """Put together."""
        base, known = _parts()[1], _written()
        writer, made = ObjectWriter({**small().objects, **_writer().objects}), copy.deepcopy(self.index)
        put = {name: known[name] if leaf == base[name] else writer.put(leaf) for name, leaf in self.leaves.items()}
        for item in made["items"].values():
            for outcome in item.get("outcomes", ()):
                outcome["json"] = put[outcome["json"]]
            if "object" in item:
                item["object"] = put[item["object"]]
        made["claims"] = writer.put({"kind": "course-claims", "claims": self.claims})
        body = manifest(small())
        body |= {"courses": {COURSE: writer.put(made)}, "editions": writer.put(self.editions)}
        body["private"] = digest_of(json.dumps(made["fingerprints"], sort_keys=True).encode())
        return Release(writer.put(body), small().private_root, writer.objects, small().edition)


TEXT = "Every model reads the whole conversation again. Write the importent thing near the beginning, not near the end."


@cache
def _parts() -> tuple[Any, ...]:
    release = small()
    made = index(release, COURSE)
    leaves = {}
    for item in made["items"].values():
        for digest in [
            *(outcome["json"] for outcome in item.get("outcomes", ())),
            *([item["object"]] if "object" in item else []),
        ]:
            leaves[digest] = release.json(digest)
    for item in LESSONS:
        for outcome in made["items"][item]["outcomes"]:
            paragraph = {"kind": "paragraph", "id": "0", "text": TEXT, "html": f"<p>{TEXT}</p>", "markdown": TEXT}
            leaves[outcome["json"]]["blocks"].append(paragraph)
    return made, leaves, release.json(made["claims"])["claims"], release.json(manifest(release)["editions"])


def draft(chance: random.Random) -> Draft:
    """The small curriculum, with the same paragraph at the end of each lesson."""
    return Draft(chance, *copy.deepcopy(_parts()))


@cache
def _writer() -> ObjectWriter:
    """Of what every draft begins with."""
    return ObjectWriter()


@cache
def _written() -> dict[str, str]:
    return {name: _writer().put(leaf) for name, leaf in _parts()[1].items()}


@cache
def untouched() -> Release:
    """What every draft begins with."""
    return draft(chance_of(0)).made()


LESSONS = ("reading", "writing", "rewriting")
Edit = Callable[[Draft, str], None]


def _words(change: Callable[[list[str], random.Random], None]) -> Edit:
    def edit(made: Draft, item: str) -> None:
        seed = made.chance.randrange(2**32)

        def apply(text: str) -> str:
            words = text.split(" ")
            change(words, chance_of(seed))
            return " ".join(words)

        made.rewrite(item, apply)

    return edit


_PLAIN = frozenset({"model", "reads", "the", "conversation", "thing", "near"})
"""Words of the paragraph that neither weigh nor stand beside one that does."""


def _mended(words: list[str], _: random.Random) -> None:
    words[words.index("importent")] = "important"
    words[0] = words[0].upper()


def _punctuated(words: list[str], chance: random.Random) -> None:
    at = chance.choice([n for n, word in enumerate(words) if word in _PLAIN])
    words[at] = words[at].title() + chance.choice([",", " \u2013", "!", "\u201d", ";"])


def _twice(words: list[str], chance: random.Random) -> None:
    at = chance.choice([n for n, word in enumerate(words) if word in _PLAIN])
    words[at:at] = [words[at]]


def _article(words: list[str], _: random.Random) -> None:
    words[words.index("conversation")] = "the conversation" if "the" not in words[3:4] else "conversation"


def _emphasis(words: list[str], chance: random.Random) -> None:
    at = chance.randrange(len(words))
    words[at] = f"<em>{words[at]}</em>"


def _replaced(words: list[str], chance: random.Random) -> None:
    words[chance.randrange(len(words))] = chance.choice(["zebra", "quietly", "xylophone", "128,000", "$5"])


def _without_a_word(words: list[str], chance: random.Random) -> None:
    del words[chance.choice([n for n, word in enumerate(words) if word.lower() not in {"the", "a", "an"}])]


def _longer(words: list[str], chance: random.Random) -> None:
    words.insert(chance.randrange(len(words) + 1), chance.choice(["never", "costly", "unless asked", "`temperature`", "7"]))


def _negated(words: list[str], _: random.Random) -> None:
    words.remove("not") if "not" in words else words.insert(3, "not")


_BY_A_LETTER = {"model": "modal", "thing": "think", "near": "neat", "whole": "while", "reads": "heads"}


def _by_a_letter(words: list[str], chance: random.Random) -> None:
    at = chance.choice([n for n, word in enumerate(words) if word in _BY_A_LETTER])
    words[at] = _BY_A_LETTER[words[at]]


def _without_a_pause(words: list[str], _: random.Random) -> None:
    at = words.index("not") - 1
    words[at] = words[at].rstrip(",")


def _asked(words: list[str], _: random.Random) -> None:
    words[-1] = words[-1].rstrip(".") + "?"


def _blocks(change: Callable[[list[Block]], None]) -> Edit:
    def edit(made: Draft, item: str) -> None:
        for version in made.versions(item):
            change(version["blocks"])
        made.seen(item)

    return edit


def _add(blocks: list[Block]) -> None:
    blocks.append({"kind": "paragraph", "id": "1", "text": "More.", "html": "<p>More.</p>", "markdown": "More."})


def _code(blocks: list[Block]) -> None:
    blocks[-1] = {"kind": "code", "id": "1", "text": TEXT, "html": f"<pre>{TEXT}</pre>", "markdown": TEXT, "language": "text"}


def _turned(blocks: list[Block]) -> None:
    blocks.insert(0, blocks.pop())


def _lost(blocks: list[Block]) -> None:
    del blocks[-1]


def _field(name: str, value: Any, part: str = "frame") -> Edit:  # noqa: ANN401 - JSON
    def edit(made: Draft, item: str) -> None:
        made.activity(item)[name] = value
        made.seen(item, part)

    return edit


def _question(change: Callable[[dict[str, Any]], None]) -> Edit:
    def edit(made: Draft, item: str) -> None:
        change(made.activity(item))
        made.seen(item)

    return edit


def _add_question(made: dict[str, Any]) -> None:
    made["questions"].append({**copy.deepcopy(made["questions"][0]), "id": "one-more"})


def _ask_otherwise(made: dict[str, Any]) -> None:
    made["questions"][0]["html"] = "<p>Which lines are left out?</p>"


def _choose_otherwise(made: dict[str, Any]) -> None:
    made["questions"][0]["choices"][0] |= {"id": "f" * 16, "html": "<p>The middle</p>"}


def _ask_for_another(made: dict[str, Any]) -> None:
    one = made["questions"][0]
    one["objectives"] = ["read"] if one["objectives"] == ["write"] else ["write"]


def _rubric(made: Draft, item: str) -> None:
    made.index["fingerprints"]["items"][item]["marks"]["right"] = made.chance.randbytes(8).hex()


def _key(made: Draft, item: str) -> None:
    name = next(iter(made.index["fingerprints"]["items"][item]["marks"]["right"]))
    made.index["fingerprints"]["items"][item]["marks"]["right"][name] = made.chance.randbytes(8).hex()


def _explained(made: Draft, item: str) -> None:
    made.index["fingerprints"]["items"][item]["marks"]["told"] = made.chance.randbytes(8).hex()


def _state(made: Draft, item: str) -> None:
    claims = made.index["items"][item]["claims"]
    claims.remove("deep-1-reasons") if claims else claims.append("deep-1-reasons")
    made.seen(item, "claims")


def _moved(made: Draft, item: str) -> None:
    for module in made.index["modules"]:
        if item in module["items"]:
            module["items"].remove(item)
        else:
            module["items"].append(item)
    made.seen(item, "frame")


def _minutes(made: Draft, item: str) -> None:
    made.index["items"][item]["minutes"] += 1


def _serve(made: Draft, item: str) -> None:
    entry = made.index["items"][item]
    entry["objectives"] = ["read"] if entry["objectives"] == ["write"] else ["write"]
    made.seen(item, "objectives")


EDITORIAL: dict[str, tuple[tuple[str, ...], Edit]] = {
    "misspelt": (LESSONS, _words(_mended)),
    "punctuated": (LESSONS, _words(_punctuated)),
    "written twice": (LESSONS, _words(_twice)),
    "an article": (LESSONS, _words(_article)),
    "emphasis": (LESSONS, _words(_emphasis)),
    "minutes": ((*LESSONS, "final", "draft", "check"), _minutes),
}
"""Edits by name, with the items they can be made to."""
LARGER: dict[str, tuple[tuple[str, ...], Edit, str]] = {
    "a word replaced": (LESSONS, _words(_replaced), "content"),
    "a word gone": (LESSONS, _words(_without_a_word), "content"),
    "a word more": (LESSONS, _words(_longer), "content"),
    "a negation": (LESSONS, _words(_negated), "content"),
    "another word by a letter": (LESSONS, _words(_by_a_letter), "content"),
    "a pause before a not": (LESSONS, _words(_without_a_pause), "content"),
    "a question of it": (LESSONS, _words(_asked), "content"),
    "a paragraph more": (LESSONS, _blocks(_add), "content"),
    "a paragraph made code": (LESSONS, _blocks(_code), "content"),
    "another order": (LESSONS, _blocks(_turned), "content"),
    "a paragraph less": (LESSONS, _blocks(_lost), "content"),
    "other explanations": (("final",), _explained, "content"),
    "another prompt": (("draft",), _field("starter", "Write three lines.", "seen"), "content"),
    "another opening": (("editor",), _field("opening", "Could it be shorter?", "seen"), "content"),
    "another day for a survey": (("before",), _field("when", "after", "seen"), "content"),
    "claims": ((*LESSONS, "final"), _state, "claim"),
    "a pass mark": (("final", "check"), _field("pass_mark", 71), "assessment"),
    "attempts": (("final",), _field("attempts", 7), "assessment"),
    "turns": (("editor",), _field("turns", 9), "assessment"),
    "a question more": (("final", "check"), _question(_add_question), "assessment"),
    "a question asked otherwise": (("final", "check"), _question(_ask_otherwise), "assessment"),
    "other choices": (("final", "check"), _question(_choose_otherwise), "assessment"),
    "a rubric": (("draft", "editor"), _rubric, "assessment"),
    "another key": (("final",), _key, "assessment"),
    "moved": ((*LESSONS, "final", "draft"), _moved, "structural"),
    "other objectives": (LESSONS, _serve, "structural"),
    "a question of another objective": (("final",), lambda made, item: _ask_for_another(made.activity(item)), "structural"),
}
"""The same, with the least class that each has."""


def compiled_anew(made: Draft, *, otherwise: bool = False) -> None:
    """Another compiler: other bytes of everything, and the same fingerprints; where it wants, texts that are told otherwise."""
    for leaf in made.leaves.values():
        leaf["format"] = 99
        for block in leaf.get("blocks", ()):
            block["id"], block["more"] = f"{block['id']}-anew", "more"
            if otherwise:
                block["html"] = f"<div>{block['html']} and more</div>"
    made.index["format"] = 99


def chance_of(seed: int) -> random.Random:
    """What is drawn, the same for a seed."""
    return random.Random(seed)  # noqa: S311 - nothing here is secret

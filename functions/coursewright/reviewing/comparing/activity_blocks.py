"""An activity as a row of blocks, so that two versions of one can be laid beside one another as lessons are.

Takes what learners may see of it and, for a reviewer who may, what marks it and what the tutor plays. Each block says what it
is part of (`place`: a question's id; of what marks an answer, that answer's behind it; or nothing) and whether learners see it
(`is_private`). They are named by what they are, where they stand and what they say, so that one that was reworded is found in
its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from coursewright.compiling.digest import digest_of

Block = dict[str, Any]
_Part = Mapping[str, Any]

_SETTINGS = {"pass_mark": "Pass mark, in percent", "draw": "Questions asked", "attempts": "Attempts", "turns": "Turns"}
_TEXTS = {"brief": "Task", "scene": "Scene", "intro": "Introduction"}
_LINES = {"starter": "A prompt to begin from", "learner": "You are", "opening": "The other side begins"}


def activity_blocks(activity: _Part, key: _Part | None = None, coach: _Part | None = None) -> list[Block]:
    """The blocks of an activity, in the order in which learners meet them; what is private follows what it is about."""
    blocks = list(_public(activity))
    for question in activity.get("questions", ()):
        blocks += _question(question, (key or {}).get("questions", {}).get(question["id"]))
    blocks += [_private("criterion", "How it is judged", _criterion(one)) for one in (key or {}).get("rubric", ())]
    if coach and "partner" in coach:
        blocks.append(_private("partner", "How the tutor plays the other side", coach["partner"]["html"]))
    return _named(blocks)


def _public(activity: _Part) -> Iterator[Block]:
    settings = [f"{said}: {activity[name]}" for name, said in _SETTINGS.items() if name in activity]
    if settings:
        yield _block("settings", "Terms", "".join(f"<p>{escape(one)}</p>" for one in settings))
    for name, said in _TEXTS.items():
        if name in activity:
            yield _block(name, said, activity[name]["html"])
    for name, said in _LINES.items():
        if activity.get(name):
            yield _block(name, said, f"<p>{escape(activity[name])}</p>")


def _question(question: _Part, key: _Part | None) -> Iterator[Block]:
    """The question, then its choices; of each, whether it is right and why, where that is known."""
    place = str(question["id"])
    html = question["html"] if "html" in question else f"<p>{escape(question['text'])}</p>"
    yield _block("question", "Question", html, place)
    for said in (question.get("low"), question.get("high")):
        if said:
            yield _block("end", "One end of the scale", f"<p>{escape(said)}</p>", place)
    for choice in question.get("choices", ()):
        if isinstance(choice, str):
            yield _block("choice", "Answer", f"<p>{escape(choice)}</p>", place)
            continue
        yield _block("choice", "Answer", choice["html"], place)
        yield from _marking(choice, key, place)


def _marking(choice: _Part, key: _Part | None, question: str) -> Iterator[Block]:
    """What belongs to one answer, and so stands in a place of its own: a key that goes from one answer to another is no move."""
    place = f"{question}/{choice['id']}"
    if "correct" in choice:
        yield _block("right", "Right or wrong", _right(is_right=choice["correct"]), place)
        explanation = choice.get("explanation")
    elif key:
        yield _private("right", "Right or wrong", _right(is_right=choice["id"] in key["right"]), place)
        explanation = key["explanations"].get(choice["id"])
    else:
        return
    if explanation:
        make = _block if "correct" in choice else _private
        yield make("explanation", "Explanation", explanation["html"], place)


def _right(*, is_right: bool) -> str:
    return f"<p>{'Right' if is_right else 'Wrong'}</p>"


def _criterion(one: _Part) -> str:
    return "".join(f"<p>{escape(str(value))}</p>" for value in one.values())


def _block(kind: str, label: str, html: str, place: str = "") -> Block:
    is_unordered = kind in ("choice", "right", "explanation")
    return {"kind": kind, "label": label, "html": html, "place": place, "is_private": False, "is_unordered": is_unordered}


def _private(kind: str, label: str, html: str, place: str = "") -> Block:
    return {**_block(kind, label, html, place), "is_private": True}


def _named(blocks: list[Block]) -> list[Block]:
    """With ids of their own: what a block is, where it stands, and what it says; twins are numbered."""
    taken: dict[str, int] = {}
    named = []
    for block in blocks:
        name = name_of(block["kind"], block["place"], block["html"])
        taken[name] = taken.get(name, 0) + 1
        named.append({**block, "id": name if taken[name] == 1 else f"{name}-{taken[name]}"})
    return named


def name_of(kind: str, place: str, html: str) -> str:
    """A block's id by what it is, where it stands and what it says, before twins are numbered."""
    return digest_of(f"{kind}\0{place}\0{html}".encode())[:12]

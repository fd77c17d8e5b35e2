"""Releases of made-up courses (course_states.py), as compiling would make them, in memory and in a moment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from course_states import COURSE, MODULES, Item, Objective, State
from coursewright.compiling.digest import Digest, digest_of
from coursewright.publishing.changes.side import Side
from coursewright.renewing.catalogue import CourseParts


@dataclass(frozen=True, slots=True)
class Made:
    """A release in memory."""

    state: State
    manifest: Digest
    objects: Mapping[Digest, Mapping[str, Any]]

    def side(self) -> Side:
        """As changes are told from it; it has no figures."""
        return Side(self.manifest, self.objects.__getitem__, lambda digest: self.objects[digest]["bytes"])

    @property
    def index(self) -> Mapping[str, Any]:
        """The course's index."""
        return self.objects[Digest(self.objects[self.manifest]["courses"][COURSE])]

    @property
    def parts(self) -> CourseParts:
        """The course with its claims and what depends on what."""
        return CourseParts(
            self.index, self.objects[Digest(self.index["claims"])]["claims"], self.objects[Digest(self.index["depends"])]
        )


def released(state: State, blind: str = "") -> Made:
    """What compiling would make of a state."""
    objects: dict[Digest, Mapping[str, Any]] = {}

    def put(value: Mapping[str, Any]) -> Digest:
        digest = _digest(value)
        objects[digest] = value
        return digest

    index = {
        "kind": "course",
        "id": COURSE,
        "title": "A course",
        "summary": "What it is about.",
        "level": "foundation",
        "audience": "Everybody",
        "availability": "public",
        "prerequisites": [],
        "locale": "en",
        "locales": ["en"],
        "axes": [],
        "dimensions": {},
        "corrections": [],
        "objectives": [_objective(one) for one in state.objectives],
        "modules": [_module(state, name) for name in MODULES],
        "retired": [*_retired_entries(state.retired, "lesson"), *_retired_entries(state.retired_objectives, "objective")],
        "items": {item.id: _entry(item, put) for item in state.items},
        "claims": put({"claims": {name: _claim(state, name) for name in state.statements}}),
        "depends": put({"items": {item.id: {"questions": _resting(item)} for item in state.items}}),
        "fingerprints": {"items": {item.id: _prints(state, item, blind) for item in state.items}},
    }
    exam = state.exam or next((item.id for item in state.items if item.kind == "exam"), "none")
    programs: dict[str, Any] = {
        "programs": [
            {
                "id": "program",
                "title": "A program",
                "summary": "For all.",
                "courses": [COURSE],
                "credential": "credential",
                "after": None,
            }
        ],
        "credentials": [
            {
                "id": "credential",
                "title": "A certificate",
                "valid_months": 12,
                "completion": {"exam": f"{COURSE}/{exam}", "surveys": []},
            }
        ],
        **({"certificates": state.certificates} if state.certificates else {}),
    }
    raised = [{"item": f"{COURSE}/{name}", "to": "claim", "reason": reason} for name, reason in state.raised]
    edition = {"baseline_models": ["new-1"], "raised": raised, "corrections": [], "effective": "2026-10-01", "note": "A note."}
    body = {
        "courses": {COURSE: put(index)},
        "programs": put(programs),
        "editions": put({"editions": {"2026-Q4": edition}}),
        "models": put({"models": [_model("new-1", None), _model("old-1", "2026-12-01")], "families": []}),
        "private": _digest([_private(item) for item in state.items]),
    }
    return Made(state, put(body), objects)


def _entry(item: Item, put: Any) -> dict[str, Any]:  # noqa: ANN401 - a function of released
    about: dict[str, Any] = {
        "kind": item.kind,
        "title": item.title,
        "summary": "What it is about.",
        "minutes": item.minutes,
        "formerly": list(item.formerly),
        "objectives": list(item.objectives),
        "claims": list(item.claims),
        "module": item.module,
    }
    if item.kind == "lesson":
        block = {"kind": "paragraph", "html": f"<p>This is text {item.text}.</p>"}
        return {
            **about,
            "models": list(item.models),
            "locales": {},
            "decision": {"axes": [], "table": [0]},
            "outcomes": [{"json": put({"blocks": [block]})}],
        }
    public: dict[str, Any] = {
        "kind": item.kind,
        "title": item.title,
        "summary": "What it is about.",
        "brief": {"html": f"<p>Text {item.text}.</p>"},
    }
    if item.kind in ("quiz", "exam"):
        public |= {"pass_mark": item.pass_mark, "questions": [_question(item, number) for number in range(item.questions)]}
        public |= {"formative": item.formative} if item.kind == "quiz" else {"draw": 1, "attempts": 2}
    if item.kind == "survey":
        public |= {"questions": []}
    return {**about, "object": put(public)}


def _question(item: Item, number: int) -> dict[str, Any]:
    names = [f"choice-{number}-{item.choices}-{one}" for one in range(2)]
    choices: list[dict[str, Any]] = [{"id": name, "html": f"<p>{name}</p>"} for name in names]
    if item.formative:
        choices = [
            {**choice, "correct": one == item.key, "explanation": {"html": "<p>So it is.</p>"}}
            for one, choice in enumerate(choices)
        ]
    return {
        "id": f"question-{number}",
        "html": f"<p>What of text {item.text}?</p>",
        "select": "one",
        "objectives": list(item.objectives),
        "claims": list(item.claims),
        "formerly": [],
        "choices": choices,
    }


def _resting(item: Item) -> dict[str, Any]:
    if item.kind not in ("quiz", "exam"):
        return {}
    resting = {"objectives": list(item.objectives), "claims": list(item.claims)}
    return {f"question-{number}": resting for number in range(item.questions)}


def _prints(state: State, item: Item, blind: str) -> dict[str, Any]:
    asked = [item.choices, item.questions] if item.kind in ("quiz", "exam") else []
    told = item.key if item.formative else None
    found: dict[str, Any] = {
        "seen": _digest([item.title, item.text, asked, told]),
        "claims": _digest([[name, state.statements[name]] for name in item.claims]),
        "objectives": _digest(sorted(item.objectives)),
        "frame": _digest([item.kind, item.module, item.pass_mark, item.formative, told, asked]),
        **({"locales": {}} if item.kind == "lesson" else {}),
    }
    private = _private(item)
    if private:
        right = {name: _digest([blind, item.id, name, key]) for name, key in private.items()}
        is_asked = item.kind in ("quiz", "exam")
        found["marks"] = {"right": right if is_asked else _digest([right]), "told": _digest([blind, item.id, "told"])}
    return found


def _private(item: Item) -> dict[str, Any]:
    """What marks it, by question; nothing where that is public."""
    if item.kind in ("roleplay", "practice"):
        return {"rubric": item.key}
    if item.kind not in ("quiz", "exam") or (item.kind == "quiz" and item.formative):
        return {}
    return {f"question-{number}": [item.id, item.key, item.choices] for number in range(item.questions)}


def _claim(state: State, name: str) -> dict[str, Any]:
    tried = ["new-1"] if name in state.verified else []
    return {
        "id": name,
        "statement": f"It is so, in version {state.statements[name]} of {name}.",
        "models": ["old-1"],
        "api": [],
        "sources": [],
        "review_by": "2100-01-01",
        "verified_at": "2026-10-01" if tried else None,
        "verified_against": tried,
    }


def _objective(one: Objective) -> dict[str, Any]:
    return {"id": one.id, "text": one.text, "weight": one.weight, "safety": one.safety, "formerly": list(one.formerly)}


def _module(state: State, name: str) -> dict[str, Any]:
    items = [item.id for item in state.items if item.module == name]
    return {"id": name, "title": name, "summary": name, "prerequisites": [], "formerly": [], "items": items}


def _retired_entries(retired: Mapping[str, str | None], kind: str) -> list[dict[str, Any]]:
    return [{"id": name, "kind": kind, "heir": heir, "reason": f"Why {name} went."} for name, heir in retired.items()]


def _model(name: str, shutdown: str | None) -> dict[str, Any]:
    return {"id": name, "shutdown": shutdown, "replacements": [], "capabilities": []}


def _digest(value: Any) -> Digest:  # noqa: ANN401 - JSON
    return digest_of(json.dumps(value, sort_keys=True, separators=(",", ":")).encode())

"""Which models and parts of an API a text names: whole names, and parameters only where they are code."""

from __future__ import annotations

import pytest

from coursewright.authoring.naming import Naming
from coursewright.authoring.owners import Owners
from coursewright.authoring.shapes.curriculum_files import PeopleFile, Person
from coursewright.authoring.slug import Slug

MODELS = ("o1", "o1-pro", "gpt-4", "gpt-4o", "gpt-4.1", "gpt-4o-2024-08-06", "chat-latest")
API = (
    "endpoint:/v1/chat/completions", "endpoint:/v1/prompts", "parameter:stop", "parameter:temperature",
    "header:OpenAI-Beta=assistants=v1", "product:evals-platform",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Ask o1.", ["o1"]),
        ("Ask (o1), or `gpt-4o`: both.", ["gpt-4o", "o1"]),
        ("**o1**'s window; o1/gpt-4", ["gpt-4", "o1"]),
        ("o1-pro and gpt-4.1.", ["gpt-4.1", "o1-pro"]),
        ("gpt-4o-2024-08-06", ["gpt-4o-2024-08-06"]),
        ("gpt-4-turbo, foo1, o12, o1-preview, ago1, xo1", []),
        ("[about it](https://example.org/o1) and <https://example.org/models/gpt-4o>", []),
        ("[o1](https://example.org/it)", ["o1"]),
        ("O1 and GPT-4o", []),
        ("\n[note]: https://example.org/o1\n", []),
        ('model="gpt-4o",', ["gpt-4o"]),
        ("", []),
    ],
)
def test_models_are_named_by_their_whole_names(text: str, named: list[str]) -> None:
    assert named == Naming(MODELS, ()).models([text])


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Set `temperature` to 0.", ["parameter:temperature"]),
        ("Set `temperature=0.2` and `top_p`.", ["parameter:temperature"]),
        ("The temperature outside, and `stopping` by, `a` stop `b`.", []),
        ('```json\n{"temperature": 0.2}\n```', ["parameter:temperature"]),
        ("```python\nask(temperature=0.2)\n```", ["parameter:temperature"]),
        ("```python\nif temperature == 2: pass\n```", []),
        ("POST /v1/chat/completions, then `/v1/prompts`.", ["endpoint:/v1/chat/completions", "endpoint:/v1/prompts"]),
        ("/v1/prompts/7 and /v1/prompts-2 and x/v1/prompts", []),
        ("https://api.example.org/v1/prompts", []),
        ("Send OpenAI-Beta: assistants=v1 with it.", ["header:OpenAI-Beta=assistants=v1"]),
        ("The Evals platform ends.", ["product:evals-platform"]),
    ],
)
def test_parts_of_an_api_are_named_as_code_or_by_path(text: str, named: list[str]) -> None:
    assert named == Naming((), API).api([text])


def test_a_long_text_of_marks_is_read_in_a_moment() -> None:
    naming = Naming(MODELS, API)
    for text in ("`" * 50_000, "`a" * 30_000, "[" * 50_000, "o1." * 30_000, "\\`" * 30_000, "temperature" * 10_000):
        assert [] == naming.api([text])
        naming.models([text])


def test_whoever_owns_the_nearest_folder_looks_after_a_file() -> None:
    people = PeopleFile(
        people=(
            Person(id=Slug("all"), name="All", owns=("courses", "claims/")),
            Person(id=Slug("one"), name="One", owns=("courses/one", "courses/two/module/03-lesson.md")),
            Person(id=Slug("late"), name="Late", owns=("courses",)),
        )
    )
    owners = Owners(people)
    paths = (
        "courses/one/module/x.md",
        "courses/two/module/03-lesson.md",
        "courses/two/module/04-y.md",
        "claims/x.yaml",
        "ledger/x",
    )

    assert ["one", "one", "all", "all", None] == [owners.of(path) for path in paths]

"""What the shipped editions do not hold is as described too: translations, withdrawal, pages of a catalogue, every block."""

from __future__ import annotations

from courses import COURSE, STAMP, added, compiled, edited
from coursewright.publishing.promoting.withdrawal import withdraw
from coursewright.publishing.records.names import Numbered
from described import assert_shaped, faults
from library import made, promoted
from served import api_over

_LESSON = f"{COURSE}/asking-well/02-tokens-and-context.md"
_BLOCKS = """\
::: note
Read on.
:::

::: warning
Do not.
:::

> Quoted words.

---

```try
Say it back to me.
```
"""


def test_translations_former_ids_and_a_withdrawn_release() -> None:
    store = promoted(made("translated"))
    api = api_over(store)
    withdraw(store, Numbered("2026-Q4", 1), STAMP)

    course = assert_shaped(api.get(f"/v1/stable/{COURSE}"), "CourseAnswer")
    lesson = assert_shaped(api.get(f"/v1/stable/{COURSE}/lessons/tokens-and-context?locale=de"), "LessonAnswer")
    moved = api.get(f"/v1/stable/{COURSE}/lessons/output-in-a-form")

    assert ["de"] == list(course["course"]["items"]["tokens-and-context"]["locales"])
    assert ("de", "a test") == (lesson["lesson"]["locale"], lesson["withdrawn"])
    assert 308 == moved.status
    assert_shaped(api.get("/v1/stable"), "Release")
    assert_shaped(api.get(f"/v1/stable/{COURSE}/status"), "StatusAnswer")
    assert_shaped(api.get("/v1/2026-Q4.1/courses"), "Catalogue")


def test_each_page_of_a_long_catalogue() -> None:
    api = api_over(promoted(made("many")))
    address, pages = "/v1/stable/courses?limit=10", 0
    while address:
        page = assert_shaped(api.get(address), "Catalogue")
        pages += 1
        address = f"/v1/stable/courses?limit=10&cursor={page['next_cursor']}" if page["next_cursor"] else ""

    assert 3 == pages


def test_every_kind_of_block() -> None:
    api = api_over(promoted(compiled(edited({_LESSON: added(_BLOCKS)}))))
    answer = assert_shaped(api.get(f"/v1/stable/{COURSE}/lessons/tokens-and-context"), "LessonAnswer")

    assert {"note", "warning", "quote", "rule", "try"} <= {block["kind"] for block in answer["lesson"]["blocks"]}
    assert [] != faults({**answer, "invented": 1}, "LessonAnswer")

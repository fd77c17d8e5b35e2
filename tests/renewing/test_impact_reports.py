"""An impact written down: nothing of it is lost, and nothing that authors wrote means anything to what reads it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from catalogues import catalogue_of, made_up
from courses import ARCHIVE, release
from coursewright.commands.renewing.impact_documents import ImpactJson
from coursewright.renewing.impact.heat_map import heat_map
from coursewright.renewing.impact.impact import WORK, Impact, impact
from coursewright.renewing.impact.reports.document import document
from coursewright.renewing.impact.reports.markdown import as_markdown
from coursewright.renewing.impact.reports.page import MOST_ROWS, as_page
from coursewright.renewing.impact.reports.rows import COLUMNS, as_csv

O1_ENDS = date(2026, 10, 23)
HOSTILE = '<img src=x onerror=alert(1)>|`"&\n=cmd()'


@pytest.fixture(scope="module")
def found() -> Impact:
    return impact(catalogue_of(release(ARCHIVE), "2026-Q3"), O1_ENDS)


@pytest.fixture
def hostile(found: Impact) -> Impact:
    """The same with everything that authors write replaced."""
    return replace(
        found,
        name=HOSTILE,
        outcomes=tuple(
            replace(
                outcome,
                event=replace(outcome.event, replacements=(HOSTILE,)),
                affected=tuple(
                    replace(one, title=HOSTILE, because=HOSTILE, how=(HOSTILE,), owner=HOSTILE) for one in outcome.affected
                ),
            )
            for outcome in found.outcomes
        ),
    )


def test_the_document_says_all_of_it_in_its_described_shape(found: Impact) -> None:
    told = ImpactJson.model_validate(document(found))

    assert [outcome.event.id for outcome in found.outcomes] == [event.id for event in told.events]
    assert sum(len(outcome.affected) for outcome in found.outcomes) == sum(len(event.affected) for event in told.events)
    assert json.loads(json.dumps(document(found))) == document(found)


def test_markdown_has_a_task_for_each_thing_to_mend(found: Impact) -> None:
    text = as_markdown(found)
    happening = [outcome for outcome in found.outcomes if outcome.event.kind != "review"]
    tasks = [one for outcome in happening for one in outcome.affected if one.kind in WORK]

    assert text.startswith("## What is no longer true in 2026-Q3, as of 2026-10-23\n")
    assert len(tasks) + sum(outcome.event.kind == "review" for outcome in found.outcomes) == text.count("\n- [ ] ")
    assert "- [ ] **broken** question AI Foundations exam `ai-foundations/final-exam/ex-o1-temperature`: It states:" in text


def test_csv_has_a_row_for_each_thing_that_each_event_affects(found: Impact) -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(found))))

    assert list(COLUMNS) == list(rows[0])
    assert sum(len(outcome.affected) for outcome in found.outcomes) == len(rows)


def test_no_cell_of_the_csv_is_a_formula(hostile: Impact) -> None:
    edited = replace(hostile, outcomes=tuple(
        replace(outcome, affected=tuple(replace(one, title="=1+1", because="@x", owner="-1") for one in outcome.affected))
        for outcome in hostile.outcomes))  # fmt: skip
    cells = [cell for row in csv.reader(io.StringIO(as_csv(edited))) for cell in row]

    assert [] == [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, [name for name, _ in attrs]))


def test_nothing_that_authors_write_is_markup_on_the_page(found: Impact, hostile: Impact) -> None:
    page = as_page(hostile, heat_map(catalogue_of(release(ARCHIVE)), hostile))
    parser = _Tags()
    parser.feed(page)

    assert "<img" not in page
    assert not {tag for tag, _ in parser.seen} & {"script", "img", "iframe", "form", "link"}
    assert [] == [names for _, names in parser.seen if any(name.startswith("on") for name in names)]
    assert len(as_page(found, heat_map(catalogue_of(release(ARCHIVE)), found)).split("<tr>")) == len(page.split("<tr>"))


def test_nothing_that_authors_write_is_markup_in_markdown(hostile: Impact) -> None:
    text = as_markdown(hostile)

    assert "<img" not in text.replace("\\<", "")
    assert [] == [line for line in text.splitlines() if line.startswith("=")]


def test_the_page_of_a_large_catalogue_stays_small() -> None:
    catalogue = made_up(10, 2_000, 200, 30)
    found = impact(catalogue, date(2025, 6, 1))
    page = as_page(found, heat_map(catalogue, found))

    assert "nothing is affected" in page.casefold()
    found = impact(catalogue, date(2025, 10, 5))
    page = as_page(found, heat_map(catalogue, found))
    assert page.count('<tr><th scope="row">') <= 10 * MOST_ROWS
    assert " more.</p>" in page


def test_a_day_on_which_nothing_is_affected_says_so() -> None:
    catalogue = catalogue_of(release(ARCHIVE))
    found = impact(catalogue, date(2026, 1, 1))

    assert () == found.outcomes
    assert "Nothing is affected." in as_markdown(found)

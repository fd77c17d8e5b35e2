"""A translation is compiled beside its lesson, and only while it is of the lesson as it is."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

from courses import COURSE, compiled, index, manifest, read, release, tree
from coursewright.authoring.check import Report, check
from coursewright.authoring.source_tree import SourceTree
from coursewright.compiling.release import Release
from coursewright.compiling.spaces import ASSETS, COACH, KEYS, OBJECTS, PRIVATE
from coursewright.publishing.changes.between import changes_between
from coursewright.publishing.changes.side import side_of
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.storing.reachable import reachable
from coursewright.publishing.storing.store import object_key

LESSON = f"{COURSE}/asking-well/02-tokens-and-context.md"
ID = "tokens-and-context"
TEXT = """\
## Was ein Token ist

Siehe [den Anfang](01-what-a-model-is.md) und [oben](#was-ein-token-ist).

![Ein Fenster](images/context-window.svg "Das Fenster")

::: when role=developer
Zähle sie im Code.
:::

::: coach
Frage nach einem Beispiel aus dem Alltag.
:::
"""


def translated(text: str = TEXT, *, digest: str = "", name: str = "02-tokens-and-context.de.md") -> SourceTree:
    """The shipped edition in two languages, with one lesson translated."""
    files = dict(tree().files)
    files["curriculum.yaml"] = files["curriculum.yaml"].replace(b"locales: [en]", b"locales: [en, de]")
    of = digest or hashlib.sha256(files[LESSON]).hexdigest()
    page = f"---\ntitle: Token und Kontext\nsummary: Was ein Modell auf einmal sieht.\ntranslates: {of}\n---\n\n{text}"
    files[f"{COURSE}/asking-well/{name}"] = page.encode()
    return SourceTree(files)


@cache
def _made() -> Release:
    return compiled(translated())


def _codes(report: Report) -> list[str]:
    return sorted({finding.code for finding in report.findings})


def _stored(made: Release, root: FolderStore) -> FolderStore:
    for place, data in made.objects.items():
        root.put_if_absent(object_key(*place), data)
    return root


def test_every_lesson_says_which_languages_it_can_be_had_in() -> None:
    lessons = {name: item["locales"] for name, item in index(_made())["items"].items() if item["kind"] == "lesson"}

    assert ["de"] == list(lessons.pop(ID))
    assert [{}] * len(lessons) == list(lessons.values())
    assert len(lessons) > 5
    assert "en" == index(_made())["locale"]
    assert ["en", "de"] == index(_made())["locales"]


def test_a_translation_has_outcomes_and_a_decision_table_of_its_own() -> None:
    entry = index(_made())["items"][ID]["locales"]["de"]
    axes = [index(_made())["axes"][number]["dimension"] for number in entry["decision"]["axes"]]

    assert {"title", "summary", "decision", "outcomes", "assets"} == set(entry)
    assert "Token und Kontext" == entry["title"]
    assert ["role"] == axes
    assert 2 == len(entry["outcomes"])


def test_a_translated_outcome_says_its_language_and_states_the_lessons_own_claims() -> None:
    item = index(_made())["items"][ID]
    original = read(_made(), item["outcomes"][0]["json"])
    german = read(_made(), item["locales"]["de"]["outcomes"][0]["json"])

    assert "en" == original["locale"]
    assert "de" == german["locale"]
    assert "Token und Kontext" == german["title"]
    assert original["claims"] == german["claims"]
    assert original["objectives"] == german["objectives"]
    assert "was-ein-token-ist" == german["blocks"][0]["anchor"]


def test_links_and_figures_of_a_translation_lead_where_the_originals_do() -> None:
    made = _made()
    entry = index(made)["items"][ID]["locales"]["de"]
    html = "".join(block["html"] for block in read(made, entry["outcomes"][0]["json"])["blocks"])

    assert ["../lessons/what-a-model-is", "#was-ein-token-ist"] == re.findall(r'href="([^"]+)"', html)
    assert {"context-window.svg"} == set(entry["assets"].values())
    assert all((ASSETS, digest) in made.objects for digest in entry["assets"])


def test_markdown_begins_with_the_translated_title() -> None:
    entry = index(_made())["items"][ID]["locales"]["de"]
    text = _made().objects[OBJECTS, entry["outcomes"][0]["markdown"]].decode()

    assert text.startswith("# Token und Kontext\n\n## Was ein Token ist\n")


def test_what_a_translation_tells_the_tutor_is_private() -> None:
    made = _made()
    root = read(made, manifest(made)["private"], PRIVATE)
    notes = read(made, read(made, root["coach"], COACH)["items"][f"ai-foundations/{ID}"], COACH)
    public = b"".join(data for (space, _), data in made.objects.items() if space not in (COACH, KEYS, PRIVATE))

    assert ["Frage nach einem Beispiel aus dem Alltag."] == [note["markdown"] for note in notes["locales"]["de"]]
    assert b"Beispiel aus dem Alltag" not in public


def test_a_stale_translation_is_found_and_left_out() -> None:
    """A reader in a chat can have the right text translated; nobody can mend a wrong one that is served as right."""
    stale = translated(digest="ab" * 32)

    assert "stale-translation" in _codes(check(stale))
    assert {} == index(compiled(stale))["items"][ID]["locales"]


def test_a_translation_into_a_language_the_curriculum_does_not_have_is_left_out() -> None:
    other = translated(name="02-tokens-and-context.fr.md")

    assert "stale-translation" in _codes(check(other))
    assert {} == index(compiled(other))["items"][ID]["locales"]


def test_a_language_is_named_as_the_curriculum_spells_it() -> None:
    files = dict(translated(name="02-tokens-and-context.pt-br.md").files)
    files["curriculum.yaml"] = files["curriculum.yaml"].replace(b"[en, de]", b"[en, pt-BR]")

    assert ["pt-BR"] == list(index(compiled(SourceTree(files)))["items"][ID]["locales"])


def test_a_translations_conditions_are_checked_like_the_lessons() -> None:
    report = check(translated(f"{TEXT}\n::: when role=nobody\nNie.\n:::\n\n::: models gpt-0\nNie.\n:::\n"))

    assert {"undeclared-condition", "unknown-model"} == {finding.code for finding in report.errors}
    assert {f"{COURSE}/asking-well/02-tokens-and-context.de.md"} == {finding.place.path for finding in report.errors}


def test_a_link_to_a_heading_that_only_the_original_has_is_found() -> None:
    report = check(translated(TEXT.replace("#was-ein-token-ist", "#what-a-token-is")))

    assert ["broken-link"] == [finding.code for finding in report.errors]


def test_a_changed_translation_changes_its_own_fingerprint_alone() -> None:
    changed = compiled(translated(TEXT.replace("Zähle", "Zählen Sie")))
    before, after = (index(made)["fingerprints"]["items"][ID] for made in (_made(), changed))

    assert {"locales"} == {part for part in before if before[part] != after[part]}
    assert before["locales"].keys() == after["locales"].keys() == {"de"}


def test_a_translation_leaves_the_original_as_it_was() -> None:
    before, after = index(release())["items"][ID], index(_made())["items"][ID]

    assert {**after, "locales": {}} == before


def test_everything_of_a_translated_release_is_reached(tmp_path: Path) -> None:
    store = _stored(_made(), FolderStore(tmp_path))

    assert set(_made().objects) == {place for place, _ in reachable(store, _made().manifest)}


def test_a_translation_is_new_to_those_who_read_its_language(tmp_path: Path) -> None:
    """They read something else from one day to the next, so it may not be slipped into an edition."""
    store = _stored(_made(), _stored(release(), FolderStore(tmp_path)))
    found = changes_between(side_of(store, release().manifest), side_of(store, _made().manifest))

    assert [("translation", "content", ("de",))] == [
        (reason.code, reason.cls, reason.names) for item in found.items() for reason in item.reasons
    ]

"""What is said of a candidate in a pull request: everything a reviewer needs, and nothing that an author could make of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from courses import ARCHIVE, CONTENT, release
from coursewright.commands.publishing.pull_request import MARK, comment, main, outputs
from coursewright.commands.publishing.views import DiffJson, SideJson
from coursewright.compiling.release import Release
from coursewright.publishing.changes.difference import difference
from coursewright.publishing.storing.memory_store import MemoryStore
from coursewright.publishing.storing.store import object_key

MANIFEST = "ab" * 32
REPORT: dict[str, Any] = {"candidate": "2026-Q4-rc.2", "manifest": MANIFEST, "is_new": True, "findings": [], "preview": None}
RELEASES = {"channels": [{"name": "stable", "record": 3}, {"name": "pilot", "record": 1}]}


def _diff(old: Release, new: Release) -> dict[str, Any]:
    stores = MemoryStore(), MemoryStore()
    for store, made in zip(stores, (old, new), strict=True):
        for place, data in made.objects.items():
            store.put_if_absent(object_key(*place), data)
    found = difference(stores[0], old.manifest, stores[1], new.manifest)
    said = DiffJson(
        old=SideJson(name="2026-Q3.1", manifest=old.manifest),
        new=SideJson(name="2026-Q4-rc.2", manifest=new.manifest),
        counts=found.counts(),
        changed=found.changed,
        courses=found.courses,
    )
    value: dict[str, Any] = said.model_dump(mode="json")
    return value


def test_a_reviewer_reads_the_preview_and_what_changes() -> None:
    said = comment(
        {**REPORT, "preview": "https://preview.example/v1/2026-Q4-rc.2"}, _diff(release(ARCHIVE), release(CONTENT)), "stable"
    )

    assert said.startswith(MARK)
    assert "`2026-Q4-rc.2` is deposited, manifest `abababababab`." in said
    assert "<https://preview.example/v1/2026-Q4-rc.2>" in said
    assert "Since `2026-Q3.1`, which `stable` has now: " in said
    assert "\n        + choosing-a-model  lesson" in said
    assert "also changed: programs, claims, ledger" in said


def test_the_same_release_is_said_to_be_the_same() -> None:
    assert "It is what `stable` has now (`2026-Q3.1`), byte for byte." in comment(REPORT, _diff(release(), release()), "stable")


def test_a_refusal_shows_its_findings() -> None:
    finding = {
        "path": "content/a.md",
        "line": 3,
        "column": 7,
        "severity": "error",
        "message": "no such file",
        "code": "broken-link",
    }
    said = comment({"candidate": None, "findings": [finding] * 60, "problem": "1 error in the sources"}, None, "stable")

    assert "**Nothing was deposited.**\n\n    1 error in the sources\n" in said
    assert "    content/a.md:3:7: error: no such file [broken-link]" in said
    assert "… and 10 more" in said


@pytest.mark.parametrize(
    "hostile",
    [
        "@everyone",
        "<img src=x onerror=alert(1)>",
        "[a](https://evil.example)",
        "\n\n# no\n\n@here",
        "\r@here",
        "\u2028@here",
        "```\n@here",
    ],
)
def test_nothing_that_an_author_wrote_is_markup(hostile: str) -> None:
    finding = {"path": hostile, "line": 1, "column": 1, "message": hostile, "code": hostile}
    diff = _diff(release(ARCHIVE), release(CONTENT))
    diff["courses"][0]["changed"] = [hostile]
    diff["courses"][0]["items"][0]["kind"] = hostile
    diff["old"]["name"] = hostile
    refused = comment({"candidate": None, "problem": hostile, "findings": [finding], "preview": hostile}, None, "stable")
    said = comment({**REPORT, "preview": "https://preview.example/x"}, diff, "stable")
    bad_link = comment({**REPORT, "preview": f"https://preview.example/{hostile}"}, diff, "stable")

    for text, links in ((refused, []), (said, ["https://preview.example/x"]), (bad_link, [])):
        outside = [token for token in MarkdownIt().parse(text.removeprefix(MARK)) if token.type != "code_block"]
        seen = " ".join(child.content for token in outside for child in token.children or () if child.type != "code_inline")
        assert not [word for word in ("@", "evil", "onerror", "<img") if word in seen]
        children = [child for token in outside for child in token.children or ()]
        assert links == [child.attrs["href"] for child in children if child.type == "link_open"]
        assert 1 == sum(token.type == "heading_open" for token in outside)


def test_a_comment_is_never_too_long() -> None:
    finding = {"path": "a.md", "line": 1, "column": 1, "message": "ä" * 5000, "code": "x"}
    said = comment({"candidate": None, "problem": None, "findings": [finding] * 50}, None, "stable")

    assert len(said.encode()) <= 60_100
    assert said.endswith("The rest is in the log of the run.\n")


@pytest.mark.parametrize(
    ("releases", "channel", "seen"), [(RELEASES, "stable", "3"), (RELEASES, "next", "0"), (None, "stable", "")]
)
def test_a_promotion_is_told_which_record_was_seen(releases: dict[str, Any] | None, channel: str, seen: str) -> None:
    assert outputs(REPORT, None, releases, channel) == {
        "candidate": "2026-Q4-rc.2",
        "manifest": MANIFEST,
        "seen": seen,
        "changes": "true" if seen else "false",
    }


def test_what_changes_nothing_is_not_promoted() -> None:
    diff = _diff(release(), release())

    assert "false" == outputs({**REPORT, "manifest": release().manifest}, diff, RELEASES, "stable")["changes"]


@pytest.mark.parametrize("name", ["2026-Q4-rc.2\nseen=9", "2026-Q4.2", "x", None])
def test_an_output_is_a_candidate_or_empty(name: str | None) -> None:
    assert outputs({**REPORT, "candidate": name}, None, RELEASES, "stable") == {
        "candidate": "",
        "manifest": "",
        "seen": "",
        "changes": "false",
    }


def test_a_report_that_is_none_ends_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "report").write_text("[]")
    given = [f"--{name}={tmp_path / name}" for name in ("report", "body", "outputs")]

    with pytest.raises(SystemExit, match="does not hold what a command prints with --json"):
        main([*given, "--channel", "stable"])
    assert not (tmp_path / "body").exists()

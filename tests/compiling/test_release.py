"""What stands in a release, and what may not."""

from __future__ import annotations

import json
import re
from importlib.metadata import version
from typing import Any

import pytest

from courses import (
    ARCHIVE,
    CONTENT,
    COURSE,
    ROOT,
    added,
    compiled,
    curriculum,
    edited,
    index,
    key_moved,
    manifest,
    read,
    release,
    replaced,
)
from coursewright.authoring.curriculum import Lesson
from coursewright.compiling import compiler_format
from coursewright.compiling.canonical import canonical
from coursewright.compiling.compiler_format import FORMAT, LIBRARIES, require_libraries
from coursewright.compiling.digest import Digest, digest_of
from coursewright.compiling.release import Release
from coursewright.compiling.spaces import ASSETS, COACH, KEYS, OBJECTS, PRIVATE
from coursewright.errors import ToolchainError


@pytest.mark.parametrize("made", [release(CONTENT), release(ARCHIVE)], ids=["2026-Q4", "2026-Q3"])
def test_every_object_is_named_by_the_digest_of_its_bytes(made: Release) -> None:
    assert [] == [place for place, data in made.objects.items() if digest_of(data) != place[1]]


@pytest.mark.parametrize("made", [release(CONTENT), release(ARCHIVE)], ids=["2026-Q4", "2026-Q3"])
def test_every_json_object_is_canonical(made: Release) -> None:
    for (space, _), data in made.objects.items():
        if space != ASSETS and data.startswith(b"{"):
            assert canonical(json.loads(data)) == data


def test_the_manifest_names_the_content_and_the_compiler_format_and_nothing_that_moves() -> None:
    found = manifest(release())

    assert FORMAT == found["format"]
    assert curriculum().tree_id == found["tree"]
    about = {"kind", "format", "tree", "title", "publisher", "private"}
    assert about | {"courses", "catalogue", "programs", "claims", "models", "editions"} == set(found)


def test_no_object_holds_the_name_of_a_release_or_candidate() -> None:
    for data in release().objects.values():
        assert not re.search(rb"20[0-9]{2}-Q[1-4](?:\.[0-9]|-rc)", data)


def test_one_changed_lesson_changes_its_outcomes_one_index_and_the_manifest() -> None:
    name = "prompting-that-works"
    changed = compiled(edited({f"{COURSE}/asking-well/03-prompting-that-works.md": added("One more sentence.")}))
    before, after = release(), changed
    new = set(after.objects) - set(before.objects)
    outcomes = {(OBJECTS, digest) for pair in index(after)["items"][name]["outcomes"] for digest in pair.values()}

    assert outcomes | {(OBJECTS, manifest(after)["courses"]["ai-foundations"]), (OBJECTS, after.manifest)} == new


def test_a_lesson_is_stored_once_for_each_text_a_learner_can_see() -> None:
    for _, item in curriculum().courses[0].outline():
        if isinstance(item, Lesson):
            stored = [pair["json"] for pair in index(release())["items"][item.id]["outcomes"]]

            assert len(set(stored)) == len(stored)


def test_learners_with_different_models_read_different_texts() -> None:
    item = index(release())["items"]["choosing-a-model"]
    own = [index(release())["axes"][number] for number in item["decision"]["axes"]]
    axes = {axis["dimension"]: axis["classes"] for axis in own}
    models = index(release())["dimensions"]["model"]["values"]

    assert axes["model"][models.index("gpt-6-luna")] != axes["model"][models.index("gpt-4o")]


def test_links_between_lessons_lead_to_identifiers_and_figures_to_assets() -> None:
    for item in index(release())["items"].values():
        for pair in item.get("outcomes", ()):
            text = "".join(block["html"] for block in read(release(), pair["json"])["blocks"])
            links = re.findall(r'href="([^"]+)"', text)

            assert [] == [
                link for link in links if not re.match(r"https://|mailto:|#|\.\./(lessons|activities)/[a-z0-9-]+(#|$)", link)
            ]
            for source in re.findall(r'src="([^"]+)"', text):
                assert (ASSETS, source.split("/")[3]) in release().objects


def test_served_markdown_holds_no_file_names_of_the_source() -> None:
    for item in index(release())["items"].values():
        for pair in item.get("outcomes", ()):
            text = release().objects[OBJECTS, pair["markdown"]].decode()

            assert not re.search(r"\]\([^)]*\.(md|yaml|svg\))", text.replace("/v1/assets/", "")) or "/v1/assets/" in text
            assert not re.search(r"\]\((\.\./)?[a-z-]*/?[0-9]{2}-", text)


def test_figures_are_sanitised_and_say_their_size() -> None:
    figures = [
        block
        for item in index(release())["items"].values()
        for pair in item.get("outcomes", ())
        for block in read(release(), pair["json"])["blocks"]
        if block["kind"] == "figure"
    ]

    assert len({figure["src"] for figure in figures}) >= 3
    for figure in figures:
        data = release().objects[ASSETS, figure["src"].split("/")[3]]
        assert figure["width"] > 0
        assert figure["height"] > 0
        assert figure["alt"]
        assert not re.search(rb"<script|\son[a-z]+=|javascript:|<foreignObject", data)


def test_private_spaces_are_reached_by_the_blinded_root_alone() -> None:
    made = release()
    root = read(made, manifest(made)["private"], PRIVATE)
    keys, coach = read(made, root["keys"], KEYS), read(made, root["coach"], COACH)
    private = {digest for space, digest in made.objects if space in (KEYS, COACH, PRIVATE)}
    public = b"".join(data for (space, _), data in made.objects.items() if space in (OBJECTS, ASSETS))

    assert {"using-answers-check", "final-exam", "choose-and-compare", "the-eager-colleague"} == {
        n.split("/")[1] for n in keys["items"]
    }
    assert "ai-foundations/the-eager-colleague" in coach["items"]
    assert [manifest(made)["private"]] == [digest for digest in sorted(private) if digest.encode() in public]


def test_each_private_object_has_a_blind_of_its_own() -> None:
    private = (data for (space, _), data in release().objects.items() if space in (KEYS, COACH, PRIVATE))
    blinds = [value["blind"] for value in map(json.loads, private) if value["kind"] != "private-root"]

    assert len(set(blinds)) == len(blinds)
    assert curriculum().settings.blind not in blinds


def test_another_blind_changes_every_private_digest_and_no_public_text() -> None:
    other = compiled(edited({"curriculum.yaml": lambda text: re.sub(r"[0-9a-f]{64}", "ab" * 32, text)}))
    before, after = set(release().objects), set(other.objects)
    course = Digest(manifest(release())["courses"]["ai-foundations"])

    assert not {place for place in before & after if place[0] in (KEYS, COACH, PRIVATE)}
    assert {(OBJECTS, release().manifest), (OBJECTS, course)} == {p for p in before - after if p[0] in (OBJECTS, ASSETS)}
    assert without_marks(index(release())) == without_marks(index(other))


def without_marks(one: dict[str, Any]) -> dict[str, Any]:
    items = {
        name: {part: digest for part, digest in parts.items() if part != "marks"}
        for name, parts in one["fingerprints"]["items"].items()
    }
    return {**one, "fingerprints": {**one["fingerprints"], "items": items}}


def test_the_order_an_author_wrote_choices_in_leaves_no_public_trace() -> None:
    """Only the content tree's id differs: it names the source, and a shuffled source is another one."""
    import yaml  # noqa: PLC0415 - to shuffle as an author would, in the file

    def shuffle(text: str) -> str:
        content = yaml.safe_load(text)
        for question in content["questions"]:
            question["choices"].reverse()
        return str(yaml.safe_dump(content, allow_unicode=True, sort_keys=False))

    quizzes = [path for path in dict(compiled_files()) if path.endswith((".quiz.yaml", ".exam.yaml"))]
    other = compiled(edited(dict.fromkeys(quizzes, shuffle)))
    same = {name: value for name, value in manifest(other).items() if name != "tree"}

    assert len(quizzes) == 3
    assert same == {name: value for name, value in manifest(release()).items() if name != "tree"}
    assert {(OBJECTS, other.manifest)} == set(other.objects) - set(release().objects)


def compiled_files() -> list[tuple[str, bytes]]:
    return [(path, (CONTENT / path).read_bytes()) for path in map(str, (p.relative_to(CONTENT) for p in CONTENT.rglob("*.yaml")))]


def test_a_renamed_file_with_the_same_id_changes_no_fingerprint() -> None:
    files = dict(edited({"people.yaml": added("# moved")}).files)
    old, new = f"{COURSE}/asking-well/02-tokens-and-context.md", f"{COURSE}/asking-well/002-tokens-and-context.md"
    files[new] = files.pop(old)
    renamed = type(edited({"people.yaml": added("# moved")}))(
        {
            path: data.replace(b"02-tokens-and-context.md", b"002-tokens-and-context.md")
            if path.endswith((".md", ".yaml"))
            else data
            for path, data in files.items()
        }
    )

    assert index(release())["fingerprints"] == index(compiled(renamed))["fingerprints"]


def test_a_reworded_paragraph_changes_what_is_seen_and_nothing_else() -> None:
    changed = compiled(edited({f"{COURSE}/asking-well/03-prompting-that-works.md": added("One more sentence.")}))
    before, after = (index(made)["fingerprints"]["items"]["prompting-that-works"] for made in (release(), changed))

    assert {"seen"} == {part for part in before if before[part] != after[part]}


def test_an_answer_key_has_no_public_fingerprint_but_a_keyed_one() -> None:
    """The key of a scored question moves to another choice: nothing public but the tree's id and a keyed digest may tell."""
    path = f"{COURSE}/using-answers/07-using-answers-check.quiz.yaml"
    moved = edited({path: key_moved})
    assert without_marks(index(release())) == without_marks(index(compiled(moved)))


def test_the_formats_libraries_are_the_pins() -> None:
    pins = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / "functions/requirements.txt").read_text(), re.MULTILINE))
    marked = re.findall(r"^([a-z0-9-]+)==\S+\s+# \(bytes\)", (ROOT / "functions/requirements.txt").read_text(), re.MULTILINE)

    assert sorted(marked) == sorted(LIBRARIES)
    assert {name: pins[name] for name in LIBRARIES} == LIBRARIES
    assert {name: version(name) for name in LIBRARIES} == LIBRARIES


def test_another_version_of_such_a_library_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(compiler_format.LIBRARIES, "nh3", "0.0.1")

    with pytest.raises(ToolchainError, match=r"nh3 is 0\.3\.8, and compiler format 5 is defined with 0\.0\.1"):
        require_libraries()


def test_a_typo_fixed_in_a_claim_reaches_the_lessons_that_state_it() -> None:
    changed = compiled(edited({"claims/english-token-rule-of-thumb.yaml": replaced("about 75 words", "some 75 words")}))
    before, after = (index(made)["fingerprints"]["items"]["tokens-and-context"] for made in (release(), changed))

    assert {"claims"} == {part for part in before if before[part] != after[part]}

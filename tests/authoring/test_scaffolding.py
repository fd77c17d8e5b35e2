"""`coursewright new`: complete from the first minute, and nothing is ever overwritten."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml

from authoring.trees import HERE, files_of
from courses import CONTENT, ROOT
from coursewright.authoring.check import check
from coursewright.authoring.findings.finding import Finding
from coursewright.authoring.quarters import parse_quarter, quarter_of
from coursewright.authoring.scaffolding import KINDS
from coursewright.authoring.sources.folder import read_folder

Done = subprocess.CompletedProcess[str]
IN_A_MODULE = ("lesson", "quiz", "exam", "survey", "practice", "roleplay")
SCAFFOLDS = ROOT / "functions" / "coursewright" / "authoring" / "scaffolds"


def _coursewright(*arguments: str, cwd: Path, name: str = "Ada Lovelace", email: str = "ada@example.org") -> Done:
    settings = cwd / ".gitconfig-of-the-test"
    settings.write_text(f"[user]\n\tname = {name}\n\temail = {email}\n" if name else "")
    return subprocess.run(
        [sys.executable, "-m", "coursewright", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env={
            **os.environ,
            "PYTHONPATH": str(HERE.parents[1] / "functions"),
            "PYTHONUTF8": "1",
            "GIT_CONFIG_GLOBAL": str(settings),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CEILING_DIRECTORIES": str(cwd.parent),
        },
        timeout=60,
    )


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh curriculum with one course."""
    folder = tmp_path_factory.mktemp("made") / "my-courses"
    assert 0 == _coursewright("new", "curriculum", "my-courses", "--on", "2026-11-22", cwd=folder.parent).returncode
    assert 0 == _coursewright("new", "course", "prompting", cwd=folder).returncode
    return folder


@pytest.fixture
def desk(made_once: Path, tmp_path: Path) -> Path:
    """A copy of it to work on."""
    return shutil.copytree(made_once, tmp_path / "my-courses")


def _new(desk: Path, *arguments: str) -> None:
    done = _coursewright("new", *arguments, cwd=desk)
    assert (0, "") == (done.returncode, done.stderr), done.stdout


def _whole(desk: Path) -> None:
    """Everything there is to make, the claim cited."""
    _new(desk, "module", "prompting/asking-well")
    for kind in IN_A_MODULE:
        _new(desk, kind, f"prompting/asking-well/the-{kind}")
    _new(desk, "survey", "prompting/asking-well/the-end")
    _new(desk, "claim", "luna-window", "--on", "2026-11-22")
    lesson = desk / "courses/prompting/asking-well/01-the-lesson.md"
    lesson.write_text(lesson.read_text().replace("minutes: 5\n", "minutes: 5\nclaims: [luna-window]\n"))
    _new(desk, "credential", "prompting")
    _new(desk, "program", "prompting")
    _new(desk, "edition", "2027-Q1")


def _but_for_todos(folder: Path) -> list[str]:
    return [_shown(finding) for finding in check(read_folder(folder)).findings if finding.code != "todo-left"]


def _shown(finding: Finding) -> str:
    return f"{finding.place.path}:{finding.place.line} {finding.severity} {finding.code} {finding.message}"


def test_a_new_curriculum_with_a_course_has_nothing_but_to_dos(desk: Path) -> None:
    assert [] == _but_for_todos(desk)


def test_everything_that_can_be_made_has_nothing_but_to_dos(desk: Path) -> None:
    _whole(desk)

    assert [] == _but_for_todos(desk)
    assert set(KINDS) == {*IN_A_MODULE, "curriculum", "course", "module", "claim", "credential", "program", "edition"}


def test_what_is_left_to_do_is_said_in_every_file_that_needs_it(desk: Path) -> None:
    _whole(desk)
    made = {path: data.decode() for path, data in sorted(files_of(desk).items()) if not path.startswith((".", "ledger/"))}

    assert ["people.yaml"] == [path for path, text in made.items() if "TODO: " not in text]


def test_a_curriculum_whose_to_dos_are_done_can_be_deposited(desk: Path) -> None:
    _whole(desk)
    for number, path in enumerate(sorted(path for path in desk.rglob("*") if path.suffix in (".yaml", ".md"))):
        path.write_text(re.sub(r"TODO: ?", f"Text {number}, ", path.read_text()).replace(f"com/Text {number}, ", "com/"))

    done = _coursewright("deposit", "--store", "store", cwd=desk)

    assert (0, []) == (done.returncode, [line for line in done.stdout.splitlines() if ": error:" in line])
    assert "✓ deposited 2027-Q1-rc.1" in done.stdout


def test_a_curriculum_is_made_for_the_day_and_by_the_person_that_git_knows(tmp_path: Path) -> None:
    done = _coursewright("new", "curriculum", "my-courses", "--on", "2027-02-03", cwd=tmp_path)
    edition = yaml.safe_load((tmp_path / "my-courses/editions/2027-Q1.yaml").read_text())
    people = yaml.safe_load((tmp_path / "my-courses/people.yaml").read_text())

    assert "✓ my-courses/curriculum.yaml\n" in done.stdout
    assert done.stdout.endswith("Next: cd my-courses && coursewright new course NAME\n")
    assert {"from": date(2027, 1, 1), "until": date(2027, 3, 31)} == edition["period"]
    assert [{"id": "ada-lovelace", "name": "Ada Lovelace", "git": ["ada@example.org"], "sign_in": []}] == people["people"]


@pytest.mark.parametrize("name", ["", "Æ日本", 'Q: "uote" #1 {x}', "true", "- x"])
def test_whatever_git_calls_the_author_the_curriculum_is_sound(name: str, tmp_path: Path) -> None:
    written = name.replace("\\", "\\\\").replace('"', '\\"')
    done = _coursewright("new", "curriculum", "c", cwd=tmp_path, name=f'"{written}"' if name else "")

    assert 0 == done.returncode
    assert ("git knows no user.email here" in done.stdout) == (name == "")
    assert [] == _but_for_todos(tmp_path / "c")


def test_no_two_curricula_share_a_blind(tmp_path: Path) -> None:
    _coursewright("new", "curriculum", "one", "two", cwd=tmp_path)
    blinds = {yaml.safe_load((tmp_path / name / "curriculum.yaml").read_text())["blind"] for name in ("one", "two")}

    assert 2 == len(blinds)
    assert all(re.fullmatch("[0-9a-f]{64}", blind) for blind in blinds)


def test_the_ledger_of_a_new_curriculum_is_what_the_shipped_one_says() -> None:
    shipped = (CONTENT / "ledger/facts.jsonl").read_text().splitlines()
    overlay, shipped_overlay = (
        yaml.safe_load(path.read_text()) for path in (SCAFFOLDS / "overlay.yaml", CONTENT / "ledger/overlay.yaml")
    )

    assert [] == [line for line in (SCAFFOLDS / "facts.jsonl").read_text().splitlines() if line not in shipped]
    assert [] == [fact for fact in overlay["facts"] if fact not in shipped_overlay["facts"]]
    assert [] == [name for name, source in overlay["sources"].items() if source != shipped_overlay["sources"][name]]


def test_a_module_is_listed_in_its_course_and_the_rest_of_the_file_stays(desk: Path) -> None:
    course = desk / "courses/prompting/course.yaml"
    before = course.read_text().replace(
        "modules: [introduction]", "modules:   # in order\n  - introduction   # first\n\n# the end"
    )
    course.write_text(before)

    _new(desk, "module", "prompting/asking-well", "prompting/checking")

    assert before.replace("# first\n", "# first\n  - asking-well\n  - checking\n") == course.read_text()


def test_files_are_numbered_in_the_order_they_are_made(desk: Path) -> None:
    _new(desk, "module", "prompting/asking-well")
    _new(desk, "lesson", "prompting/asking-well/first", "prompting/asking-well/second")
    (desk / "courses/prompting/asking-well/09-notes.md").write_text("unreadable")
    _new(desk, "quiz", "prompting/asking-well/third")
    _new(desk, "survey", "prompting/asking-well/before-you-start")
    _new(desk, "survey", "prompting/asking-well/afterwards")

    assert [
        "00-before-you-start.survey.yaml", "01-first.md", "02-second.md", "09-notes.md", "10-third.quiz.yaml",
        "11-afterwards.survey.yaml", "module.yaml",
    ] == sorted(path.name for path in (desk / "courses/prompting/asking-well").iterdir())  # fmt: skip


def test_an_edition_takes_the_models_of_the_newest_and_is_shifted_as_it_is(desk: Path) -> None:
    newest = desk / "editions/2026-Q4.yaml"
    newest.write_text(newest.read_text().replace("until: 2026-12-31", "until: 2027-01-24"))
    _new(desk, "edition", "2027-Q1")
    made = yaml.safe_load((desk / "editions/2027-Q1.yaml").read_text())

    assert "2027, first quarter" == made["title"]
    assert {"from": date(2027, 1, 25), "until": date(2027, 4, 24)} == made["period"]
    assert (date(2027, 1, 25), ["gpt-6-luna"]) == (made["effective"], made["baseline_models"])


def test_an_exam_asks_for_every_objective_and_draws_half(desk: Path) -> None:
    course = desk / "courses/prompting/course.yaml"
    more = '  - id: "2026"\n    text: "TODO: second"\n    weight: 100\n'
    course.write_text(course.read_text().replace("modules:", f"{more}modules:"))
    _new(desk, "exam", "prompting/introduction/final")
    exam = yaml.safe_load((desk / "courses/prompting/introduction/03-final.exam.yaml").read_text())

    assert (["first-objective", "2026"], 2) == (exam["objectives"], exam["draw"])
    assert [["first-objective"], ["2026"]] * 2 == [question["objectives"] for question in exam["questions"]]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["course", "Prompting"], "'Prompting' cannot name a course; use lower-case words joined by hyphens, like"),
        (["course", "../out"], "'../out' cannot name a course"),
        (["course", "x" * 81], "cannot name a course"),
        (["course", "prompting"], "courses/prompting is already there, and nothing is overwritten"),
        (["module", "asking-well"], "'asking-well' cannot name a module; write COURSE/MODULE"),
        (["module", "prompting/introduction"], "introduction is already there in prompting"),
        (["module", "nowhere/a"], "there is no course nowhere; make it: coursewright new course nowhere"),
        (["lesson", "prompting/introduction"], "write COURSE/MODULE/LESSON in lower-case words and hyphens, like"),
        (
            ["lesson", "prompting/nowhere/a"],
            "prompting has no module nowhere; make it: coursewright new module prompting/nowhere",
        ),
        (["lesson", "prompting/introduction/introduction-check"], "introduction-check is already there in prompting"),
        (["lesson", "prompting/introduction/05-tips"], "leave the number out of 05-tips, like tips"),
        (["lesson", "prompting/introduction/a.b"], "cannot name a lesson"),
        (["lesson", "prompting/introduction/a", "prompting/introduction/a"], "a is already there in prompting"),
        (["quiz", "prompting/introduction/é"], "cannot name a quiz"),
        (["claim", "A b"], "cannot name a claim"),
        (["credential", "prompting"], "a credential needs an exam, and there is none; make one: coursewright new exam"),
        (["program", "prompting"], "a program needs a credential, and there is none"),
        (["edition", "2027-1"], "'2027-1' is no quarter; name an edition like 2027-Q1"),
        (["edition", "2026-Q4"], "editions/2026-Q4.yaml is already there"),
        (["curriculum", "inside"], "is a curriculum already, and one cannot be inside another"),
        (["curriculum", "."], "curriculum.yaml is already there, and nothing is overwritten"),
        (["curriculum", ""], "'' cannot name a folder"),
        (["course", "a", "--content", "nowhere"], "nowhere is not a folder"),
    ],
)
def test_a_refusal_is_one_sentence_and_nothing_is_written(arguments: list[str], sentence: str, desk: Path) -> None:
    before = files_of(desk)

    done = _coursewright("new", *arguments, cwd=desk)

    assert (1, "") == (done.returncode, done.stdout)
    assert sentence in done.stderr
    assert 1 == done.stderr.count("\n")
    assert before == files_of(desk)


def test_an_identifier_that_went_is_not_given_again(desk: Path) -> None:
    course = desk / "courses/prompting/course.yaml"
    course.write_text(course.read_text() + "retired:\n  - {id: tips, kind: lesson, reason: Nobody read it.}\n")

    done = _coursewright("new", "quiz", "prompting/introduction/tips", cwd=desk)

    assert "tips once named something else in prompting, and an id is never used again" in done.stderr


def test_a_course_laid_out_in_a_way_that_is_not_understood_stays_as_it_is(desk: Path) -> None:
    course = desk / "courses/prompting/course.yaml"
    course.write_text(course.read_text().replace("modules: [introduction]", "modules:\n  -\n    introduction"))
    before = files_of(desk)

    done = _coursewright("new", "module", "prompting/more", cwd=desk)

    assert "add more to its `modules:` yourself" in done.stderr
    assert before == files_of(desk)


def test_a_link_that_leads_nowhere_is_not_written_through(desk: Path, tmp_path: Path) -> None:
    (desk / "claims").mkdir()
    (desk / "claims/a.yaml").symlink_to(tmp_path / "elsewhere.yaml")

    done = _coursewright("new", "claim", "a", cwd=desk)

    assert (1, False) == (done.returncode, (tmp_path / "elsewhere.yaml").exists())
    assert "claims/a.yaml is already there, and nothing is overwritten" in done.stderr


@pytest.mark.parametrize(
    "arguments", [["quix", "a"], ["course"], [], ["curriculum", "a", "--content", "b"], ["claim", "a", "--on", "today"]]
)
def test_misuse_is_told_from_a_refusal_by_its_exit_code(arguments: list[str], desk: Path) -> None:
    done = _coursewright("new", *arguments, cwd=desk)

    assert (2, "") == (done.returncode, done.stdout)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("day", "name", "first", "last"),
    [
        (date(2026, 11, 22), "2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        (date(2028, 2, 29), "2028-Q1", date(2028, 1, 1), date(2028, 3, 31)),
        (date(9999, 12, 31), "9999-Q4", date(9999, 10, 1), date(9999, 12, 31)),
    ],
)
def test_a_day_is_in_one_quarter(day: date, name: str, first: date, last: date) -> None:
    quarter = quarter_of(day)

    assert (name, first, last) == (quarter.name, quarter.first, quarter.last)
    assert quarter == parse_quarter(name)


def test_every_template_is_part_of_the_package() -> None:
    assert '"authoring/scaffolds/*"' in (ROOT / "pyproject.toml").read_text()
    assert [] == [path.name for path in SCAFFOLDS.iterdir() if not path.is_file()]

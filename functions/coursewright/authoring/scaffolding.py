"""The first version of a file: complete, so that it passes `check` but for its to-dos, and named so that the name can stay.

Takes what is there and the name of what is wanted; gives files to add and files to change. Refuses names that are none or taken.
Nothing is written here; the day, chance and who is asking are handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from coursewright.authoring.draft import Draft, DraftActivity, DraftCourse
from coursewright.authoring.ids.identifiers import identifiers
from coursewright.authoring.periods import following_period
from coursewright.authoring.quarters import parse_quarter, quarter_of
from coursewright.authoring.scaffold_names import expect_free, expect_slug, find_course, find_module, numbers, parts
from coursewright.authoring.scaffold_texts import filled, item_text, listed, title_for
from coursewright.authoring.shapes.activities import ACTIVITY_KINDS, SurveyFile
from coursewright.authoring.slug import slugify, without_order_prefix
from coursewright.authoring.yaml_text.yaml_editing import scalar, with_item
from coursewright.errors import WritingRefusedError

FIRST_MODULE = "introduction"
_REVIEW_AFTER = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Scaffold:
    """Files to add and files to change, by path in the curriculum, and what to do next."""

    added: Mapping[str, str]
    changed: Mapping[str, str] = field(default_factory=dict)
    next: str = ""


@dataclass(frozen=True, slots=True)
class Author:
    """Who is asking, as git knows them; empty where it does not."""

    name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a scaffold depends on besides the curriculum."""

    day: date
    author: Author


def scaffold_curriculum(folder_name: str, occasion: Occasion, blind: str) -> Scaffold:
    """A whole curriculum without courses: settings, the author, a ledger of one model, the edition of the day's quarter."""
    name = occasion.author.name
    edition = quarter_of(occasion.day)
    return Scaffold(
        {
            "curriculum.yaml": filled("curriculum.yaml", title=title_for(slugify(folder_name)), blind=blind),
            "people.yaml": filled(
                "people.yaml",
                id=scalar(slugify(name)) if any(character.isascii() and character.isalnum() for character in name) else "author",
                name=scalar(name or "TODO: your name"),
                git=scalar(occasion.author.email) if occasion.author.email else "",
            ),
            "ledger/overlay.yaml": filled("overlay.yaml"),
            "ledger/facts.jsonl": filled("facts.jsonl"),
            f"editions/{edition.name}.yaml": filled(
                "edition.yaml", title=edition.title, first=edition.first, last=edition.last, models="gpt-6-luna"
            ),
        },
        next="coursewright new course NAME",
    )


def scaffold(kind: str, name: str, draft: Draft, occasion: Occasion) -> Scaffold:
    """What `coursewright new KIND NAME` adds to a curriculum.

    Raises:
        WritingRefusedError: the name is none, or taken, or what it hangs on is not there.
    """
    is_item = kind == "lesson" or kind in ACTIVITY_KINDS
    made = _item(kind, name, draft) if is_item else _MAKERS[kind](name, draft, occasion)
    for path in made.added:
        if path in draft.tree.files:
            raise WritingRefusedError(f"{path} is already there, and nothing is overwritten; choose another name")
    return made


def _course(name: str, draft: Draft, _occasion: Occasion) -> Scaffold:
    """A course needs a module, and an objective something that teaches it and something that asks for it."""
    expect_slug("course", name, "prompting-basics")
    path = f"courses/{name}"
    if any(course.id == name for course in draft.courses):
        raise WritingRefusedError(f"{path} is already there, and nothing is overwritten; choose another name")
    module = f"{path}/{FIRST_MODULE}"
    return Scaffold(
        {
            f"{path}/course.yaml": filled("course.yaml", title=title_for(name)),
            f"{module}/module.yaml": filled("module.yaml", title=title_for(FIRST_MODULE)),
            f"{module}/01-what-you-will-learn.md": item_text("lesson", "what-you-will-learn", ("first-objective",)),
            f"{module}/02-{FIRST_MODULE}-check.quiz.yaml": item_text("quiz", f"{FIRST_MODULE}-check", ("first-objective",)),
        },
        next=f"coursewright new module {name}/NAME, or new lesson {name}/{FIRST_MODULE}/NAME",
    )


def _module(name: str, draft: Draft, _occasion: Occasion) -> Scaffold:
    course_name, module = parts("module", name, 2, "prompting-basics/asking-well")
    course = find_course(draft, course_name)
    expect_free(course, "module", module)
    listing = f"{course.path}/course.yaml"
    lists_it = with_item(draft.tree.files[listing].decode(), (), "modules", module)
    if lists_it is None:
        raise WritingRefusedError(
            f"{listing} is laid out in a way that cannot be added to; add {module} to its `modules:` yourself"
        )
    return Scaffold(
        {f"{course.path}/{module}/module.yaml": filled("module.yaml", title=title_for(module))},
        {listing: lists_it},
        next=f"coursewright new lesson {name}/NAME",
    )


def _item(kind: str, name: str, draft: Draft) -> Scaffold:
    course_name, module_name, item = parts(kind, name, 3, "prompting-basics/asking-well/state-the-goal")
    if without_order_prefix(item) != item:
        bare = without_order_prefix(item)
        raise WritingRefusedError(
            f"leave the number out of {item}, like {bare}: it only orders files, and the next free one is taken"
        )
    course = find_course(draft, course_name)
    module = find_module(course, module_name)
    expect_free(course, "item", item)
    objectives = tuple(objective.id for objective in course.file.value.objectives) if course.file else ()
    wanted = objectives if kind == "exam" else objectives[:1]
    suffix = "md" if kind == "lesson" else f"{kind}.yaml"
    comes_first = kind == "survey" and not any(_asks_before(activity) for activity in course.activities())
    number = 0 if comes_first and 0 not in numbers(draft, module) else max(numbers(draft, module), default=0) + 1
    known = identifiers(course)
    used = known.ids["question"] | known.formerly["question"] | known.retired["question"]
    text = item_text(kind, item, wanted, used, when="before" if comes_first else "after")
    return Scaffold({f"{module.path}/{number:02}-{item}.{suffix}": text}, next="coursewright check")


def _asks_before(activity: DraftActivity) -> bool:
    return isinstance(activity.file.value, SurveyFile) and activity.file.value.when == "before"


def _claim(name: str, draft: Draft, occasion: Occasion) -> Scaffold:
    expect_slug("claim", name, "luna-window-is-1-05-million")
    if draft.settings is None or draft.people is None or not draft.people.value.people:
        raise WritingRefusedError("a claim needs an owner and a model, so mend curriculum.yaml and people.yaml first")
    people = draft.people.value.people
    owner = next((person for person in people if occasion.author.email in person.git), people[0])
    return Scaffold(
        {
            f"claims/{name}.yaml": filled(
                "claim.yaml",
                model=scalar(draft.settings.value.default_model),
                day=occasion.day,
                owner=scalar(owner.id),
                review_by=occasion.day + _REVIEW_AFTER,
            )
        },
        next=f"say `claims: [{name}]` in the lessons and questions that rest on it",
    )


def _credential(name: str, draft: Draft, _occasion: Occasion) -> Scaffold:
    expect_slug("credential", name, "prompting-basics")
    exams = _activities(draft, "exam")
    used = {credential.value.completion.exam for credential in draft.credentials.values()}
    exam = next((path for path in exams if path.split("/")[0] == name), None) or next(
        (path for path in exams if path not in used), exams[0] if exams else None
    )
    if exam is None:
        raise WritingRefusedError(
            "a credential needs an exam, and there is none; make one: coursewright new exam COURSE/MODULE/NAME"
        )
    surveys = [path for path in _activities(draft, "survey") if path.split("/")[0] == exam.split("/")[0]]
    return Scaffold(
        {f"credentials/{name}.yaml": filled("credential.yaml", title=title_for(name), exam=exam, surveys=listed(surveys))},
        next=f"coursewright new program {name}",
    )


def _program(name: str, draft: Draft, _occasion: Occasion) -> Scaffold:
    expect_slug("program", name, "prompting-basics")
    if not draft.courses:
        raise WritingRefusedError("a program needs a course, and there is none; make one: coursewright new course NAME")
    used = {program.value.credential for program in draft.programs.values()}
    known = sorted(draft.credentials, key=lambda credential: (credential != name, credential in used, credential))
    if not known:
        raise WritingRefusedError("a program needs a credential, and there is none; make one: coursewright new credential NAME")
    exam = draft.credentials[known[0]].value.completion.exam.split("/")[0]
    courses = [course.id for course in draft.courses if course.id == exam] or [course.id for course in draft.courses]
    text = filled("program.yaml", title=title_for(name), courses=listed(courses), credential=scalar(known[0]))
    return Scaffold({f"programs/{name}.yaml": text}, next="list every course of the program under `courses:`")


def _edition(name: str, draft: Draft, _occasion: Occasion) -> Scaffold:
    """The period begins where the one before ends, so that no day is in two editions."""
    quarter = parse_quarter(name)
    if quarter is None:
        raise WritingRefusedError(f"{name!r} is no quarter; name an edition like 2027-Q1")
    begins, ends = following_period(quarter, draft.editions)
    models = draft.editions[max(draft.editions)].value.baseline_models if draft.editions else ()
    if not models and draft.settings:
        models = (draft.settings.value.default_model,)
    return Scaffold(
        {f"editions/{name}.yaml": filled("edition.yaml", title=quarter.title, first=begins, last=ends, models=listed(models))},
        next="coursewright check: it now judges by the new edition's first day",
    )


_MAKERS: Mapping[str, Callable[[str, Draft, Occasion], Scaffold]] = {
    "course": _course,
    "module": _module,
    "claim": _claim,
    "credential": _credential,
    "program": _program,
    "edition": _edition,
}
KINDS = ("curriculum", "program", "course", "module", "lesson", *sorted(ACTIVITY_KINDS), "claim", "credential", "edition")


def _activities(draft: Draft, kind: str) -> list[str]:
    """Every activity of a kind, as course/activity."""
    found: list[tuple[DraftCourse, DraftActivity]] = [(course, item) for course in draft.courses for item in course.activities()]
    return [f"{course.id}/{item.id}" for course, item in found if item.file.value.kind == kind]

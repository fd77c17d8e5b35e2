"""A credential is surrounded by surveys."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft, DraftCourse
from coursewright.authoring.findings.finding import Finding, Severity
from coursewright.authoring.shapes.activities import SurveyFile
from coursewright.authoring.shapes.curriculum_files import CredentialFile, ProgramFile
from coursewright.authoring.yaml_text.located import Located


def survey_missing(draft: Draft) -> Iterator[Finding]:
    """The courses of a program hold a survey from before and one from after, and its credential asks for both.

    What a course changed shows only if learners answered the same questions before and after, and they do if the credential asks
    for it. Add a `.survey.yaml` with `when: before` to the first module and one with `when: after` to the last, and list them
    under `completion: surveys:` of the credential.
    """
    for program in draft.programs.values():
        courses = [course for course in draft.courses if course.id in program.value.courses]
        is_read = not any(path.startswith(f"{course.path}/") for course in courses for path in draft.unreadable)
        credential = draft.credentials.get(program.value.credential)
        if is_read and credential and len(courses) == len(set(program.value.courses)):
            yield from _of_program(program, credential, courses)


def _of_program(
    program: Located[ProgramFile], credential: Located[CredentialFile], courses: list[DraftCourse]
) -> Iterator[Finding]:
    for when in ("before", "after"):
        surveys = [
            f"{course.id}/{activity.id}"
            for course in courses
            for activity in course.activities()
            if isinstance(activity.file.value, SurveyFile) and activity.file.value.when == when
        ]
        if not surveys:
            yield Finding(
                "survey-missing",
                program.key("courses"),
                f"the program's courses hold no survey for learners to answer {when} them",
                f"Add a .survey.yaml with `when: {when}`, and list it under `completion:` of the credential.",
                Severity.HINT,
            )
        elif not set(surveys) & set(credential.value.completion.surveys):
            yield Finding(
                "survey-missing",
                credential.at("completion"),
                f"the credential does not ask for a survey from {when} the course, and there is {surveys[0]}",
                f"Add {surveys[0]} to `surveys:`.",
                Severity.HINT,
            )

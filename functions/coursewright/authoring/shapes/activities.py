"""What learners do: surveys, practice, and the scored assessments (quiz, role-play, exam). The file's suffix names the kind."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, ValidationInfo, field_validator

from coursewright.authoring.shapes.base import Formerly, Line, Minutes, Percent, Shape, SlugField, Text


class Choice(Shape):
    """One answer to choose."""

    text: Text
    correct: bool = False
    explanation: Annotated[Text | None, Field(description="why it is right or wrong, for a learner who chose it")] = None


class Question(Shape):
    """A question with choices. Several choices may be right; the learner is then told to choose all that apply."""

    id: SlugField
    text: Text
    objectives: tuple[SlugField, ...] = ()
    claims: Annotated[tuple[SlugField, ...], Field(description="the claims it rests on")] = ()
    choices: Annotated[tuple[Choice, ...], Field(min_length=2, max_length=12)]
    formerly: Formerly = ()


class Level(Shape):
    """One step of a rubric's scale."""

    points: Annotated[int, Field(ge=0, le=100)]
    text: Line


class Criterion(Shape):
    """What a rubric looks at, and the steps of its scale."""

    id: SlugField
    criterion: Line
    levels: Annotated[tuple[Level, ...], Field(min_length=2)]


class ActivityFile(Shape):
    """What every activity says of itself."""

    kind: ClassVar[str]
    title: Line
    summary: Line | None = None
    objectives: tuple[SlugField, ...] = ()
    minutes: Minutes
    id: SlugField | None = None
    formerly: Formerly = ()


class QuizFile(ActivityFile):
    """<name>.quiz.yaml"""

    kind = "quiz"
    formative: Annotated[bool, Field(description="true: the learner is given key and explanations; nothing is scored")]
    pass_mark: Percent
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]


class ExamFile(ActivityFile):
    """<name>.exam.yaml"""

    kind = "exam"
    pass_mark: Percent
    draw: Annotated[int, Field(ge=1, description="how many of the questions one learner is asked")]
    attempts: Annotated[int, Field(ge=1, le=20)]
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]

    @field_validator("questions")
    @classmethod
    def _enough_to_draw(cls, questions: tuple[Question, ...], info: ValidationInfo) -> tuple[Question, ...]:
        if len(questions) < info.data.get("draw", 0):
            raise ValueError(f"{info.data['draw']} are drawn, and there are {len(questions)}")
        return questions


class PracticeFile(ActivityFile):
    """<name>.practice.yaml"""

    kind = "practice"
    brief: Annotated[Text, Field(description="the task")]
    starter: Annotated[Text | None, Field(description="a prompt to begin from")] = None
    rubric: Annotated[tuple[Criterion, ...], Field(min_length=1)]


class RoleplayFile(ActivityFile):
    """<name>.roleplay.yaml"""

    kind = "roleplay"
    scene: Annotated[Text, Field(description="what the learner reads first")]
    learner: Annotated[Line, Field(description="who the learner plays")]
    partner: Annotated[Text, Field(description="how the tutor plays the other side; never shown to learners")]
    opening: Annotated[Line, Field(description="the first line the other side says")]
    turns: Annotated[int, Field(ge=1, le=50)]
    rubric: Annotated[tuple[Criterion, ...], Field(min_length=1)]


SCALE_STEPS = 5


class ScaleQuestion(Shape):
    """Five steps between two ends."""

    id: SlugField
    text: Line
    kind: Literal["scale"]
    low: Line
    high: Line


class ChoiceQuestion(Shape):
    """One of several answers; none is right or wrong."""

    id: SlugField
    text: Line
    kind: Literal["choice"]
    choices: Annotated[tuple[Line, ...], Field(min_length=2)]


class TextQuestion(Shape):
    """An answer in the learner's own words."""

    id: SlugField
    text: Line
    kind: Literal["text"]


SurveyQuestion = Annotated[ScaleQuestion | ChoiceQuestion | TextQuestion, Field(discriminator="kind")]


class SurveyFile(ActivityFile):
    """<name>.survey.yaml"""

    kind = "survey"
    when: Literal["before", "after"]
    intro: Text
    questions: Annotated[tuple[SurveyQuestion, ...], Field(min_length=1)]


ACTIVITY_KINDS: dict[str, type[ActivityFile]] = {
    shape.kind: shape for shape in (QuizFile, ExamFile, RoleplayFile, PracticeFile, SurveyFile)
}

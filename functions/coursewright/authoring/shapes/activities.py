"""What learners do: surveys, practice, and the scored assessments (quiz, role-play, exam). The file's suffix names the kind."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from coursewright.authoring.shapes.base import Formerly, Line, Minutes, Percent, Shape, SlugField, Text

QuestionId = Annotated[
    SlugField,
    Field(description="Names the question; unique in the course, and kept once it is released.", examples=["token-sum"]),
]
ObjectiveIds = Annotated[tuple[SlugField, ...], Field(description="Objectives of the course that it is about, by their ids.")]


class Choice(Shape):
    """One answer to choose."""

    text: Annotated[Text, Field(description="The answer as the learner reads it.")]
    correct: Annotated[bool, Field(description="true for a right answer. Several may be right.", examples=[True])] = False
    explanation: Annotated[Text | None, Field(description="Why it is right or wrong, for a learner who chose it.")] = None


class Question(Shape):
    """A question with choices. Several choices may be right; the learner is then told to choose all that apply."""

    id: QuestionId
    text: Annotated[Text, Field(description="The question as the learner reads it.")]
    objectives: ObjectiveIds = ()
    claims: Annotated[tuple[SlugField, ...], Field(description="The claims its answer rests on, by their ids.")] = ()
    choices: Annotated[
        tuple[Choice, ...],
        Field(min_length=2, max_length=12, description="The answers to choose from. Learners see them in another order."),
    ]
    formerly: Formerly = ()


class Level(Shape):
    """One step of a rubric's scale."""

    points: Annotated[int, Field(ge=0, le=100, description="What work of this step earns.", examples=[1])]
    text: Annotated[Line, Field(description="How work of this step looks.")]


class Criterion(Shape):
    """What a rubric looks at, and the steps of its scale."""

    id: Annotated[SlugField, Field(description="Names the criterion; unique in this rubric.", examples=["brief-has-five-parts"])]
    criterion: Annotated[Line, Field(description="What is looked at, as a statement that good work makes true.")]
    levels: Annotated[tuple[Level, ...], Field(min_length=2, description="The steps of the scale, from the fewest points up.")]


class ActivityFile(Shape):
    """What every activity says of itself."""

    kind: ClassVar[str]
    title: Annotated[Line, Field(description="The activity's name in the course outline.")]
    summary: Annotated[Line | None, Field(description="One sentence on what the learner does, for the course outline.")] = None
    objectives: ObjectiveIds = ()
    minutes: Minutes
    id: Annotated[
        SlugField | None, Field(description="Its identifier, where that is not the file's name without its number.")
    ] = None
    formerly: Formerly = ()


class QuizFile(ActivityFile):
    """NN-<name>.quiz.yaml: questions with choices, for learners to check themselves or to be scored."""

    kind = "quiz"
    formative: Annotated[
        bool,
        Field(
            description="true: learners get key and explanations, and nothing is scored. false: scored, the key stays private."
        ),
    ]
    pass_mark: Percent
    questions: Annotated[tuple[Question, ...], Field(min_length=1, description="The questions, in order.")]


class ExamFile(ActivityFile):
    """NN-<name>.exam.yaml: a scored set of questions, drawn from a larger one."""

    kind = "exam"
    pass_mark: Percent
    draw: Annotated[int, Field(ge=1, description="How many of the questions one learner is asked.", examples=[12])]
    attempts: Annotated[int, Field(ge=1, le=20, description="How often a learner may try.", examples=[3])]
    questions: Annotated[
        tuple[Question, ...], Field(min_length=1, description="The questions to draw from; at least as many as are drawn.")
    ]


class PracticeFile(ActivityFile):
    """NN-<name>.practice.yaml: a task that is handed in and looked at with a rubric."""

    kind = "practice"
    brief: Annotated[Text, Field(description="The task, step by step, and what is to be handed in.")]
    starter: Annotated[Text | None, Field(description="A prompt for the learner to begin from.")] = None
    rubric: Annotated[tuple[Criterion, ...], Field(min_length=1, description="How the work is judged. Learners never see it.")]


class RoleplayFile(ActivityFile):
    """NN-<name>.roleplay.yaml: a conversation in which the tutor plays the other side."""

    kind = "roleplay"
    scene: Annotated[Text, Field(description="The situation, as the learner reads it first.")]
    learner: Annotated[Line, Field(description="Who the learner plays.")]
    partner: Annotated[Text, Field(description="How the tutor plays the other side. Learners never see it.")]
    opening: Annotated[Line, Field(description="The first line the other side says.")]
    turns: Annotated[int, Field(ge=1, le=50, description="After how many turns of the learner it ends.", examples=[8])]
    rubric: Annotated[
        tuple[Criterion, ...], Field(min_length=1, description="How the conversation is judged. Learners never see it.")
    ]


SCALE_STEPS = 5

SurveyText = Annotated[Line, Field(description="The question, or a statement to agree with, as the learner reads it.")]


class ScaleQuestion(Shape):
    """Five steps between two ends."""

    id: QuestionId
    text: SurveyText
    kind: Annotated[Literal["scale"], Field(description="Five steps between two ends.")]
    low: Annotated[Line, Field(description="What the first step means.", examples=["Not at all"])]
    high: Annotated[Line, Field(description="What the last step means.", examples=["With ease"])]


class ChoiceQuestion(Shape):
    """One of several answers; none is right or wrong."""

    id: QuestionId
    text: SurveyText
    kind: Annotated[Literal["choice"], Field(description="One of several answers; none is right or wrong.")]
    choices: Annotated[tuple[Line, ...], Field(min_length=2, description="The answers, in the order learners see them.")]


class TextQuestion(Shape):
    """An answer in the learner's own words."""

    id: QuestionId
    text: SurveyText
    kind: Annotated[Literal["text"], Field(description="An answer in the learner's own words.")]


SurveyQuestion = Annotated[ScaleQuestion | ChoiceQuestion | TextQuestion, Field(discriminator="kind")]


class SurveyFile(ActivityFile):
    """NN-<name>.survey.yaml: questions without right or wrong, before or after the course."""

    kind = "survey"
    when: Annotated[Literal["before", "after"], Field(description="Whether it is asked before the course or after it.")]
    intro: Annotated[Text, Field(description="What the learner reads before the first question.")]
    questions: Annotated[
        tuple[SurveyQuestion, ...], Field(min_length=1, description="The questions, in order: scale, choice or text.")
    ]


ACTIVITY_KINDS: dict[str, type[ActivityFile]] = {
    shape.kind: shape for shape in (QuizFile, ExamFile, RoleplayFile, PracticeFile, SurveyFile)
}

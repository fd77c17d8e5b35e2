"""Surveys, practice and assessments, as a learner may see them."""

from __future__ import annotations

from coursewright.serving.openapi.lesson_schemas import FORMS, OBJECTIVE_TEXTS
from coursewright.serving.openapi.terms import (
    CORRECTED,
    FORMERLY,
    MINUTES,
    OBJECTIVES,
    Schema,
    answer,
    closed,
    fixed,
    flag,
    listed,
    number,
    one_of,
    optional,
    ref,
    slug,
    text,
    told_apart,
)

_PASS_MARK = number("How many percent of the points are needed to pass.", 1, 100)
_QUESTIONS = listed("The questions, in order.", ref("Question"), minItems=1)
_CHOICE = {"id": text("Names the choice: send it as the learner's answer.", pattern="^[0-9a-f]{16}$"), **FORMS}
_QUESTION = {
    "id": slug("The question's id; kept for ever, so that answers to it can be kept by it."),
    **FORMS,
    "select": one_of("Whether one choice is right, or several may be.", ("one", "many")),
    "objectives": OBJECTIVES,
    "claims": listed("The claims its answer rests on, by their ids.", slug("A claim's id.")),
    "formerly": FORMERLY,
}


def _activity(description: str, kind: str, **more: Schema) -> Schema:
    fields = {
        "kind": fixed(kind),
        "id": slug("The activity's id."),
        "course": slug("Its course."),
        "module": slug("Its module."),
        "title": text("Its name."),
        "summary": optional(text("One sentence on what the learner does.")),
        "minutes": MINUTES,
        "objectives": OBJECTIVE_TEXTS,
        "formerly": FORMERLY,
    }
    return closed(description, {**fields, **more})


def _texts(description: str) -> Schema:
    return {**ref("Texts"), "description": description}


def _asked(description: str, kind: str, **more: Schema) -> Schema:
    question = {"id": slug("The question's id."), "kind": fixed(kind), "text": text("The question, as the learner reads it.")}
    return closed(description, {**question, **more})


SCHEMAS: dict[str, Schema] = {
    "ActivityAnswer": answer(
        "An activity, as learners may see it.", {"corrected": CORRECTED, "activity": ref("Activity")}, ("corrected",)
    ),
    "Activity": told_apart(
        "An activity. Keys, rubrics and notes for the tutor are never in it, unless a quiz is formative.",
        "kind",
        {"quiz": "Quiz", "exam": "Exam", "practice": "Practice", "roleplay": "Roleplay", "survey": "Survey"},
    ),
    "Texts": closed("A text in three forms.", FORMS),
    "Quiz": {
        **_activity(
            "Questions with choices.",
            "quiz",
            formative=flag("true: for the learner alone, with key and explanations. false: scored, and the key is not here."),
            pass_mark=_PASS_MARK,
            questions=listed("The questions, in order.", {"oneOf": [ref("Question"), ref("FormativeQuestion")]}, minItems=1),
        ),
        "if": {"properties": {"formative": {"const": True}}},
        "then": {"properties": {"questions": {"items": ref("FormativeQuestion")}}},
        "else": {"properties": {"questions": {"items": ref("Question")}}},
    },
    "Exam": _activity(
        "A scored set of questions, drawn from a larger one.",
        "exam",
        pass_mark=_PASS_MARK,
        draw=number("How many of the questions one learner is asked.", 1),
        attempts=number("How often a learner may try.", 1),
        questions={**_QUESTIONS, "description": "The questions to draw from."},
    ),
    "Practice": _activity(
        "A task that is handed in and looked at with a rubric.",
        "practice",
        brief=_texts("The task, step by step, and what is to be handed in."),
        starter=optional(text("A prompt for the learner to begin from.")),
    ),
    "Roleplay": _activity(
        "A conversation in which the tutor plays the other side.",
        "roleplay",
        scene=_texts("The situation, as the learner reads it first."),
        learner=text("Who the learner plays."),
        opening=text("The first line the other side says."),
        turns=number("After how many turns of the learner it ends.", 1),
    ),
    "Survey": _activity(
        "Questions without right or wrong.",
        "survey",
        when=one_of("Whether it is asked before the course or after it.", ("before", "after")),
        intro=_texts("What the learner reads before the first question."),
        questions=listed("The questions, in order.", ref("SurveyQuestion"), minItems=1),
    ),
    "Question": closed(
        "A question with choices.",
        {
            **_QUESTION,
            "choices": listed("The choices. Their order says nothing; shuffle them as you like.", ref("Choice"), minItems=2),
        },
    ),
    "Choice": closed("A choice.", _CHOICE),
    "FormativeQuestion": closed(
        "A question whose key the learner may see.",
        {**_QUESTION, "choices": listed("The choices. Their order says nothing.", ref("FormativeChoice"), minItems=2)},
    ),
    "FormativeChoice": closed(
        "A choice, with whether it is right and why.",
        {
            **_CHOICE,
            "correct": flag("Whether it is right."),
            "explanation": {"anyOf": [ref("Texts"), {"type": "null"}], "description": "Why; null where the author said nothing."},
        },
    ),
    "SurveyQuestion": told_apart(
        "A question without right or wrong.",
        "kind",
        {"scale": "ScaleQuestion", "choice": "ChoiceQuestion", "text": "TextQuestion"},
    ),
    "ScaleQuestion": _asked(
        "Steps between two ends.",
        "scale",
        low=text("What the first step means."),
        high=text("What the last step means."),
        steps=number("How many steps there are.", 2),
    ),
    "ChoiceQuestion": _asked(
        "One of several answers.", "choice", choices=listed("The answers, in order.", text("An answer."), minItems=2)
    ),
    "TextQuestion": _asked("An answer in the learner's own words.", "text"),
}

// Takes an activity and gives its body's elements: a quiz that marks itself, and exams, surveys and the like to be read.

import { count, el } from "./elements.js";
import { tryCard } from "./lesson.js";

const BODIES = { quiz, exam: quiz, survey, practice, roleplay };

export const activityBody = (activity) => BODIES[activity.kind](activity);

function quiz(activity) {
  const { questions, formative, draw, attempts, pass_mark: pass } = activity;
  const facts = [draw ? `${draw} of these ${questions.length} questions are drawn` : count(questions.length, "question"),
    attempts && count(attempts, "attempt"), pass && !formative && `${pass} % to pass`].filter(Boolean).join(" · ");
  const note = formative ? "Nothing is scored here. Check each answer to see why it holds."
    : "This one is scored, so its key is not in the content API: the questions can be read here, not marked.";
  return [el("p", { class: "facts" }, facts), el("p", { class: "notice" }, note),
    el("ol", { class: "questions" }, questions.map((question) => el("li", {}, formative ? checkable(question) : readable(question))))];
}

const hint = ({ select }) => (select === "many" ? el("p", { class: "hint" }, "More than one may be right.") : "");
const readable = (question) => [el("div", { class: "question", html: question.html }), hint(question),
  el("ul", { class: "choices" }, question.choices.map(({ html }) => el("li", { html })))];

function checkable(question) {
  const label = `cw-q-${question.id}`;
  const said = el("span", { role: "status" });
  const choices = question.choices.map((choice) => {
    const input = el("input", { type: question.select === "many" ? "checkbox" : "radio", name: label });
    return { ...choice, input, node: el("li", {}, el("label", {}, input, el("div", { html: choice.html }))) };
  });
  const check = el("button", { type: "button", on: ["click", () => { said.textContent = mark(choices); }] }, "Check");
  return el("div", { role: "group", "aria-labelledby": label }, el("div", { class: "question", id: label, html: question.html }),
    hint(question), el("ul", { class: "choices" }, choices.map(({ node }) => node)), el("p", { class: "act" }, check, said));
}

function mark(choices) {
  for (const { node } of choices) node.querySelector(".why")?.remove();
  if (!choices.some(({ input }) => input.checked)) return "Choose an answer first.";
  for (const { node, input, correct, explanation } of choices) {
    if (!input.checked && !correct) continue;
    const verdict = !correct ? "Not this one." : input.checked ? "Right." : "This one is right.";
    node.append(el("div", { class: `why ${correct ? "right" : "wrong"}` }, el("strong", {}, verdict),
      el("div", { html: explanation?.html ?? "" })));
  }
  return choices.every(({ input, correct }) => input.checked === correct) ? "Right." : "Not quite: see why below each choice.";
}

function survey({ intro, questions }) {
  const list = (choices) => el("ul", { class: "choices" }, choices.map((choice) => el("li", {}, choice)));
  const answer = ({ kind, choices, low, high, steps }) => (kind === "choice" ? list(choices)
    : kind === "scale" ? scale(low, high, steps)
    : el("p", { class: "hint" }, "Answered in the learner’s own words."));
  return [el("div", { html: intro?.html ?? "" }), el("ol", { class: "questions" },
    questions.map((question) => el("li", {}, el("p", { class: "question" }, question.text), answer(question))))];
}

function scale(low, high, steps) {
  const row = el("span", { class: "steps", role: "img", "aria-label": count(steps, "step") }, Array.from({ length: steps }, () => el("i")));
  return el("p", { class: "scale" }, el("span", {}, low), row, el("span", {}, high));
}

function practice({ brief, starter }) {
  return [el("div", { html: brief.html }), starter && tryCard({ title: "a prompt to start from", prompt: starter })];
}

function roleplay({ scene, learner, opening, turns }) {
  return [el("p", { class: "facts" }, `You play: ${learner} · up to ${count(turns, "turn")}`), el("div", { html: scene.html }),
    el("blockquote", { class: "opening" }, el("p", {}, opening)),
    el("p", { class: "notice" }, "It is judged against a rubric that is not in the content API. The chat app plays the other part.")];
}

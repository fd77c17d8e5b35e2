// Takes a view and fills the frame round the article: the selectors (a choice is handed to `go`), the outline, the footer.

import { $, TODAY, capital, el, kindName, link } from "./elements.js";

const isWide = matchMedia("(min-width: 60rem)");
isWide.addEventListener("change", () => { $("outline").open = isWide.matches; });

export function renderPickers(view, go) {
  const { overview, catalogue, outline, asked } = view;
  const ats = [
    ...overview.channels.map((c) => ({ value: c.channel, label: `${c.channel}: ${c.edition}` })),
    ...overview.editions.map((e) => ({ value: e.edition, label: e.edition })),
  ];
  if (view.at && !ats.some(({ value }) => value === view.at)) ats.push({ value: view.at, label: view.at });
  picker("at", "Edition", ats, view.at, go);
  const courses = catalogue?.courses ?? [];
  if (courses.length > 1) picker("course", "Course", courses.map(({ id, title }) => ({ value: id, label: title })), view.course, go);
  for (const { id: name, title, values: words } of outline ? catalogue.dimensions : []) {
    const { default: fallback, values } = outline.dimensions[name];
    const others = values.filter((value) => value !== fallback);
    const options = name === "model" ? byFamily(others, view.ledger) : others.map((value) => ({ value, label: labelOf(value, words) }));
    const chosen = others.includes(asked.get(name)) ? asked.get(name) : "";
    const base = name === "model" ? `${fallback} (default)` : labelOf(fallback, words);
    picker(name, title, [{ value: "", label: base }, ...options], chosen, go);
  }
}

// Some curricula explain a value in a sentence, which no closed selector can show.
function labelOf(value, words) {
  const text = words.find(({ id }) => id === value)?.text;
  return text?.length <= 36 ? text : capital(value.replaceAll("-", " "));
}

function picker(name, title, options, chosen, go) {
  let select = $(`pick-${name}`);
  if (!select) {
    const choose = () => go(link({ [name]: select.value, ...(name === "course" && { item: "" }) }));
    select = el("select", { id: `cw-pick-${name}`, autocomplete: "off", on: ["change", choose] });
    $("pickers").append(el("label", { "data-name": name }, el("span", {}, title), select));
  }
  const option = ({ value, label }) => el("option", { value }, label);
  select.replaceChildren(...options.map((o) => (o.members ? el("optgroup", { label: o.label }, o.members.map(option)) : option(o))));
  select.value = chosen;
}

// Families that last longest first, those that are gone last.
function byFamily(ids, ledger) {
  const models = new Map(ledger.models.map((model) => [model.id, model]));
  const end = (id) => models.get(id)?.shutdown ?? "9999";
  const label = (id) => (end(id) === "9999" ? id : `${id} (${end(id) <= TODAY ? "shut down" : "until"} ${end(id)})`);
  const groups = ledger.families.map(({ title, members }) => {
    const own = members.filter((id) => ids.includes(id));
    return { label: title, end: own.map(end).sort().at(-1), members: own.map((id) => ({ value: id, label: label(id) })) };
  });
  return groups.filter(({ members }) => members.length).sort((a, b) => b.end.localeCompare(a.end));
}

export function renderOutline(view) {
  const { outline, id: current } = view;
  const entry = (id) => {
    const { title, kind, minutes } = outline.items[id];
    const facts = `${kind === "lesson" ? "" : `${kindName(kind)} · `}${minutes} min`;
    const isHere = id === current && "page";
    return el("li", {}, el("a", { href: link({ item: id }), "aria-current": isHere }, title, el("small", {}, facts)));
  };
  $("modules").replaceChildren(
    el("p", { class: "course" }, outline.title, el("small", {}, `${outline.minutes} min`)),
    ...outline.modules.flatMap((module) => [el("h2", {}, module.title), el("ol", {}, module.items.map(entry))]),
  );
  $("outline").open = isWide.matches;
  const rail = $("outline").parentElement;
  const here = rail.querySelector("[aria-current]");
  if (here?.offsetTop + 60 > rail.scrollTop + rail.clientHeight) rail.scrollTop = here.offsetTop - 200;
}

export function answerLine({ answer, content }) {
  const { location: at, etag, release, pin } = answer;
  const markdown = content.kind === "lesson" && at.replace(/(\?|$)/, ".md$1");
  return [
    el("p", {}, "Answered by release ", el("strong", {}, release), ": this answer as ", el("a", { href: at }, "JSON"),
      markdown ? [" or ", el("a", { href: markdown }, "Markdown")] : "", ". ",
      el("a", { href: `/v1/${release}/changes.html` }, "What changed"), " in it."),
    el("dl", {}, [["Content-Location", at], ["ETag", etag], ["Pin an app keeps", pin]]
      .map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, el("code", {}, value))))),
  ];
}

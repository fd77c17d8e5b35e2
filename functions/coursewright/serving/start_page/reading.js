// Takes a view that holds what was asked, and fills in what the content API answers: outline, ledger, item, notices.

const OWN_PARAMETERS = ["at", "course", "item"];

export const problem = (title, detail, elsewhere = []) => Object.assign(new Error(detail), { title, detail, elsewhere });

async function get(path) {
  // A release never changes, but a developer's store may be made anew under the same name: so ask, with the ETag.
  const response = await fetch(path, { cache: "no-cache" }).catch(() => null);
  if (!response) throw problem("The content API does not answer", `Is the server still running? Asked: ${path}`);
  const body = await response.json().catch(() => ({ title: `The content API answered ${response.status}`, detail: `Asked: ${path}` }));
  if (!response.ok) throw problem(body.title, body.detail);
  return { ...body, location: response.headers.get("content-location"), etag: response.headers.get("etag") };
}

// Everything after the catalogue is read from the release it named, so that a page never mixes two releases.
export async function load(view) {
  view.overview = await get("/v1");
  const { channels, editions } = view.overview;
  view.at = view.asked.get("at") ?? (channels.find((c) => c.channel === "stable") ?? channels[0])?.channel ?? editions[0]?.edition;
  if (!view.at) throw problem("Nothing is promoted yet", "Promote a release, then reload this page.");
  view.catalogue = await get(`/v1/${encodeURIComponent(view.at)}/courses`);
  view.course = view.asked.get("course") ?? view.catalogue.courses[0]?.id;
  if (!view.course) throw problem("This release has no course", "Choose another edition above.");
  const base = `/v1/${view.catalogue.release}`;
  const course = `${base}/courses/${encodeURIComponent(view.course)}`;
  [view.outline, view.ledger] = await Promise.all([
    get(course).then((answer) => answer.course),
    get(`${base}/models`).then((answer) => answer.ledger),
  ]);
  const { items, modules } = view.outline;
  view.order = modules.flatMap((module) => module.items);
  view.name = view.asked.get("item") ?? view.order.find((id) => items[id].kind === "lesson") ?? view.order[0];
  view.id = Object.hasOwn(items, view.name) ? view.name : await heirOf(view);
  const isLesson = items[view.id].kind === "lesson";
  const learner = new URLSearchParams([...view.asked].filter(([name]) => !OWN_PARAMETERS.includes(name)));
  view.answer = await get(`${course}/${isLesson ? `lessons/${view.id}?${learner}` : `activities/${view.id}`}`);
  view.content = view.answer.lesson ?? view.answer.activity;
}

// Whether the channel of a view stands elsewhere than when it was read; while nobody answers, it has not moved.
export async function hasMoved(view) {
  const overview = await get("/v1").catch(() => null);
  const release = ({ channels } = { channels: [] }) => channels.find(({ channel }) => channel === view.at)?.release;
  return overview !== null && release(overview) !== release(view.overview);
}

// Another edition may know the item under another id: before it was renamed, or as the one that took its place.
async function heirOf(view) {
  const { name, outline, catalogue: { edition } } = view;
  const editions = await Promise.all(view.overview.editions.map(async ({ edition: at, release }) => {
    const answer = await get(`/v1/${release}/courses/${encodeURIComponent(view.course)}`).catch(() => null);
    return { at, outline: answer?.course ?? { items: {}, retired: [] } };
  }));
  const knowing = editions.filter((other) => Object.hasOwn(other.outline.items, name));
  const title = knowing[0]?.outline.items[name].title ?? name;
  const reason = outline.retired.find((gone) => gone.id === name)?.reason;
  const heir = [...kin(name, editions.map((other) => other.outline))].find((id) => Object.hasOwn(outline.items, id));
  if (!heir) {
    const detail = reason ?? (knowing.length ? "You can read it in the edition that has it, or start this one from the beginning."
      : "No edition of this course has a lesson or an activity of that name.");
    throw problem(`“${title}” is not in ${edition}`, detail, knowing.map((other) => other.at));
  }
  view.notices.push(`“${title}” is not in ${edition}. ${reason ?? ""} In its place you see “${outline.items[heir].title}”.`);
  return heir;
}

function kin(name, outlines) {
  const pairs = outlines.flatMap(({ items, retired }) => [
    ...Object.entries(items).flatMap(([id, item]) => item.formerly.map((former) => [former, id])),
    ...retired.filter((gone) => gone.heir).map((gone) => [gone.id, gone.heir]),
  ]);
  const names = new Set([name]);
  for (let before = 0; before !== names.size;) {
    before = names.size;
    for (const [a, b] of pairs) if (names.has(a) || names.has(b)) names.add(a).add(b);
  }
  return names;
}

// Somebody on the way: the route is kept on the phone, and what is done waits on it until the network takes it, once.
// Without this script the page is a list with forms. What waits is of one kind, and the page says which (data-kind).
import { bodyOf, button, itemsOf, keepForLater, line, watchQueue } from "./queue.js";
import { dequeue, enqueue } from "./store.js";
import { Photos } from "./photos.js";
import { dropDraft, fillIn, forgetPractised, keepDraft, keepRoute, keptRoute, parsed, practised } from "./field-keeping.js";

const PART = { "HX-Request": "true" };
const box = document.getElementById("field");
const news = document.getElementById("field-news");
const texts = box.dataset;
const KIND = texts.kind;
const ROUTE = texts.keptAs;
const offline = "offline" in texts;
const photosOf = new WeakMap();
const drafting = new WeakMap();
/** What the server said to the last act at a stop, to be read there too: the news stand far above. */
const arrived = new Map();
let ask = () => undefined;
let changed = false;

const route = () => document.getElementById("field-route");
const owner = () => route().dataset.owner ?? "";
/** True where somebody only tries things out; what the phone keeps of that lies beside what is real. */
const practising = () => "practice" in route().dataset;

// Telling ----------------------------------------------------------------------

function tell(words, look = "success", ...more) {
  const note = Object.assign(document.createElement("p"), { className: `notice ${look}` });
  note.append(words, ...more);
  news.replaceChildren(note);
}

function tellSignedOut() {
  const link = Object.assign(document.createElement("a"), { href: texts.signIn, className: "button small" });
  link.textContent = texts.signInText;
  tell(texts.expired, "warning", " ", link);
}

// Forms ------------------------------------------------------------------------

function prepare(form, files, replaces) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keepAct(form, replaces);
  });
  if (form.querySelector("[data-previews]")) {
    Object.assign(form.dataset, { photo: texts.photo, remove: texts.removePhoto, tooMany: texts.tooMany });
    const changed = () => later(form) && notePlace(form);
    const photos = new Photos(form, { changed, placed: (place) => setPlace(form, place), say: (words) => tell(words, "warning") });
    photosOf.set(form, photos);
    if (files?.length) photos.restore(files);
  }
}

function later(form) {
  clearTimeout(drafting.get(form));
  return drafting.set(form, setTimeout(() => keepDraft(form, photosOf.get(form)?.files ?? []), 300));
}

/** Where the photo was taken, in a form that asks for it; null takes it away again. */
function setPlace(form, place) {
  if (!form.elements.lat) return;
  form.elements.lat.value = place ? place.lat.toFixed(6) : "";
  form.elements.lon.value = place ? place.lon.toFixed(6) : "";
  form.querySelector("[data-placed]").hidden = !place;
}

/** A camera that is opened from a page writes no place into its photo; then the phone is asked, once there is one. */
async function notePlace(form) {
  if (!form.elements.lat || form.elements.lat.value || !photosOf.get(form)?.files.length) return;
  const { whereAmI } = await import("./here.js");
  whereAmI().then((place) => setPlace(form, place), () => tell(texts.unplaced, "warning"));
}

/** A form that was drawn yesterday tells of today. */
function dateForms() {
  const now = new Date();
  const today = new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  for (const day of route().querySelectorAll("[data-today]")) day.value = today;
}

async function prepareStops() {
  dateForms();
  for (const form of route().querySelectorAll("[data-field-form]")) {
    prepare(form, await fillIn(form));
    if (form.elements.lat) form.querySelector("[data-placed]").hidden = !form.elements.lat.value;
    form.addEventListener("input", () => later(form));
  }
}

/** Put an act into the queue; from then on it is safe, whatever becomes of the page. */
async function keepAct(form, replaces) {
  clearTimeout(drafting.get(form));
  const body = new FormData(form);
  body.delete("photos");
  for (const file of photosOf.get(form)?.files ?? []) body.append("photos", file, file.name);
  const about = form.dataset.about;
  try {
    await keepForLater(KIND, body, { owner: owner(), to: form.getAttribute("action"), about, name: form.dataset.name ?? about, title: form.dataset.title });
  } catch {
    return tell(texts.full, "danger");
  }
  if (replaces) await dequeue(replaces);
  await dropDraft(form);
  // The same form may be used again before the page is: that is another act.
  form.reset();
  form.elements.key.value = crypto.randomUUID();
  setPlace(form, null);
  photosOf.get(form)?.restore([]);
  const fold = form.closest("details");
  fold?.removeAttribute("open");
  await show();
  // A long form that closes leaves its reader somewhere below: back to where it says what became of it.
  fold?.closest("[data-stop]")?.scrollIntoView({ block: "start" });
  fold?.querySelector("summary").focus({ preventScroll: true });
  return ask();
}

// The queue --------------------------------------------------------------------

const mine = (item) => item.owner === owner();

/** False while there is no network or nobody is signed in; what is refused waits for its writer, and the next goes on. */
async function send(item) {
  if (!mine(item)) return true;
  const { csrf } = await (await fetch(texts.token, { headers: { Accept: "application/json" } })).json();
  const body = bodyOf(item);
  body.append("csrfmiddlewaretoken", csrf);
  const response = await fetch(item.to, { method: "POST", body, headers: PART });
  if (response.status === 204 || response.redirected) {
    tellSignedOut();
    return false;
  }
  if (response.ok) {
    await dequeue(item.key);
    const words = await response.text();
    arrived.set(item.about, words);
    tell(`${nameOf(item)}: ${words}`);
  } else if (response.status >= 500 || response.status === 429) {
    return false;
  } else {
    const comesBack = response.status === 409 || response.status === 422;
    await enqueue({ ...item, state: "stopped", answer: comesBack ? await response.text() : "" });
  }
  changed = true;
  return true;
}

async function show() {
  if (changed) await refresh();
  const all = await itemsOf(KIND);
  const items = all.filter(mine);
  box.hidden = all.length === 0;
  const rows = items.map((item) => (item.state === "stopped" ? stopped(item) : waiting(item)));
  if (items.length < all.length) rows.push(line(texts.others, ""));
  keepWhatIsWritten(rows);
  markStops(items);
}

/** Redraw the list, but leave the forms in it that somebody is filling in. */
function keepWhatIsWritten(rows) {
  const list = box.querySelector("ul");
  const there = new Map([...list.querySelectorAll(":scope > [data-key]")].map((row) => [row.dataset.key, row]));
  list.replaceChildren(...rows.map((row) => (row.dataset.state === "stopped" && there.get(row.dataset.key)?.dataset.state === "stopped" ? there.get(row.dataset.key) : row)));
}

const nameOf = (item) => `${texts.thing} ${item.name ?? item.about}`;
const titleOf = (item) => `${nameOf(item)}: ${item.title}`;
const removal = (item) => button(texts.remove, () => dequeue(item.key).then(show));
const text = (words) => Object.assign(document.createElement("span"), { textContent: words });

function waiting(item) {
  return line(titleOf(item), text(texts.waiting), removal(item));
}

/** What was refused: why, what somebody else did, and what was written here, to be sent again or not. */
function stopped(item) {
  const row = line(titleOf(item), text(item.answer ? texts.stopped : texts.gone), removal(item));
  Object.assign(row.dataset, { key: item.key, state: "stopped" });
  const form = item.answer && parsed(item.answer, "[data-field-form]");
  if (form) {
    // The photos are still here; what the server kept of them may be gone by the time this is sent.
    for (const old of form.querySelectorAll("[name=csrfmiddlewaretoken], [name=kept], [data-field-uploads]")) old.remove();
    for (const one of form.querySelectorAll("[id], [for], a[href^='#']")) rename(one);
    row.insertBefore(form, row.lastElementChild);
    prepare(form, item.photos, item.key);
  } else {
    const words = item.fields.filter(([name, value]) => name.startsWith("text") && value).map(([, value]) => value);
    row.insertBefore(Object.assign(document.createElement("p"), { className: "speech", textContent: words.join("\n") }), row.lastElementChild);
  }
  return row;
}

/** The same form stands at its stop as well. */
function rename(one) {
  for (const name of ["id", "for", "aria-describedby"]) {
    if (one.hasAttribute(name)) one.setAttribute(name, one.getAttribute(name).replace(/\S+/g, "again_$&"));
  }
  if (one.hash) one.setAttribute("href", `#again_${one.hash.slice(1)}`);
}

function markStops(items) {
  for (const stop of route().querySelectorAll("[data-stop]")) {
    const note = stop.querySelector("[data-stop-waiting]");
    const titles = items.filter((item) => item.about === stop.dataset.stop && item.state === "waiting").map((item) => item.title);
    const said = titles.length ? `${titles.join(", ")}: ${texts.waiting}` : arrived.get(stop.dataset.stop) ?? "";
    note.hidden = !said;
    note.textContent = said;
    note.classList.toggle("success", titles.length === 0);
  }
}

// The route --------------------------------------------------------------------

const isWritten = () => [...route().querySelectorAll("[data-field-form]")].some((form) => form.closest("details").open);

/** The route as it is now, when nobody is in the middle of something. */
async function refresh() {
  changed = false;
  if (isWritten()) return;
  const address = route().dataset.address ?? texts.page;
  const response = await fetch(address, { headers: PART }).catch(() => null);
  if (!response?.ok || response.status === 204 || response.redirected) return;
  const fresh = parsed(await response.text(), "#field-route");
  if (!fresh) return;
  route().replaceWith(fresh);
  document.getElementById("field-kept")?.setAttribute("hidden", "");
  await open();
}

async function open() {
  watchPlace();
  await prepareStops();
  await keepRoute(route(), practising() ? practised(ROUTE) : ROUTE);
}

async function openKept() {
  // A practised one is there only until its trainee is back at work.
  const kept = (await keptRoute(practised(ROUTE))) ?? (await keptRoute(ROUTE));
  document.getElementById("field-none").hidden = Boolean(kept);
  if (!kept) return;
  const note = document.getElementById("field-kept");
  const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });
  note.textContent = `${texts.asOf} ${when.format(kept.at)}`;
  note.hidden = false;
  kept.route.classList.add("field-kept");
  route().replaceWith(kept.route);
  await prepareStops();
}

function watchPlace() {
  route().querySelector("[data-field-here]")?.addEventListener("click", async () => {
    const { whereAmI } = await import("./here.js");
    whereAmI().then(goFrom, () => (route().querySelector("[data-field-status]").textContent = texts.denied));
  });
}

function goFrom({ lat, lon }) {
  const address = new URL(route().dataset.address, location.href);
  address.searchParams.delete("place");
  address.searchParams.set("lat", lat.toFixed(4));
  address.searchParams.set("lon", lon.toFixed(4));
  location.assign(address);
}

async function keepPage() {
  const registration = await navigator.serviceWorker?.ready;
  registration?.active?.postMessage({ kind: "keep", page: texts.offlinePage, as: texts.page });
}

/** What was tried out is forgotten when its writer is back at work, sent or not. */
async function forgetTrials() {
  await forgetPractised(ROUTE);
  for (const item of await itemsOf(KIND)) if (item.owner === `${owner()}-practice`) await dequeue(item.key);
}

async function begin() {
  if (offline) await openKept();
  else await open();
  if (!practising()) await forgetTrials();
  // What was kept is as old as its keeping: with the network comes the route as it is now.
  if (offline) window.addEventListener("online", () => (changed = true));
  ask = watchQueue(KIND, { send, show });
  if (!offline) keepPage();
}

begin();

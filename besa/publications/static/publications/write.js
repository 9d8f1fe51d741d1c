// The editor of one block: a toolbar, how it will look, saving by itself, and a draft on the device.
//
// Without this module everything works by its forms. What is typed is kept on the device at once and sent a little
// later; the version that goes with it makes sure that nobody's text is written over.
import { forgetDraft, savedDraft, saveDraft } from "../core/store.js";
import { toolbar } from "./markdown.js";

const form = document.querySelector("form.write-form");
const name = `own:publication:${form.dataset.draft}`;
const token = form.elements.csrfmiddlewaretoken.value;
const status = form.querySelector("[data-saved]");
const KEPT_DAYS = 30;
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "seen", "translated_from", "kind"]);

const later = (wait, act) => {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, wait);
  };
};
const words = () =>
  [...new FormData(form).entries()].filter(([key, value]) => typeof value === "string" && !NOT_KEPT.has(key));
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
let saved = words();

function say(key) {
  status.textContent = status.dataset[`texts${key[0].toUpperCase()}${key.slice(1)}`] ?? "";
}

// How it will look ----------------------------------------------------------------------------------------------------
const shown = form.querySelector("[data-shown]");
const markdown = form.querySelector("textarea[data-markdown]");

async function show() {
  if (!shown || !markdown) return;
  const body = new FormData();
  body.set("markdown", markdown.value);
  const answer = await send(form.dataset.preview, body).catch(() => undefined);
  if (answer?.ok) shown.innerHTML = await answer.text(); // escaped by the server, letter by letter
}

// Sending -------------------------------------------------------------------------------------------------------------
function send(place, body) {
  body.set("csrfmiddlewaretoken", token);
  return fetch(place, { method: "POST", body, headers: { "X-Autosave": "1" }, credentials: "same-origin" });
}

let going = Promise.resolve();
/** Save what was typed. One at a time, as each needs the version that the one before was given. */
const save = () => (going = going.then(saveNow, saveNow));

async function saveNow() {
  const typed = words();
  if (!form.dataset.autosave || same(typed, saved)) return;
  const body = new FormData(form);
  for (const [key, value] of [...body.entries()]) if (typeof value !== "string") body.delete(key);
  const answer = await send(form.dataset.autosave, body).catch(() => undefined);
  if (!answer) return say("offline");
  if (answer.status === 409) {
    location.assign((await answer.json()).place);
    return;
  }
  if (!answer.ok) return say("errors");
  form.elements.seen.value = (await answer.json()).version;
  saved = typed;
  if (same(words(), typed)) await forgetDraft(name);
  say("saved");
}

const keep = later(400, async () => {
  if (same(words(), saved)) return;
  await saveDraft({ fields: words() }, name);
  say("kept");
});
const saveSoon = later(4000, save);
const showSoon = later(500, show);

form.addEventListener("input", () => {
  keep();
  saveSoon();
  showSoon();
});
// Forgotten where a saved text leads to (written.js), as sending may fail.
form.addEventListener("submit", () => sessionStorage.setItem("besa-sent", name));
window.addEventListener("online", save);

// The draft of an earlier time ----------------------------------------------------------------------------------------
const found = form.querySelector("[data-draft-found]");

function take(fields) {
  for (const [key, value] of fields) {
    const field = form.elements[key];
    if (field) field.value = value;
  }
  found.hidden = true;
  form.dispatchEvent(new Event("input"));
}

savedDraft(name, KEPT_DAYS).then(async (draft) => {
  if (!draft) return;
  if (same(draft.fields, words())) {
    await forgetDraft(name);
    return;
  }
  found.hidden = false;
  found.querySelector("[data-draft-when]").textContent = new Date(draft.at).toLocaleString(document.documentElement.lang);
  found.querySelector("[data-draft-take]").addEventListener("click", () => take(draft.fields));
  found.querySelector("[data-draft-drop]").addEventListener("click", async () => {
    await forgetDraft(name);
    found.hidden = true;
  });
});

// Only what the chosen figure or chart is asked with ------------------------------------------------------------------
const chooser = form.querySelector("select[data-uses]");
if (chooser) {
  const uses = JSON.parse(chooser.dataset.uses);
  const fit = () => {
    for (const key of new Set(Object.values(uses).flat())) {
      const field = form.elements[key]?.closest(".field");
      if (field) field.hidden = !uses[chooser.value]?.includes(key);
    }
  };
  chooser.addEventListener("change", fit);
  fit();
}

// Numbers from the list -----------------------------------------------------------------------------------------------
const dialog = document.querySelector("[data-numbers-dialog]");
const list = dialog.querySelector("[data-numbers-body]");
let into;

let turn = 0;

async function choose(place) {
  const mine = ++turn;
  const answer = await fetch(place, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
  if (!answer.ok || mine !== turn) return;
  list.innerHTML = await answer.text();
  for (const button of list.querySelectorAll("[data-insert]")) button.hidden = false;
  if (!dialog.open) dialog.showModal();
  // What was pressed is not there any more: the next thing to press is.
  (list.querySelector("[data-insert]") ?? list.querySelector("[name=key]"))?.focus();
}

list.addEventListener("submit", (event) => {
  event.preventDefault();
  choose(`${form.dataset.number}?${new URLSearchParams(new FormData(event.target))}`);
});
// Another figure is asked with other things; until they are there, nothing can be chosen that would be lost.
list.addEventListener("change", async (event) => {
  if (event.target.name !== "key") return;
  const fields = [...event.target.form.elements];
  const place = `${form.dataset.number}?${new URLSearchParams({ key: event.target.value })}`;
  for (const field of fields) field.disabled = true;
  await choose(place).catch(() => undefined);
  for (const field of fields) field.disabled = false;
  list.querySelector("[name=key]")?.focus();
});
list.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  if (!button) return;
  dialog.close();
  into(button.dataset.insert);
});
dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());

const template = form.querySelector("template[data-toolbar]");
for (const area of form.querySelectorAll("textarea[data-markdown], textarea[data-numbers]")) {
  toolbar(area, template, (insert) => {
    into = insert;
    choose(form.dataset.number);
  });
}
show();

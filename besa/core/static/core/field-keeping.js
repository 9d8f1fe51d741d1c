// The route as this phone keeps it: what the server drew, with its pictures, for a day, until its owner signs out.
import { forgetDraft, saveDraft, savedDraft } from "./store.js";

const DAYS = 1;

/** Under what name a route is kept that somebody practises with. */
export const practised = (name) => `${name}:practice`;

export const forgetPractised = (name) => forgetDraft(practised(name));

/** Keep what is shown. The forms go without their token: a fresh one is fetched when they are sent. */
export async function keepRoute(route, name) {
  const copy = route.cloneNode(true);
  for (const token of copy.querySelectorAll("[name=csrfmiddlewaretoken]")) token.remove();
  for (const marked of copy.querySelectorAll("[data-stop-waiting]")) marked.hidden = true;
  const pictures = {};
  for (const picture of route.querySelectorAll("img.thumb")) pictures[picture.getAttribute("src")] = await pictureAt(picture.src);
  await saveDraft({ owner: route.dataset.owner, html: copy.outerHTML, pictures }, name);
}

const pictureAt = (address) => fetch(address).then((response) => (response.ok ? response.blob() : null), () => null);

/** {route, at} of a name: the element and when it was kept; undefined when there is none or it is too old. */
export async function keptRoute(name) {
  const kept = await savedDraft(name, DAYS);
  if (!kept) return undefined;
  const route = parsed(kept.html, "#field-route");
  for (const picture of route.querySelectorAll("img.thumb")) {
    const blob = kept.pictures[picture.getAttribute("src")];
    if (blob) picture.src = URL.createObjectURL(blob);
    else picture.remove();
  }
  return { route, at: new Date(kept.at) };
}

/** The first element of a piece of a page that fits. */
export const parsed = (html, selector) => new DOMParser().parseFromString(html, "text/html").querySelector(selector);

// What somebody has begun to write, for when the camera takes all of the phone's memory and the page with it.

const draftOf = (form) => `own:act:${form.elements.owner.value}:${form.dataset.about}:${form.dataset.fieldForm}`;
const NOT_DRAFT = new Set(["csrfmiddlewaretoken", "key", "owner", "query", "action", "seen_at", "kept"]);

export function keepDraft(form, files) {
  const fields = [...new FormData(form).entries()].filter(
    ([name, value]) => typeof value === "string" && value && !NOT_DRAFT.has(name),
  );
  return saveDraft({ fields, photos: files }, draftOf(form));
}

export const dropDraft = (form) => forgetDraft(draftOf(form));

/** Fill a form in with its draft; the photos, or undefined when there is none. */
export async function fillIn(form) {
  const draft = await savedDraft(draftOf(form));
  if (!draft) return undefined;
  for (const [name, value] of draft.fields) if (form.elements[name]) form.elements[name].value = value;
  form.closest("details")?.setAttribute("open", "");
  return draft.photos;
}

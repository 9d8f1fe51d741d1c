// The first page, made quicker: the phone's place, the map, a photo, names offered while typing.
import { whereAmI } from "../core/here.js";
import { queued, saveDraft, savedDraft } from "../core/store.js";

const quick = document.getElementById("quick-place");
const status = document.getElementById("place-status");
const say = (text) => (status.textContent = text);

function goTo({ lat, lon }) {
  const form = navigator.onLine ? quick.dataset.report : quick.dataset.offline;
  location.assign(`${form}?lat=${lat.toFixed(6)}&lon=${lon.toFixed(6)}`);
}

// Without network this page cannot look up places; the other one needs none.
if (!navigator.onLine) location.replace(quick.dataset.offline + location.search);

document.getElementById("use-my-place").addEventListener("click", () => {
  say(quick.dataset.searching);
  whereAmI().then(goTo, () => say(quick.dataset.denied));
});

document.getElementById("open-map").addEventListener("click", async () => {
  const { openPinMap } = await import("./pin-map.js");
  openPinMap(document.getElementById("pin-map"), null, goTo, say);
});

const photoForm = document.getElementById("photo-first");
photoForm.addEventListener("submit", async (event) => {
  const [file] = photoForm.photo.files;
  if (!file) return;
  event.preventDefault();
  const [{ placeOf }, { shrink }] = await Promise.all([import("../core/exif.js"), import("../core/shrink.js")]);
  const place = await placeOf(file);
  const draft = (await savedDraft()) ?? { fields: [], photos: [] };
  await saveDraft({ ...draft, photos: [...draft.photos, await shrink(file)].slice(0, 6) });
  if (place) goTo(place);
  else say(photoForm.dataset.noPosition);
});

const typed = document.getElementById("q");
const offers = document.createElement("datalist");
offers.id = "q-offers";
typed.after(offers);
typed.setAttribute("list", offers.id);
let waiting;
typed.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(offer, 250);
});

async function offer() {
  if (typed.value.trim().length < 2) return;
  const query = new URLSearchParams({ q: typed.value, municipality: typed.form.municipality.value });
  const response = await fetch(`${quick.dataset.places}?${query}`, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!response?.ok) return;
  const { places } = await response.json();
  offers.replaceChildren(...places.filter((place) => place.kind !== "municipality").map((place) => new Option(place.name)));
}

queued().then((items) => items.length > 0 && import("./queue.js").then(({ watchQueue }) => watchQueue()));

// The report form, made quicker: pin, photos, draft, proof of work in the background, a queue without network.
// Without this script the form works all the same.
import { Photos } from "../core/photos.js";
import { Proof } from "../core/proof.js";
import { dequeue, forgetDraft, queued, queuedItem, saveDraft, savedDraft } from "../core/store.js";

// Belongs to one showing of the form, not to the draft.
const NOT_DRAFT = new Set(["csrfmiddlewaretoken", "key", "stamp", "proof", "seen", "kept", "drop", "website"]);
const WHERE = new Set(["lat", "lon", "place", "municipality"]);

// Loaded with the first word: whoever has nothing to send and nothing that waits needs none of it.
const queue = () => import("./queue.js");

function start() {
  const form = document.getElementById("report");
  if (form) new ReportPage(form).open();
}

class ReportPage {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("#send-status");
    this.placeStatus = form.querySelector("#place-status");
    this.offline = "offline" in form.dataset;
    this.proof = this.offline ? null : new Proof(form.dataset.challenge, form.dataset.solver);
    this.photos = new Photos(form, {
      changed: () => this.keepDraft(),
      placed: (place) => this.placeByPhoto(place),
      say: (text) => (this.status.textContent = text),
    });
  }

  async open() {
    const { form } = this;
    form.addEventListener("submit", (event) => this.submit(event));
    form.addEventListener("input", () => this.proof?.begin());
    form.addEventListener("input", queue, { once: true });
    form.addEventListener("input", () => this.later("draft", 500, () => this.keepDraft()));
    form.addEventListener("input", () => this.later("similar", 900, () => this.lookForSimilar()));
    form.querySelector("#use-my-place").addEventListener("click", () => this.useMyPlace());
    form.querySelector("#open-map").addEventListener("click", () => this.openMap());
    if (this.offline) this.startOffline();
    const filledIn = document.querySelector(".errors");
    if (!filledIn) await this.restore();
  }

  startOffline() {
    // The kept page is the same for everybody and for every report written with it.
    this.form.elements.key.value = crypto.randomUUID();
    const query = new URLSearchParams(location.search);
    for (const name of ["lat", "lon"]) if (query.has(name)) this.form.elements[name].value = query.get(name);
  }

  later(name, wait, act) {
    this.timers ??= {};
    clearTimeout(this.timers[name]);
    this.timers[name] = setTimeout(act, wait);
  }

  async restore() {
    const key = new URLSearchParams(location.search).get("queued");
    const item = key && (await queuedItem(key));
    if (item) {
      this.fill(item.fields, true);
      this.photos.restore(item.photos);
      this.replaces = item.key;
      return;
    }
    const draft = await savedDraft();
    if (!draft) return;
    queue();
    this.fill(draft.fields, this.offline && !this.form.elements.lat.value);
    this.photos.restore(draft.photos);
  }

  fill(fields, withPlace) {
    for (const [name, value] of fields) {
      if (NOT_DRAFT.has(name) || (WHERE.has(name) && !withPlace)) continue;
      const field = this.form.elements[name];
      if (!field) continue;
      if (field.type === "checkbox") field.checked = true;
      else if (field instanceof RadioNodeList || !field.value || withPlace) field.value = value;
      field.closest?.("details")?.setAttribute("open", "");
    }
  }

  keepDraft() {
    const fields = [...new FormData(this.form).entries()].filter(
      ([name, value]) => typeof value === "string" && value && !NOT_DRAFT.has(name),
    );
    return saveDraft({ fields, photos: this.photos.files });
  }

  // Place ---------------------------------------------------------------------

  get point() {
    const { lat, lon } = this.form.elements;
    return lat.value ? { lat: Number(lat.value), lon: Number(lon.value) } : null;
  }

  async setPoint({ lat, lon }, said) {
    const { elements } = this.form;
    elements.lat.value = lat.toFixed(6);
    elements.lon.value = lon.toFixed(6);
    if (elements.place) elements.place.value = "";
    this.placeStatus.textContent = said;
    await this.keepDraft();
    if (this.offline) return;
    const address = `${this.form.dataset.spot}?lat=${elements.lat.value}&lon=${elements.lon.value}`;
    const response = await fetch(address).catch(() => null);
    if (!response) return;
    const spot = await response.json();
    if (spot.municipality && spot.municipality !== elements.municipality.value) {
      // Another municipality may ask for other things.
      location.assign(`${this.form.action}?lat=${elements.lat.value}&lon=${elements.lon.value}`);
      return;
    }
    if (spot.name) this.form.querySelector("#place-name").textContent = spot.name;
    if (spot.message) this.placeStatus.textContent = spot.message;
    this.lookForSimilar();
  }

  placeByPhoto(place) {
    // A pin that the person has set is better than the phone's guess.
    if (!this.pinned) this.setPoint(place, this.form.dataset.pinned);
  }

  async useMyPlace() {
    const { whereAmI } = await import("../core/here.js");
    whereAmI().then(
      (place) => this.setPoint(place, this.form.dataset.myPlace),
      () => (this.placeStatus.textContent = this.form.dataset.denied),
    );
  }

  async openMap() {
    const { openPinMap } = await import("./pin-map.js");
    const box = this.form.querySelector("#pin-map");
    const chosen = (place) => {
      this.pinned = true;
      box.hidden = true;
      this.setPoint(place, this.form.dataset.set);
    };
    const say = (text) => (this.placeStatus.textContent = text);
    if (box.dataset.made) box.hidden = !box.hidden;
    else openPinMap(box, this.point, chosen, say).then(() => (box.dataset.made = box.hidden ? "" : "yes"));
  }

  async lookForSimilar() {
    const { elements, dataset } = this.form;
    if (this.offline || !this.point || !elements.category.value || !navigator.onLine) return;
    const query = new URLSearchParams({
      lat: elements.lat.value,
      lon: elements.lon.value,
      category: elements.category.value,
      text: elements.text.value.slice(0, 500),
    });
    const response = await fetch(`${dataset.similar}?${query}`).catch(() => null);
    if (!response?.ok) return;
    const found = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("section");
    this.form.querySelector("#similar").replaceChildren(...(found ? [found] : []));
    elements.seen.value = found?.dataset.ids ?? "";
  }

  // Sending -------------------------------------------------------------------

  async submit(event) {
    event.preventDefault();
    if (this.sending) return;
    this.sending = true;
    this.status.textContent = this.form.dataset.sending;
    try {
      await this.send();
    } finally {
      this.sending = false;
    }
  }

  async send() {
    if (this.offline || !navigator.onLine) return this.keep(this.body());
    const proof = await this.proof.take();
    this.form.elements.proof.value = proof?.payload ?? "";
    const body = this.body();
    const response = await fetch(this.form.action, { method: "POST", body }).catch(() => null);
    if (!response || response.status >= 502) return this.keep(body);
    if (response.redirected) {
      await this.done();
      location.assign(response.url);
      return undefined;
    }
    return this.turnTo(await response.text());
  }

  body() {
    const body = new FormData(this.form);
    body.delete("photos");
    for (const file of this.photos.files) body.append("photos", file, file.name);
    return body;
  }

  async done() {
    await forgetDraft();
    if (this.replaces) await dequeue(this.replaces);
  }

  async keep(body) {
    const { keepForLater, watchQueue } = await queue();
    await keepForLater(body);
    await this.done();
    this.form.hidden = true;
    await watchQueue();
    const note = Object.assign(document.createElement("p"), { className: "notice success", tabIndex: -1 });
    note.textContent = this.form.dataset.saved;
    this.form.before(note);
    note.focus();
  }

  /** Show what the server answered in place of this page: the form with messages, or possible duplicates. */
  turnTo(html) {
    const answer = new DOMParser().parseFromString(html, "text/html");
    document.title = answer.title;
    document.getElementById("main").replaceWith(answer.getElementById("main"));
    for (const form of document.querySelectorAll("#again, form[action*='/same/']")) form.addEventListener("submit", () => this.done());
    start();
    const first = document.querySelector("[data-focus-on-load]") ?? document.querySelector("#main h1");
    first.tabIndex = -1;
    first.focus();
    first.scrollIntoView({ block: "nearest" });
  }
}

start();
queued().then((items) => items.length > 0 && queue().then(({ watchQueue }) => watchQueue()));

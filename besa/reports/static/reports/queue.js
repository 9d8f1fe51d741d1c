// Reports written without network: kept on the device, sent once when it is back.
//
// Once, because every report carries its own key: whatever is sent twice gets the first answer again.
import { dequeue, enqueue, queued } from "./store.js";
import { solve } from "./proof.js";

const NOT_SENT = new Set(["csrfmiddlewaretoken", "proof", "seen"]);

/** Keep a report until the network is back. `body` is the FormData of the form. */
export async function keepForLater(body) {
  const entries = [...body.entries()];
  const fields = entries.filter(([name, value]) => typeof value === "string" && !NOT_SENT.has(name));
  const photos = entries.filter(([name, value]) => name === "photos" && value.size > 0).map(([, value]) => value);
  await enqueue({ key: body.get("key"), fields, photos, at: Date.now(), state: "waiting" });
  const registration = await navigator.serviceWorker?.getRegistration();
  await registration?.sync?.register("send-reports").catch(() => undefined);
}

/** Show and send what waits, now and whenever the network comes back. */
export function watchQueue() {
  const box = document.getElementById("waiting");
  if (!box) return;
  const send = () => sendAll(box);
  window.addEventListener("online", send);
  navigator.serviceWorker?.addEventListener("message", ({ data }) => data?.kind === "send-reports" && send());
  show(box).then(send);
}

async function sendAll(box) {
  const turn = async () => {
    for (const item of await queued()) {
      if (item.state !== "waiting") continue;
      const going = await sendOne(item, box.dataset).catch(() => false);
      if (!going) break;
    }
  };
  if (navigator.onLine) await (navigator.locks ? navigator.locks.request("send-reports", turn) : turn());
  await show(box);
}

/** False while there is no network; a refused report waits for its writer, and the next one goes on. */
async function sendOne(item, { challenge, solver, send }) {
  const proof = await solve(challenge, solver);
  const body = new FormData();
  for (const [name, value] of item.fields) body.append(name, value);
  for (const photo of item.photos) body.append("photos", photo, photo.name);
  body.append("csrfmiddlewaretoken", proof.csrf);
  body.append("proof", proof.payload);
  // Nobody is there to be asked whether it is one of those nearby.
  body.append("different", "1");
  const response = await fetch(send, { method: "POST", body });
  if (response.redirected && response.ok) await enqueue({ ...item, state: "sent", photos: [], fields: summary(item), link: response.url });
  else if (response.status >= 400 && response.status < 500 && response.status !== 429) await enqueue({ ...item, state: "stopped" });
  else return false;
  return true;
}

const summary = (item) => item.fields.filter(([name]) => name === "text");
const textOf = (item) => item.fields.find(([name]) => name === "text")?.[1] ?? "";

export async function show(box) {
  const items = await queued();
  box.hidden = items.length === 0;
  box.querySelector("ul").replaceChildren(...items.map((item) => line(item, box)));
}

function line(item, box) {
  const data = box.dataset;
  const row = document.createElement("li");
  row.className = "stack-s";
  const text = document.createElement("strong");
  text.textContent = textOf(item).slice(0, 80) || "…";
  const note = document.createElement(item.link ? "a" : "span");
  if (item.link) note.href = item.link;
  note.textContent = { waiting: data.waiting, sent: data.sent, stopped: data.stopped }[item.state];
  const actions = document.createElement("div");
  actions.className = "actions";
  if (item.state !== "sent") actions.append(anchor(`${data.form}?queued=${encodeURIComponent(item.key)}`, data.edit));
  actions.append(button(data.remove, () => dequeue(item.key).then(() => show(box))));
  row.append(text, note, actions);
  return row;
}

function anchor(address, label) {
  const made = Object.assign(document.createElement("a"), { href: address, className: "button small" });
  made.textContent = label;
  return made;
}

function button(label, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "quiet small" });
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

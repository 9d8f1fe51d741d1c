// Reports written without network, on their way: kept and sent once by the device's queue.
import { bodyOf, button, itemsOf, keepForLater as keep, line, watchQueue as watch } from "../core/queue.js";
import { dequeue, enqueue } from "../core/store.js";
import { solve } from "../core/proof.js";

const KIND = "reports";

/** Keep a report until the network is back. `body` is the FormData of the form. */
export const keepForLater = (body) => keep(KIND, body);

let sendAll;

/** Show and send what waits, now and whenever the network comes back. */
export async function watchQueue() {
  if (!box()) return;
  await show();
  if (sendAll) sendAll();
  else sendAll = watch(KIND, { send: (item) => sendOne(item, box().dataset), show });
}

/** Looked for each time: an answer of the server may have taken the page's place. */
const box = () => document.getElementById("waiting");

/** False while there is no network; a refused report waits for its writer, and the next one goes on. */
async function sendOne(item, { challenge, solver, send }) {
  const proof = await solve(challenge, solver);
  const body = bodyOf(item);
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

async function show() {
  const items = await itemsOf(KIND);
  box().hidden = items.length === 0;
  box().querySelector("ul").replaceChildren(...items.map((item) => lineOf(item, box().dataset)));
}

function lineOf(item, data) {
  const note = document.createElement(item.link ? "a" : "span");
  if (item.link) note.href = item.link;
  note.textContent = { waiting: data.waiting, sent: data.sent, stopped: data.stopped }[item.state];
  const edit = item.state === "sent" ? [] : [anchor(`${data.form}?queued=${encodeURIComponent(item.key)}`, data.edit)];
  const remove = button(data.remove, () => dequeue(item.key).then(show));
  return line(textOf(item).slice(0, 80) || "…", note, ...edit, remove);
}

function anchor(address, label) {
  const made = Object.assign(document.createElement("a"), { href: address, className: "button small" });
  made.textContent = label;
  return made;
}

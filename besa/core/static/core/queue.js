// What was written without network: kept on the device, sent once when it is back.
//
// Once, because everything carries its own key: whatever is sent twice gets the first answer again.
import { enqueue, queued } from "./store.js";

const NOT_SENT = new Set(["csrfmiddlewaretoken", "proof", "seen"]);

/** What waits of one kind, oldest first: a second act on the same thing must not overtake the first. */
export const itemsOf = async (kind) =>
  (await queued()).filter((item) => (item.kind ?? "reports") === kind).sort((one, other) => one.at - other.at);

/** Keep what a form says until the network is back. `body` is its FormData, `more` goes with it. */
export async function keepForLater(kind, body, more = {}) {
  const entries = [...body.entries()];
  const fields = entries.filter(([name, value]) => typeof value === "string" && !NOT_SENT.has(name));
  const photos = entries.filter(([name, value]) => name === "photos" && value.size > 0).map(([, value]) => value);
  await enqueue({ key: body.get("key"), kind, fields, photos, at: Date.now(), state: "waiting", ...more });
  const registration = await navigator.serviceWorker?.getRegistration();
  await registration?.sync?.register(`send-${kind}`).catch(() => undefined);
}

/** What an item is sent as, without what belongs to the moment of sending. */
export function bodyOf(item) {
  const body = new FormData();
  for (const [name, value] of item.fields) body.append(name, value);
  for (const photo of item.photos) body.append("photos", photo, photo.name);
  return body;
}

/** Send what waits, now and whenever the network comes back. `send` says false to stop; gives a function to ask for it. */
export function watchQueue(kind, { send, show }) {
  const tag = `send-${kind}`;
  const turn = async () => {
    for (const item of await itemsOf(kind)) {
      if (item.state !== "waiting") continue;
      const going = await send(item).catch(() => false);
      if (!going) break;
    }
  };
  const sendAll = async () => {
    if (navigator.onLine) await (navigator.locks ? navigator.locks.request(tag, turn) : turn());
    await show();
  };
  window.addEventListener("online", sendAll);
  navigator.serviceWorker?.addEventListener("message", ({ data }) => data?.kind === tag && sendAll());
  show().then(sendAll);
  return sendAll;
}

/** A line of the list of what waits: what it is, what becomes of it, and what can be done. */
export function line(title, note, ...actions) {
  const row = Object.assign(document.createElement("li"), { className: "stack-s" });
  const text = document.createElement("strong");
  text.textContent = title;
  const buttons = Object.assign(document.createElement("div"), { className: "actions" });
  buttons.append(...actions);
  row.append(text, note, buttons);
  return row;
}

export function button(label, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "quiet small" });
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

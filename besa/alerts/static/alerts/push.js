// "Notify me on this device": asks the browser, then sends the same form with the browser's push address in it.
// Without it, or where the browser cannot, following by e-mail works all the same.
// Where the browser is subscribed already, it can ask what it follows.
const button = document.querySelector("[data-push]");
const own = document.querySelector("[data-push-own]");

if ("PushManager" in window && "Notification" in window && "serviceWorker" in navigator) {
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => subscribe().catch(sayWhy));
  }
  if (own) offerOwn();
}

async function offerOwn() {
  const worker = await navigator.serviceWorker.ready;
  const push = await worker.pushManager.getSubscription();
  if (!push) return;
  own.elements.namedItem("endpoint").value = push.endpoint;
  own.hidden = false;
}

async function subscribe() {
  button.disabled = true;
  if ((await Notification.requestPermission()) !== "granted") throw new DOMException("", "NotAllowedError");
  const worker = await navigator.serviceWorker.ready;
  const key = bytes(button.dataset.push);
  const push = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint, keys } = push.toJSON();
  // For the service worker, when the browser's address changes; see push-worker.js.
  const kept = { endpoint, key: button.dataset.push, moved: button.dataset.pushMoved };
  await (await caches.open("push")).put("/push", new Response(JSON.stringify(kept)));
  const { form } = button;
  for (const [name, value] of Object.entries({ endpoint, ...keys })) {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
  }
  form.requestSubmit();
}

// A person can undo what they forbade; about a service that does not answer they can do nothing.
function sayWhy(error) {
  const { pushDenied, pushFailed } = button.dataset;
  button.disabled = false;
  document.querySelector("[data-push-says]").textContent = error.name === "NotAllowedError" ? pushDenied : pushFailed;
}

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

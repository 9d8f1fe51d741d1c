// Part of the service worker: shows what was pushed, opens the page when it is pressed.
self.addEventListener("push", (event) => {
  const told = event.data?.json();
  if (!told) return;
  const { title, body, tag, lang, icon, url } = told;
  event.waitUntil(self.registration.showNotification(title, { body, tag, lang, icon, badge: icon, renotify: true, data: { url } }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(new URL(event.notification.data?.url ?? "/", self.location.origin)));
});

// A page of ours that is open already goes there; otherwise a new one does. Never to another site.
async function open(address) {
  if (address.origin !== self.location.origin) return;
  const pages = await self.clients.matchAll({ type: "window" });
  const there = pages.find((page) => new URL(page.url).pathname === address.pathname);
  if (there) await there.focus();
  else await self.clients.openWindow(address.href);
}

// The browser's push service gave up the old address: subscribe anew with the same key, and tell the server, which
// knows us by the old address alone. `push.js` kept both, as not every browser says what it had before.
self.addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil(moveOn(event.oldSubscription, event.newSubscription));
});

async function moveOn(old, given) {
  const cache = await caches.open("push");
  const kept = (await (await cache.match("/push"))?.json()) ?? {};
  const endpoint = old?.endpoint ?? kept.endpoint;
  const applicationServerKey = old?.options?.applicationServerKey ?? kept.key;
  const fresh = given ?? (await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey }));
  if (!endpoint || !kept.moved) return;
  const { endpoint: to, keys } = fresh.toJSON();
  const told = await fetch(kept.moved, { method: "POST", body: new URLSearchParams({ old: endpoint, endpoint: to, ...keys }) });
  if (told.ok) await cache.put("/push", new Response(JSON.stringify({ ...kept, endpoint: to })));
}

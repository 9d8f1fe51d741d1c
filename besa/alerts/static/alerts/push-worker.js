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

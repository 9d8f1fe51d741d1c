// The service worker. `self.besa` (what to keep) is written before this by core/installation.py.
//
// Static files: from the cache first, as their names carry a hash. Pages: from the network first; without network,
// the kept report form or the offline page. Nothing that belongs to one person is ever kept.
const { version, pages, files } = self.besa;
const STATIC = `static-${version}`;
const PAGES = `pages-${version}`;
const languages = Object.keys(pages);
let language = languages[0];

self.addEventListener("install", (event) => {
  event.waitUntil(keep(STATIC, files).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOld().then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  const { kind, page, as } = event.data ?? {};
  if (kind === "keep") event.waitUntil(keepInstead(page, as));
  if (kind !== "language" || !languages.includes(event.data.language)) return;
  language = event.data.language;
  event.waitUntil(keepPages(language));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(fromCacheFirst(request));
  else if (request.mode === "navigate") event.respondWith(fromNetworkFirst(request, url));
});

// The browser says that the network is back. Pages that are open send their own queue; a part's own script
// (see `keep_offline(worker_script=…)`) may listen for the same event and send without any page.
self.addEventListener("sync", (event) => {
  event.waitUntil(tellPages({ kind: event.tag }));
});

async function keep(name, addresses) {
  const cache = await caches.open(name);
  await Promise.all(addresses.map((address) => keepOne(cache, address)));
}

async function keepOne(cache, address) {
  const response = await fetch(address, { credentials: "omit" }).catch(() => undefined);
  if (response?.ok && !response.redirected) await cache.put(address, response);
}

async function keepPages(code) {
  await keep(PAGES, pages[code]);
  for (const address of pages[code]) await keepWhatLoads(address);
}

/** A page that only some people need asks for this itself: an empty one that opens in its place without network. */
async function keepInstead(page, as) {
  const response = await fetch(page, { credentials: "omit" }).catch(() => undefined);
  if (!response?.ok || response.redirected) return;
  await (await caches.open(PAGES)).put(as, response);
  await keepWhatLoads(as);
}

/** What a kept page loads must be there too. */
async function keepWhatLoads(address) {
  const text = await (await (await caches.open(PAGES)).match(address))?.text();
  const used = [...(text ?? "").matchAll(/(?:src|href)="(\/static\/[^"#]+)/g)].map((match) => match[1]);
  await keepMissing(new Set(used));
}

async function keepMissing(addresses) {
  const cache = await caches.open(STATIC);
  for (const address of addresses) if (!(await cache.match(address))) await keepOne(cache, address);
}

async function forgetOld() {
  const names = await caches.keys();
  const ours = names.filter((name) => /^(static|pages)-/.test(name) && name !== STATIC && name !== PAGES);
  await Promise.all(ours.map((name) => caches.delete(name)));
}

async function fromCacheFirst(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await (await caches.open(STATIC)).put(request, response.clone());
  return response;
}

async function fromNetworkFirst(request, url) {
  try {
    return await fetch(request);
  } catch {
    const code = url.pathname.split("/")[1];
    const spoken = languages.includes(code) ? code : language;
    const cache = await caches.open(PAGES);
    const kept = (await cache.match(url.pathname)) ?? (await cache.match(pages[spoken][0]));
    return kept ?? Response.error();
  }
}

async function tellPages(message) {
  for (const client of await self.clients.matchAll({ type: "window" })) client.postMessage(message);
}

// What is kept on the device: drafts, and what waits for the network. What belongs to whoever is signed in has a name
// that begins with "own:", or an owner, and is forgotten when they sign out.

const NAME = "besa-reports";
const DRAFT_DAYS = 7;
const OWN = "own:";
let opened;

function database() {
  opened ??= new Promise((done, failed) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("drafts");
      request.result.createObjectStore("queue", { keyPath: "key" });
    };
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  return opened;
}

async function inStore(name, mode, act) {
  const transaction = (await database()).transaction(name, mode);
  const request = act(transaction.objectStore(name));
  return new Promise((done, failed) => {
    transaction.oncomplete = () => done(request.result);
    transaction.onerror = transaction.onabort = () => failed(transaction.error);
  });
}

/** Where nothing can be kept (private windows), drafts are a comfort that is missing, not an error. */
const quietly = (promise) => promise.catch(() => undefined);

export const saveDraft = (draft, name = "report") =>
  quietly(inStore("drafts", "readwrite", (store) => store.put({ ...draft, at: Date.now() }, name)));

export const forgetDraft = (name = "report") =>
  quietly(inStore("drafts", "readwrite", (store) => store.delete(name)));

export async function savedDraft(name = "report", days = DRAFT_DAYS) {
  const draft = await quietly(inStore("drafts", "readonly", (store) => store.get(name)));
  if (draft && Date.now() - draft.at < days * 86_400_000) return draft;
  if (draft) await forgetDraft(name);
  return undefined;
}

export const enqueue = (item) => inStore("queue", "readwrite", (store) => store.put(item));
export const dequeue = (key) => inStore("queue", "readwrite", (store) => store.delete(key));
export const queued = async () => (await quietly(inStore("queue", "readonly", (store) => store.getAll()))) ?? [];
export const queuedItem = (key) => quietly(inStore("queue", "readonly", (store) => store.get(key)));

/** Forget what belongs to whoever is signed in. */
export async function forgetOwn() {
  const range = IDBKeyRange.bound(OWN, `${OWN}\uffff`);
  await quietly(inStore("drafts", "readwrite", (store) => store.delete(range)));
  for (const item of await queued()) if (item.owner) await dequeue(item.key);
}

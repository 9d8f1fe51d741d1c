// What is kept on the device: the draft of a report, and reports that wait for the network.

const NAME = "besa-reports";
const DRAFT_DAYS = 7;
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

export const saveDraft = (draft) =>
  quietly(inStore("drafts", "readwrite", (store) => store.put({ ...draft, at: Date.now() }, "report")));

export const forgetDraft = () => quietly(inStore("drafts", "readwrite", (store) => store.delete("report")));

export async function savedDraft() {
  const draft = await quietly(inStore("drafts", "readonly", (store) => store.get("report")));
  return draft && Date.now() - draft.at < DRAFT_DAYS * 86_400_000 ? draft : undefined;
}

export const enqueue = (item) => inStore("queue", "readwrite", (store) => store.put(item));
export const dequeue = (key) => inStore("queue", "readwrite", (store) => store.delete(key));
export const queued = async () => (await quietly(inStore("queue", "readonly", (store) => store.getAll()))) ?? [];
export const queuedItem = (key) => quietly(inStore("queue", "readonly", (store) => store.get(key)));

"""What a browser keeps on the device: drafts, and what waits for the network."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.waiting import wait_until

_ALL_KEPT = """async () => {
  const database = await new Promise((done) => {
    const open = indexedDB.open("besa-reports", 1);
    open.onsuccess = () => done(open.result);
  });
  const all = (name) => new Promise((done) => {
    const asked = database.transaction(name).objectStore(name).getAll();
    asked.onsuccess = () => done(asked.result);
  });
  const found = JSON.stringify([await all("drafts"), await all("queue")]);
  database.close();
  return found;
}"""
#: how a photo of a draft looks in the text of `kept_on`
A_PHOTO = '"photos":[{'


def kept_on(page: Page) -> str:
    """All that the device keeps, as one text."""
    return str(page.evaluate(_ALL_KEPT))


def wait_until_kept(page: Page, *parts: str) -> None:
    """Drafts are written a moment after somebody stopped typing."""
    wait_until(
        page,
        f"async (parts) => {{ const kept = await ({_ALL_KEPT})(); return parts.every((one) => kept.includes(one)); }}",
        list(parts),
    )

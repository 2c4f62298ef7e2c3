import type { browser as webExtension } from 'wxt/browser';

/** As it is called in both browsers. */
declare const chrome: typeof webExtension;

/** All that the extension has stored: the addresses of its pages, and its settings. Runs in a context of its own. */
export async function readKept() {
  const addresses = await new Promise<unknown>((resolve) => {
    const opening = indexedDB.open('mayfly');
    opening.onsuccess = () => {
      const asked = opening.result.transaction('pages').objectStore('pages').getAllKeys();
      asked.onsuccess = () => resolve(asked.result);
      opening.result.close(); // once that is answered
    };
  });
  const settings = await new Promise<unknown>((resolve) => {
    chrome.storage.local.get(null, (all: unknown) => resolve(all));
  });
  return { addresses, settings };
}

/** Which pages and pieces of pages lie in the store. Runs in a context of its own. */
export async function readStored() {
  const database = await new Promise<IDBDatabase>((resolve) => {
    const opening = indexedDB.open('mayfly');
    opening.onsuccess = () => resolve(opening.result);
  });
  const transaction = database.transaction(['pages', 'chunks']);
  const keysOf = (store: string) =>
    new Promise<unknown[]>((resolve) => {
      const asked = transaction.objectStore(store).getAllKeys();
      asked.onsuccess = () => resolve(asked.result);
    });
  const [pages, chunks] = [await keysOf('pages'), await keysOf('chunks')];
  database.close();
  return { pages: pages as string[], chunks };
}

/** Leaves the store as a later version of the extension would. Runs in a page of the extension. */
export async function writeNewer(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const opening = indexedDB.open('mayfly', 1_000);
  opening.addEventListener('success', () => {
    opening.result.close();
    resolve();
  });
  await promise;
}

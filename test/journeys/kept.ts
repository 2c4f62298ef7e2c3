import type { browser as webExtension } from 'wxt/browser';

/** The database's name in both browsers. */
declare const chrome: typeof webExtension;

/** Everything that the extension has stored: the addresses of its pages, and its settings. Runs in its own context. */
export async function readKept() {
  const addresses = await new Promise<unknown>((resolve) => {
    const opening = indexedDB.open('mayfly');
    opening.onsuccess = () => {
      const asked = opening.result.transaction('pages').objectStore('pages').getAllKeys();
      asked.onsuccess = () => resolve(asked.result);
      opening.result.close(); // after the answer
    };
  });
  const settings = await new Promise<unknown>((resolve) => {
    chrome.storage.local.get(null, (all: unknown) => resolve(all));
  });
  return { addresses, settings };
}

/** The pages and pieces of pages in the store. Runs in its own context. */
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

/** Changes the store into that of a later version of the extension. Runs in a page of the extension. */
export async function writeNewer(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const opening = indexedDB.open('mayfly', 1_000);
  opening.addEventListener('success', () => {
    opening.result.close();
    resolve();
  });
  await promise;
}

/** What the extension has stored of bundles: the numbers of its parts and of its unfinished shares. Runs in its own page. */
export async function keptParts(): Promise<{
  readonly parts: number;
  readonly unfinished: number;
}> {
  const opening = indexedDB.open('mayfly');
  const database = await new Promise<IDBDatabase>((resolve) => {
    opening.onsuccess = () => resolve(opening.result);
  });
  const reading = database.transaction(['parts', 'unfinished']);
  const countOf = (store: string) =>
    new Promise<number>((resolve) => {
      const counting = reading.objectStore(store).count();
      counting.onsuccess = () => resolve(counting.result);
    });
  const [parts, unfinished] = [await countOf('parts'), await countOf('unfinished')];
  database.close();
  return { parts, unfinished };
}

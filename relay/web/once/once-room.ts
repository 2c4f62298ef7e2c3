/** Makes room of once links that no tab came back for. */
import { heldNames } from '../held-names.ts';
import { STORED_MS } from '../stored-pages.ts';
import { inDatabase } from '../tab-database.ts';

/** The name that an open tab holds for a share. */
export function lockNameOf(share: string): string {
  return `once ${share}`;
}

/** Deletes what is too old: links that no open tab has, and the keys of readers. `now` is in Unix milliseconds. */
export async function forgetOldLinks(now: number): Promise<void> {
  const held = await heldNames();
  await inDatabase(async (database) => {
    const deleting = database.transaction(['locks', 'onceReads'], 'readwrite');
    for await (const cursor of deleting.objectStore('locks')) {
      const isHeld = held.has(lockNameOf(cursor.key[0]));
      if (!isHeld && cursor.value.storedAt < now - STORED_MS) await cursor.delete();
    }
    for await (const cursor of deleting.objectStore('onceReads')) {
      if (cursor.value.storedAt < now - STORED_MS) await cursor.delete();
    }
    await deleting.done;
  });
}

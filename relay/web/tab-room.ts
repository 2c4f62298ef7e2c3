/** Makes room of everything that tabs left behind in the browser's database. */
import { makeRoom } from './stored-pages.ts';
import { inDatabase } from './tab-database.ts';

/** Deletes pages, parts of bundles and once links that no tab came back for. `now` is in Unix milliseconds. */
export async function makeRoomForAll(now: number): Promise<void> {
  await makeRoom(now);
  if (await hasAny('bundles')) {
    const { makeRoomForParts } = await import('./bundle/parts-room.ts');
    await makeRoomForParts(now);
  }
  if ((await hasAny('locks')) || (await hasAny('onceReads'))) {
    const { forgetOldLinks } = await import('./once/once-room.ts');
    await forgetOldLinks(now);
  }
}

async function hasAny(store: 'bundles' | 'locks' | 'onceReads'): Promise<boolean> {
  try {
    return (await inDatabase((database) => database.count(store))) > 0;
  } catch {
    return false; // this browser stores nothing
  }
}

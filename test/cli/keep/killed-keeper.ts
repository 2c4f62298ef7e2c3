/**
 * Keeps the page that comes on its standard input in the folder `argv[2]`, and kills itself before step `argv[3]` on the
 * disk. It says `kept` once the page is acknowledged.
 */
import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { type Disk, DISK } from '../../../relay/cli/keep/disk.ts';
import { KeepFolder } from '../../../relay/cli/keep/keep-folder.ts';
import { KeptPages } from '../../../relay/cli/keep/kept-pages.ts';
import type { Address } from '../../../relay/protocol/index.ts';

const [, , path = '', last = ''] = process.argv;
let step = 0;

function deadly<Args extends unknown[]>(act: (...args: Args) => Promise<void>) {
  return async (...args: Args): Promise<void> => {
    die();
    await act(...args);
  };
}

function die(): void {
  if (++step === Number(last)) process.kill(process.pid, 'SIGKILL');
}

const disk: Disk = {
  write: deadly(DISK.write),
  sync: deadly(DISK.sync),
  rename: deadly(DISK.rename),
  remove: deadly(DISK.remove),
};
const page = new Uint8Array(readFileSync(0));
const address = createHash('sha256').update(page).digest('hex') as Address;
const folder = await KeepFolder.open(path, disk);
const kept = await KeptPages.open({ folder, maxBytes: 1e9, now: Date.now });
const state = await kept.keep({ address, parts: [], bytes: page.length, by: ['alice'] });
console.log(state);
for (let at = 0; at < page.length; at += page.length / 4) {
  die();
  appendFileSync(folder.partPath(address), page.subarray(at, at + page.length / 4));
}
await kept.place(address, page.length);
console.log(kept.state(address));
await kept.release([address]);
console.log('released');

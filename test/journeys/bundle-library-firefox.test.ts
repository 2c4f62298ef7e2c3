/** A bundle on the disk of a real Firefox: imported, kept over a power failure, exported, deleted and brought back. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findFirefox } from '../support/firefox.ts';
import { type BundleFile, bundleFile } from './bundle-file.ts';
import { Firefox } from './firefox.ts';
import { RelayProcess } from './relay.ts';

const MB = 1_000_000;

describe.skipIf(findFirefox() === undefined)('a bundle in the library of Firefox', () => {
  let relay: RelayProcess;
  let alice: Firefox;
  let bundle: BundleFile;

  beforeAll(async () => {
    relay = await RelayProcess.start();
    alice = await Firefox.open({ relay: relay.origin, isLasting: true });
    bundle = await bundleFile(relay.origin, 'Trip', {
      'film.mp4': Uint8Array.from({ length: 5 * MB }, (_, i) => (i * 7 + (i >> 9)) & 0xff),
      'notes/day 1.txt': new Uint8Array(1_000).fill(97),
    });
    await alice.visit(alice.extensionUrl('library.html'));
    await importFile(alice, bundle.upload.buffer);
    await alice.shows('One page imported.');
  });

  afterAll(async () => {
    await alice?.close();
    await relay?.stop();
  });

  test('is one row, and shows its files', async () => {
    await alice.shows('5 MB');
    await alice.click('.library-unfold');
    await alice.shows('notes/day 1.txt');
  });

  test('is exported with its parts as they are', async () => {
    await press(alice, 'Export all…');
    expect(await digestOfExport(alice)).toBe(digestOf(partsIn(bundle.upload.buffer)));
  });

  test('is still whole after a power failure', async () => {
    await alice.crash();
    await alice.start();
    await alice.visit(alice.extensionUrl('library.html'));
    await alice.shows('Trip');
    await press(alice, 'Export all…');
    expect(await digestOfExport(alice)).toBe(digestOf(partsIn(bundle.upload.buffer)));
  });

  test('that was deleted in the viewer comes back whole', async () => {
    await alice.visit(bundle.link);
    await deleteCopy(alice);
    await press(alice, 'Undo');
    await alice.shows('Delete my copy');
    await alice.visit(alice.extensionUrl('library.html'));
    await alice.shows('5 MB');
    await press(alice, 'Export all…');
    expect(await digestOfExport(alice)).toBe(digestOf(partsIn(bundle.upload.buffer)));
  });

  test('of many parts is exported as one file of the browser’s own, not from memory', async () => {
    const large = await bundleFile(relay.origin, 'Films', {
      'film.mp4': Uint8Array.from({ length: 40 * MB }, (_, i) => (i * 5 + (i >> 9)) & 0xff),
    });
    await importFile(alice, large.upload.buffer);
    await alice.shows('Films');
    await alice.shows('One page imported.');
    await alice.evaluate(() => document.querySelector<HTMLElement>('.library-row input')?.click());
    await press(alice, 'Export…');
    expect(await digestOfExport(alice)).toBe(digestOf(partsIn(large.upload.buffer)));
  });
});

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The file from the first part on. */
function partsIn(file: Buffer): Uint8Array {
  return file.subarray(file.indexOf('{"part":0'));
}

/** Chooses the file in the library, as a person does in a dialog that no test can answer. */
async function importFile(firefox: Firefox, file: Buffer): Promise<void> {
  await firefox.evaluate((text) => {
    const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
    const chosen = new DataTransfer();
    chosen.items.add(new File([bytes], 'pages.mayfly'));
    const field = document.querySelector<HTMLInputElement>('input[type=file]');
    if (!field) throw new Error('expected a file field');
    field.files = chosen.files;
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }, file.toString('base64'));
}

/** Confirms the export that is asked about, and resolves with the digest of the parts in the file that the browser would save. */
async function digestOfExport(firefox: Firefox): Promise<string> {
  await firefox.evaluate(() => {
    HTMLAnchorElement.prototype.click = function () {
      document.body.dataset['saved'] = this.href;
    };
  });
  await press(firefox, 'Export', 'dialog[open]');
  await firefox.find('body[data-saved]');
  return await firefox.evaluate(async () => {
    const saved = await fetch(document.body.dataset['saved'] ?? '');
    delete document.body.dataset['saved'];
    const bytes = new Uint8Array(await saved.arrayBuffer());
    const mark = new TextEncoder().encode('{"part":0');
    const at = bytes.findIndex((_, i) => mark.every((sign, j) => bytes[i + j] === sign));
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes.slice(at)));
    return [...digest].map((one) => one.toString(16).padStart(2, '0')).join('');
  });
}

/** Presses the button of that name, once it is there. */
async function press(firefox: Firefox, name: string, within = 'body'): Promise<void> {
  await firefox.evaluate(
    (label, place) =>
      new Promise<void>((resolve) => {
        const look = () => {
          const buttons = document.querySelectorAll<HTMLElement>(`${place} button`);
          const button = [...buttons].find((one) => one.textContent === label);
          if (!button) return setTimeout(look, 20);
          button.click();
          resolve();
        };
        look();
      }),
    name,
    within,
  );
}

/** Deletes the copy, and answers the question that comes first unless the relay still counts the browser that crashed. */
async function deleteCopy(firefox: Firefox): Promise<void> {
  await press(firefox, 'Delete my copy');
  await firefox.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (document.body.innerText.includes('Your copy is deleted')) return resolve();
          const buttons = document.querySelectorAll<HTMLElement>('dialog[open] button');
          [...buttons].find((one) => one.textContent === 'Delete my copy')?.click();
          setTimeout(look, 20);
        };
        look();
      }),
  );
}

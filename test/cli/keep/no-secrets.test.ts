/** Whoever copies the disk of a keeper, or its memory while it works, can open none of its pages. */
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createClient, parsePairingCode, relayUrl } from '../../../relay/client/index.ts';
import { type Address, findLink } from '../../../relay/protocol/index.ts';
import { MemoryPages } from '../../support/wire.ts';
import { localRelay } from '../local-relay.ts';
import { emptyFolder, Mayfly, mayfly } from '../mayfly-process.ts';
import { foundInMemory, foundOnDisk } from './process-memory.ts';

const relay = localRelay();
const WORDS = 'Only those who have the link can read this.';
/** Large enough, however well it is compressed, that a reader is still being served when its first bytes are there. */
const TEXT = `${WORDS} ${randomBytes(3_000_000).toString('base64')} ${WORDS}`;

function formsOf(name: string, key: Uint8Array): Record<string, Buffer> {
  const bytes = Buffer.from(key);
  return {
    [name]: bytes,
    [`${name} in base64url`]: Buffer.from(bytes.toString('base64url')),
    [`${name} in hex`]: Buffer.from(bytes.toString('hex')),
  };
}

async function keptIn(dir: string) {
  const args = ['share', '--keep', '--dir', dir, '--relay', relay.url, '--name', 'diary.txt'];
  const { out } = await mayfly(args, { input: TEXT });
  const { address, key = new Uint8Array() } = findLink(String(out))?.link ?? {};
  return { address: address as Address, key };
}

async function pairingKeyOf(dir: string): Promise<Uint8Array> {
  const { out } = await mayfly(['keep', 'pair', '--dir', dir]);
  const code = parsePairingCode(String(out));
  if (typeof code === 'string') throw new Error(`expected a code, got ${code}`);
  return code.key;
}

/** Calls `look` while the page is on its way from the keeper. */
async function whileServed(address: Address, look: () => void): Promise<void> {
  const client = createClient({ url: relayUrl(relay.url), pages: new MemoryPages() });
  let hasLooked = false;
  const onProgress = (received: number, total: number) => {
    if (hasLooked || received === total) return;
    hasLooked = true;
    look();
  };
  await client.fetch(address, { onProgress });
  client.close();
  expect(hasLooked).toBe(true);
}

test.skipIf(process.platform !== 'linux')(
  'a keeper that serves a page has neither its key, nor a word of it, nor its name',
  async () => {
    const dir = emptyFolder();
    const keeper = new Mayfly(['keep', '--dir', dir, '--relay', relay.url]);
    await keeper.says('Connected to');
    const { address, key } = await keptIn(dir);
    expect(key).toHaveLength(32);
    const pairing = await pairingKeyOf(dir);
    const wanted = {
      ...formsOf('key', key),
      ...formsOf('pairing', pairing), // which the keeper has, so the search finds what is there
      text: Buffer.from(WORDS),
      name: Buffer.from('diary.txt'),
    };
    expect(foundOnDisk(dir, wanted)).toEqual(new Set(['pairing in base64url']));
    await whileServed(address, () => {
      const found = foundInMemory(keeper.pid, wanted);
      expect([...found].filter((name) => !name.startsWith('pairing'))).toEqual([]);
      expect(found).toContain('pairing');
    });
  },
);

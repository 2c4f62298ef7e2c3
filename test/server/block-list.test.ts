import { mkdtempSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Address } from '@mayfly/relay/protocol';
import { BlockList, parseBlockList } from '../../relay/server/block-list.ts';
import { ConfigError } from '../../relay/server/setting.ts';
import { type Relay, serve } from '../../relay/server/serve.ts';
import { have, want, watch } from '../support/messages.ts';
import { RawPeer, randomPage } from '../support/wire.ts';

const HELLO = 'a'.repeat(64) as Address;
const OTHER = 'b'.repeat(64) as Address;

let folder: string;
let file: string;
let started: (() => unknown)[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'block-list-'));
  file = join(folder, 'blocked');
  started = [];
});

afterEach(async () => {
  for (const stop of started.reverse()) await stop();
  rmSync(folder, { recursive: true });
});

describe('the text of a block list', () => {
  test.each([
    ['', []],
    ['\n \n', []],
    [HELLO, [HELLO]],
    [`${HELLO}\n${OTHER}\n`, [HELLO, OTHER]],
    [`# by order\r\n  ${HELLO}  # of a court\r\n#${OTHER}\r\n`, [HELLO]],
    [`${HELLO}\n${HELLO}`, [HELLO]],
  ])('%j', (text, addresses) => {
    expect([...parseBlockList(text)]).toEqual(addresses);
  });

  test.each([
    ['hello', "line 1 is 'hello': expected an address"],
    [`# fine\n${HELLO}\n${HELLO}0`, `line 3 is '${HELLO}0'`],
    [HELLO.toUpperCase(), 'line 1 is'],
    [`${HELLO} ${OTHER}`, 'line 1 is'],
  ])('%j is refused', (text, message) => {
    expect(() => parseBlockList(text)).toThrow(message);
  });
});

interface Listening {
  readonly list: BlockList;
  readonly logged: { level: number; msg: string; error?: string }[];
  /** The list as it is after its next change. */
  readonly changed: Promise<ReadonlySet<Address>>;
}

function listen(): Listening {
  const logged: Listening['logged'] = [];
  const log = pino({}, { write: (line: string) => void logged.push(JSON.parse(line)) });
  const { promise: changed, resolve: onChange } = Promise.withResolvers<ReadonlySet<Address>>();
  const list = new BlockList({ file, log, onChange });
  started.push(() => list.stop());
  return { list, logged, changed };
}

describe('a block list', () => {
  test('is read at start', () => {
    writeFileSync(file, HELLO);
    expect(listen().list.addresses).toEqual(new Set([HELLO]));
  });

  test('that is wrong at start is a wrong setting', () => {
    expect(() => listen()).toThrow(ConfigError);
    writeFileSync(file, '\nhello');
    expect(() => listen()).toThrow(
      `MAYFLY_BLOCK_LIST (--block-list) is '${file}': line 2 is 'hello'`,
    );
  });

  test('that was put in place of the last is taken up', async () => {
    writeFileSync(file, HELLO);
    const { list, changed } = listen();
    list.watch();
    writeFileSync(`${file}.new`, OTHER);
    renameSync(`${file}.new`, file);
    expect(await changed).toEqual(new Set([OTHER]));
  });

  test('that was written over is taken up', async () => {
    writeFileSync(file, HELLO);
    const { list, changed } = listen();
    list.watch();
    writeFileSync(file, `${HELLO}\n${OTHER}`);
    expect(await changed).toEqual(new Set([HELLO, OTHER]));
  });

  test.each([
    ['has a bad line', () => writeFileSync(file, `${OTHER}\nhello`), "line 2 is 'hello'"],
    ['is missing', () => unlinkSync(file), 'ENOENT'],
  ])('that %s at a reload is logged, and the last one stays', (_name, spoil, error) => {
    writeFileSync(file, HELLO);
    const { list, logged } = listen();
    spoil();
    list.reload();
    expect(list.addresses).toEqual(new Set([HELLO]));
    expect(logged).toEqual([expect.objectContaining({ level: 50 })]);
    expect(logged[0]?.error).toContain(error);
  });
});

describe('a relay with a block list', () => {
  const page = randomPage(10);
  const allowed = randomPage(10);

  async function relayThatBlocks(...addresses: Address[]): Promise<Relay> {
    writeFileSync(file, addresses.join('\n'));
    const log = pino({ level: 'silent' });
    const relay = await serve({ host: '127.0.0.1', port: 0, log, blockList: file });
    started.push(() => relay.stop());
    return relay;
  }

  async function statusOf(relay: Relay, { address }: { address: Address }): Promise<number> {
    const response = await fetch(`${relay.url}/${address}`);
    expect(await response.text()).toContain('<script async type="module"');
    return response.status;
  }

  test('[K1] refuses to have and to want what is on it, and nothing else', async () => {
    const relay = await relayThatBlocks(page.address);
    const bob = await RawPeer.connect(relay);
    bob.say(want(page.address));
    expect(await bob.next('error')).toMatchObject({ code: 'blocked', address: page.address });
    bob.say(have(page.address, allowed.address));
    expect(await bob.next('error')).toMatchObject({ code: 'blocked', address: page.address });
    bob.say(watch(page.address, allowed.address));
    const { counts } = await bob.next('seeders');
    expect(counts).toEqual({ [page.address]: 0, [allowed.address]: 1 });
    bob.close();
  });

  test('[K2] takes a page from its seeders and readers when it is reloaded', async () => {
    const relay = await relayThatBlocks();
    const [alice, bob] = [await RawPeer.connect(relay), await RawPeer.connect(relay)];
    alice.say(have(allowed.address));
    bob.say(want(page.address));
    await Promise.all([alice.settled(), bob.settled()]);
    writeFileSync(file, `${page.address}\n${allowed.address}`);
    relay.reloadBlockList();
    expect(await alice.next('error')).toMatchObject({ code: 'blocked', address: allowed.address });
    expect(await bob.next('error')).toMatchObject({ code: 'blocked', address: page.address });
    for (const peer of [alice, bob]) peer.close();
  });

  test('[K3] answers 451 on its link, with the web page, while it is on the list', async () => {
    const relay = await relayThatBlocks(page.address);
    expect(await statusOf(relay, page)).toBe(451);
    expect(await statusOf(relay, allowed)).toBe(200);
    writeFileSync(file, allowed.address);
    relay.reloadBlockList();
    expect(await statusOf(relay, page)).toBe(200);
    expect(await statusOf(relay, allowed)).toBe(451);
  });
});

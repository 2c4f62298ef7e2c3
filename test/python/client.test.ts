/** A client in another language, written from PROTOCOL.md alone, against the relay and a client of ours. */
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Client } from '@mayfly/relay/client';
import { relayUrl } from '@mayfly/relay/client';
import { type Address, DEFAULT_LIMITS } from '@mayfly/relay/protocol';
import type { Relay } from '../../relay/server/serve.ts';
import { have, haveAnswering, note, unwant, want, watch } from '../support/messages.ts';
import {
  connectClient,
  connectSeeder,
  RawPeer,
  randomPage,
  startRelay,
  type TestPage,
} from '../support/wire.ts';
import { findPython, PythonClient } from './python.ts';

function pageOf(text: string): TestPage {
  const bytes = Buffer.from(text);
  return { bytes, address: createHash('sha256').update(bytes).digest('hex') as Address };
}

const hello = pageOf('hello');
const much = pageOf('much'.repeat(300_000));

describe.skipIf(!findPython())('a client in Python', () => {
  let relay: Relay;
  let python: PythonClient;
  let ours: Client[];

  beforeEach(async () => {
    relay = await startRelay();
    python = new PythonClient(relayUrl(relay.url));
    ours = [];
  });

  afterEach(async () => {
    python.close();
    for (const client of ours) client.close();
    await relay.stop();
  });

  function reader(): Client {
    const client = connectClient(relay);
    ours.push(client);
    return client;
  }

  test('serves a page of one frame', async () => {
    await python.ask('have hello');
    expect(hello.bytes.equals(await reader().fetch(hello.address))).toBe(true);
  });

  test('serves a page in ranges', async () => {
    await python.ask('have much');
    expect(much.bytes.equals(await reader().fetch(much.address))).toBe(true);
    expect(await python.ask('await request')).toEqual({ what: 'request', start: 0 });
    expect(await python.ask('await request')).toMatchObject({ start: 262_144 });
  });

  test('reads a page that comes later, and serves it in its turn', async () => {
    const page = randomPage(700_000);
    await python.ask(`want ${page.address}`);
    const holder = await connectSeeder(relay, page);
    expect(await python.ask('await page')).toEqual({ what: 'page', length: 700_000 });
    await python.ask(`watch ${page.address}`);
    holder.close();
    expect(page.bytes.equals(await reader().fetch(page.address))).toBe(true);
  });

  test('discards what it resumed from where it was wrong, and reads the whole', async () => {
    const page = randomPage(200_000);
    ours.push(await connectSeeder(relay, page));
    await python.ask(`want ${page.address} 100000`);
    expect(await python.ask('await page')).toEqual({ what: 'page', length: 200_000 });
  });

  test('watches counts, and stops', async () => {
    const peer = await RawPeer.connect(relay);
    const counted = (count: number) => ({ what: 'seeders', counts: { [hello.address]: count } });
    await python.ask(`watch ${hello.address}`);
    expect(await python.ask('await seeders')).toEqual(counted(0));
    peer.say(have(hello.address));
    expect(await python.ask('await seeders')).toEqual(counted(1));
    await python.ask(`unwatch ${hello.address}`);
    peer.close();
    expect(await python.ask(`want ${hello.address}`)).toEqual({ what: 'want' });
  });

  test('takes a want back, and is sent nothing', async () => {
    const page = randomPage(10);
    await python.ask(`want ${page.address}`);
    await python.ask(`unwant ${page.address}`);
    const peer = await RawPeer.connect(relay);
    peer.say(have(page.address));
    await peer.settled();
    expect(peer.heard).not.toContainEqual(expect.objectContaining({ type: 'request' }));
    peer.close();
  });

  test('[H8] says that a range was called off, and sends nothing more of it', async () => {
    await python.ask('have much');
    const peer = await RawPeer.connect(relay);
    for (let n = 0; n < 5; n++) {
      peer.say(want(much.address));
      peer.say(unwant(much.address));
    }
    await peer.settled();
    expect(much.bytes.equals(await reader().fetch(much.address))).toBe(true);
    peer.close();
  });

  test('[B2] wants a page again that was one too many, once another want ended', async () => {
    await relay.stop();
    relay = await startRelay({ ...DEFAULT_LIMITS, wants: 1 });
    python.close();
    python = new PythonClient(relayUrl(relay.url));
    const [first, second] = [randomPage(10), randomPage(20)];
    await python.ask(`want ${first.address}`);
    await python.ask(`want ${second.address}`);
    expect(await python.ask('await error')).toEqual({ what: 'error', code: 'too-many-wants' });
    ours.push(await connectSeeder(relay, second));
    ours.push(await connectSeeder(relay, first));
    expect(await python.ask('await page')).toEqual({ what: 'page', length: 10 });
    expect(await python.ask('await page')).toEqual({ what: 'page', length: 20 });
  });

  test('drops a page, and is asked for it no more', async () => {
    await python.ask('have hello');
    await python.ask('drop hello');
    const peer = await RawPeer.connect(relay);
    peer.say(want(hello.address));
    expect((await peer.next('seeders')).counts).toEqual({ [hello.address]: 0 });
    peer.close();
  });

  test('[M1] answers a note, also after it was cut off', async () => {
    await python.ask('answer hello');
    await python.ask('lose');
    await python.ask('await resumed');
    const peer = await RawPeer.connect(relay);
    peer.say(watch(hello.address), note(hello.address));
    const asked = { what: 'note', address: hello.address, body: 'aGVsbG8' };
    expect(await python.ask('await note')).toEqual(asked);
    await python.ask('reply d29ybGQ');
    expect(await peer.next('note')).toMatchObject({ address: hello.address, body: 'd29ybGQ' });
    peer.close();
  });

  test('[M4] asks who answers for a page, and is told where nobody does', async () => {
    await python.ask(`watch ${hello.address}`);
    await python.ask(`ask ${hello.address} d29ybGQ`);
    expect(await python.ask('await error')).toEqual({ what: 'error', code: 'nobody' });
    const peer = await RawPeer.connect(relay);
    peer.say(haveAnswering(hello.address));
    await peer.settled();
    await python.ask(`ask ${hello.address} d29ybGQ`);
    const { from, body } = await peer.next('note');
    peer.say({ type: 'note', address: hello.address, to: from, body });
    expect(await python.ask('await note')).toMatchObject({ body: 'd29ybGQ' });
    peer.close();
  });

  test('that is cut off resumes what it had, watched and was reading', async () => {
    const page = randomPage(3_000_000);
    const peer = await RawPeer.connect(relay);
    await python.ask('have hello');
    await python.ask(`watch ${hello.address}`);
    peer.say(have(page.address));
    await python.ask(`want ${page.address}`);
    const first = await peer.next('request');
    peer.serve(page, first.from, 65_536);
    expect(await python.ask('await part')).toEqual({ what: 'part', length: 65_536 });
    await python.ask('lose');
    expect(await python.ask('await resumed')).toMatchObject({ received: 6 });
    let next = await peer.next('request');
    while (next.from > 65_536) next = await peer.next('request'); // asked before the cut
    expect(next).toMatchObject({ address: page.address, from: 65_536 });
    expect(hello.bytes.equals(await reader().fetch(hello.address))).toBe(true);
    peer.close();
    ours.push(await connectSeeder(relay, page));
    expect(await python.ask('await page')).toEqual({ what: 'page', length: 3_000_000 });
  });
});

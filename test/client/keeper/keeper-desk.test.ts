import { beforeEach, describe, expect, test } from 'vitest';
import { openAnswerNote } from '../../../relay/client/keeper/answer-note.ts';
import { type NoteRequest, requestNoteBody } from '../../../relay/client/keeper/request-note.ts';
import { nonceOf } from '../../../relay/client/keeper/sealed-note.ts';
import { makePairing } from '../../../relay/client/index.ts';
import { encodeBase64url } from '../../../relay/protocol/index.ts';
import { addresses, DeskScene, HERE } from './keeper-scene.ts';

const pairing = await makePairing('Attic');
const [page, other, ...parts] = addresses(202);
if (!page || !other) throw new Error('expected two pages');

let keeper: DeskScene;
let alice: Device;
let bob: Device;

/** Sends whatever a test says, in any order and as often. */
class Device {
  readonly client: Uint8Array;

  constructor(byte: number) {
    this.client = new Uint8Array(16).fill(byte);
  }

  get name(): string {
    return encodeBase64url(this.client);
  }

  body(count: number, request: NoteRequest) {
    return requestNoteBody(request, { client: this.client, count }, pairing);
  }

  async ask(count: number, request: NoteRequest) {
    return await answerTo(await this.body(count, request));
  }
}

async function answerTo(body: Uint8Array) {
  const answer = await keeper.desk.receive(body, HERE);
  return answer && (await openAnswerNote(answer, nonceOf(body), pairing));
}

function some(from: number, to: number, total = parts.length) {
  return { total, from, addresses: parts.slice(from, to) };
}

const keep = { type: 'keep', address: page, bytes: 284 } as const;
const release = { type: 'release', addresses: [page] } as const;

beforeEach(() => {
  keeper = new DeskScene(pairing);
  alice = new Device(1);
  bob = new Device(2);
});

describe('a keeper', () => {
  test('takes an order for its device, and says how it is', async () => {
    expect(await alice.ask(1, { ...keep, until: 99 })).toEqual({
      name: 'Attic',
      relays: [HERE, 'https://other.example'],
      pages: 0,
      usedBytes: 284,
      maxBytes: 1_000_000,
      states: ['coming'],
      isApplied: true,
      count: 1,
    });
    const order = { address: page, parts: [], bytes: 284, until: 99, relay: HERE };
    expect([...keeper.ledger.orders.values()]).toEqual([{ ...order, by: [alice.name] }]);
    keeper.ledger.here.add(page);
    const states = await alice.ask(2, { type: 'state', addresses: [other, page] });
    expect(states).toMatchObject({ pages: 1, states: ['none', 'kept'], count: 1 });
  });

  test('deletes what its last device needs no more', async () => {
    await alice.ask(1, keep);
    await bob.ask(1, keep);
    expect(await alice.ask(2, release)).toMatchObject({ states: ['coming'], isApplied: true });
    expect(await bob.ask(2, release)).toMatchObject({ states: ['none'], isApplied: true });
    expect(keeper.ledger.orders.size).toBe(0);
  });

  test('learns the names of its devices', async () => {
    await alice.ask(1, { type: 'hello', name: 'Alice’s laptop' });
    await alice.ask(2, keep);
    expect(keeper.devices.get(alice.name)).toMatchObject({ name: 'Alice’s laptop', count: 2 });
  });

  test('fetches at another relay only if it uses that relay', async () => {
    expect(await alice.ask(1, { ...keep, relay: 'https://nowhere.example' })).toMatchObject({
      states: ['none'],
      isApplied: true,
    });
    await alice.ask(2, { ...keep, relay: 'https://other.example' });
    expect(keeper.ledger.orders.get(page)?.relay).toBe('https://other.example');
  });

  test('says that it has no room, also to a repetition', async () => {
    const body = await alice.body(1, { ...keep, bytes: 2_000_000 });
    expect(await answerTo(body)).toMatchObject({ states: ['no-room'] });
    expect(await answerTo(body)).toMatchObject({ states: ['no-room'] });
  });

  test('is silent to whoever has no code', async () => {
    expect(await keeper.desk.receive(new Uint8Array(512).fill(1), HERE)).toBeUndefined();
    const stranger = { ...pairing, key: new Uint8Array(32) };
    const body = await requestNoteBody(keep, { client: alice.client, count: 1 }, stranger);
    expect(await keeper.desk.receive(body, HERE)).toBeUndefined();
    expect(keeper.devices.size).toBe(0);
  });

  test('takes a thousand devices and no more', async () => {
    const known = { name: '', count: 1, last: '', seenAt: 0 };
    for (let i = 0; i < 999; i++) await keeper.devices.put({ ...known, client: `device ${i}` });
    expect(await alice.ask(1, keep)).toBeDefined();
    expect(await bob.ask(1, keep)).toBeUndefined();
  });

  test('works on 32 notes at once and ignores the rest', async () => {
    const body = await alice.body(1, { type: 'state', addresses: [] });
    const answers = await Promise.all(Array.from({ length: 40 }, () => answerTo(body)));
    expect(answers.filter((answer) => answer !== undefined)).toHaveLength(32);
    expect(await answerTo(body)).toBeDefined();
  });
});

describe('a request that comes again', () => {
  test('is answered and not applied', async () => {
    const kept = await alice.body(1, keep);
    await answerTo(kept);
    await answerTo(await alice.body(2, release));
    expect(await answerTo(kept)).toMatchObject({ states: ['none'], isApplied: false, count: 2 });
    expect(keeper.ledger.orders.size).toBe(0);
  });

  test('counts as applied while no later one was', async () => {
    const body = await alice.body(1, keep);
    const [one, two] = await Promise.all([answerTo(body), answerTo(body)]);
    expect(one).toEqual(two);
    expect(one).toMatchObject({ isApplied: true, count: 1 });
  });

  test('is told apart from one with its count, which a copy of the device sent', async () => {
    await alice.ask(1, keep);
    expect(await alice.ask(1, release)).toMatchObject({ isApplied: false, count: 1 });
    expect(keeper.ledger.orders.size).toBe(1);
  });

  test('is not applied after a restart either', async () => {
    const kept = await alice.body(1, keep);
    await answerTo(kept);
    await alice.ask(2, release);
    keeper.restart();
    expect(await answerTo(kept)).toMatchObject({ isApplied: false });
    expect(keeper.ledger.orders.size).toBe(0);
  });

  test('is applied after a failure of the disk', async () => {
    keeper.devices.isFull = true;
    const body = await alice.body(1, keep);
    await expect(answerTo(body)).rejects.toThrow('disk full');
    keeper.devices.isFull = false;
    expect(await answerTo(body)).toMatchObject({ states: ['coming'], isApplied: true });
  });

  test('does not disturb another device', async () => {
    await alice.ask(9, keep);
    expect(await bob.ask(1, { ...keep, address: other })).toMatchObject({ isApplied: true });
  });
});

describe('a bundle', () => {
  test('is ordered once its list is whole', async () => {
    expect(await alice.ask(1, { ...keep, parts: some(0, 64) })).toMatchObject({
      states: ['none'],
      parts: 64,
    });
    await alice.ask(2, { ...keep, parts: some(64, 128) });
    await alice.ask(3, { ...keep, parts: some(128, 192) });
    expect(keeper.ledger.orders.size).toBe(0);
    const last = await alice.ask(4, { ...keep, parts: some(192, 200) });
    expect(last).not.toHaveProperty('parts');
    expect(last).toMatchObject({ states: ['coming'] });
    expect(keeper.ledger.orders.get(page)?.parts).toEqual(parts);
  });

  test('starts again after a restart', async () => {
    await alice.ask(1, { ...keep, parts: some(0, 64, 100) });
    keeper.restart();
    const rest = { ...keep, parts: some(64, 100, 100) };
    expect(await alice.ask(2, rest)).toMatchObject({ isApplied: true, parts: 0 });
    expect(keeper.ledger.orders.size).toBe(0);
    await alice.ask(3, { ...keep, parts: some(0, 64, 100) });
    await alice.ask(4, rest);
    expect(keeper.ledger.orders.get(page)?.parts).toEqual(parts.slice(0, 100));
  });

  test('is never half an order, whatever the repetitions', async () => {
    const first = await alice.body(1, { ...keep, parts: some(0, 64, 70) });
    const second = await alice.body(2, { ...keep, parts: some(64, 70, 70) });
    expect(await answerTo(second)).toMatchObject({ parts: 0 });
    expect(await answerTo(first)).toMatchObject({ isApplied: false });
    keeper.restart();
    expect(await answerTo(second)).toMatchObject({ isApplied: true, parts: 0 });
    expect(keeper.ledger.orders.size).toBe(0);
  });

  test('of another length begins a new list', async () => {
    await alice.ask(1, { ...keep, parts: some(0, 64, 70) });
    expect(await alice.ask(2, { ...keep, parts: some(64, 70, 80) })).toMatchObject({ parts: 0 });
  });

  test('is remembered for 16 devices at a time', async () => {
    const devices = Array.from({ length: 17 }, (_, i) => new Device(i + 10));
    for (const device of devices) await device.ask(1, { ...keep, parts: some(0, 64, 70) });
    const rest = { ...keep, parts: some(64, 70, 70) };
    expect(await devices[0]?.ask(2, rest)).toMatchObject({ parts: 0 });
    expect(await devices[1]?.ask(2, rest)).not.toHaveProperty('parts');
  });
});

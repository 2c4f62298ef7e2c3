/** For any bytes, the decoder answers and the relay continues: many frames of each kind, from a fixed seed. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '@mayfly/relay/client';
import {
  CLOSE,
  encodeFrame,
  encodeMessage,
  FRAME_HEADER_BYTES,
  parseClientMessage,
  parseFrame,
  parseRelayMessage,
} from '@mayfly/relay/protocol';
import type { Relay } from '../../relay/server/serve.ts';
import { anyAddress, anyBytes, anyClientMessage, anyRelayMessage } from '../protocol/samples.ts';
import { connectClient, connectSeeder, RawPeer, randomPage, startRelay } from '../support/wire.ts';

const SEED = 20_261;
const FRAME_BYTES = 65_536;

const anyFrame = fc
  .tuple(anyAddress, fc.nat({ max: 0xffff_ffff }), fc.nat({ max: 0xffff_ffff }), anyBytes(64))
  .map(([address, offset, total, payload]) => encodeFrame(address, offset, total, payload));

interface Mutation {
  readonly kind: 'flip' | 'cut' | 'insert' | 'repeat';
  readonly at: number;
  readonly byte: number;
}

const mutations = fc.array(
  fc.record({
    kind: fc.constantFrom<Mutation['kind'][]>('flip', 'cut', 'insert', 'repeat'),
    at: fc.nat(),
    byte: fc.nat({ max: 255 }),
  }),
  { minLength: 1, maxLength: 4 },
);

function mutate(bytes: Uint8Array, { kind, at, byte }: Mutation): Uint8Array {
  const place = bytes.length === 0 ? 0 : at % bytes.length;
  const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)];
  switch (kind) {
    case 'flip':
      return Buffer.concat([before, Buffer.of(byte), after.subarray(1)]);
    case 'cut':
      return before;
    case 'insert':
      return Buffer.concat([before, Buffer.of(byte), after]);
    case 'repeat':
      return Buffer.concat([before, after, after.subarray(0, 1_000)]);
  }
}

function mutated(whole: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  return fc.tuple(whole, mutations).map(([bytes, changes]) => changes.reduce(mutate, bytes));
}

const textOf = (message: Parameters<typeof encodeMessage>[0]): Uint8Array =>
  Buffer.from(encodeMessage(message));

const mutatedText = mutated(fc.oneof(anyClientMessage, anyRelayMessage).map(textOf));
const anyText = fc.oneof(
  mutatedText,
  fc.json().map((json) => Buffer.from(json)),
  fc.uint8Array(),
);
const anyBinary = fc.oneof(mutated(anyFrame), anyFrame, fc.uint8Array({ maxLength: 200 }));

describe('the decoder', () => {
  test('says of any text what it is, and never throws', () => {
    fc.assert(
      fc.property(anyText, (bytes) => {
        const text = Buffer.from(bytes).toString('utf8');
        for (const parse of [parseClientMessage, parseRelayMessage]) {
          const parsed = parse(text);
          if (parsed.type === 'violation') expect(parsed.message).not.toBe('');
          // An accepted message is accepted whole: encoded again, it is the same.
          else expect(parse(encodeMessage(parsed))).toEqual(parsed);
        }
      }),
      { seed: SEED, numRuns: 10_000 },
    );
  });

  test('takes a frame only where its sizes agree, and never throws', () => {
    fc.assert(
      fc.property(anyBinary, (bytes) => {
        const header = parseFrame(bytes, FRAME_BYTES);
        if ('type' in header) return;
        expect(header.length).toBe(bytes.length - FRAME_HEADER_BYTES);
        expect(header.offset + header.length).toBeLessThanOrEqual(header.total);
      }),
      { seed: SEED, numRuns: 10_000 },
    );
  });
});

describe('a relay', () => {
  const page = randomPage(200_000);
  let relay: Relay;
  let holder: Client;
  let reader: Client;

  beforeAll(async () => {
    relay = await startRelay();
    holder = await connectSeeder(relay, page);
    reader = connectClient(relay);
  });

  afterAll(async () => {
    await relay.stop();
  });

  /** One peer says all this, until it is thrown out, and leaves. */
  async function say(messages: readonly (string | Uint8Array)[]): Promise<void> {
    const peer = await RawPeer.connect(relay);
    for (const message of messages) peer.socket.send(message);
    peer.socket.close(CLOSE.normal);
    await peer.closed;
  }

  async function expectUndisturbed(): Promise<void> {
    expect(page.bytes.equals(await reader.fetch(page.address))).toBe(true);
    expect(holder.connection.state).toBe('open');
  }

  test('stays whole for others, whatever one peer sends', async () => {
    // Text frames of bytes that are no UTF-8 are in the conformance table; `ws` sends only texts that are.
    const text = anyText.map((bytes) => Buffer.from(bytes).toString('utf8'));
    const valid = fc.oneof(anyClientMessage.map(encodeMessage), anyFrame);
    const message = fc.oneof(text, anyBinary, valid, valid, valid);
    const talks = fc.sample(fc.array(message, { minLength: 1, maxLength: 12 }), {
      seed: SEED,
      numRuns: 400,
    });
    for (let n = 0; n < talks.length; n += 20) {
      await Promise.all(talks.slice(n, n + 20).map(say));
      await expectUndisturbed();
    }
  });

  test('stays whole for others, whatever is said of the very page they share', async () => {
    const { address, bytes } = page;
    const about = fc.oneof(
      anyClientMessage.map((message) => ('address' in message ? { ...message, address } : message)),
      fc.record({
        type: fc.constantFrom('have', 'drop', 'watch', 'unwatch'),
        addresses: fc.constant([address]),
      }),
    );
    const content = fc
      .tuple(fc.nat({ max: bytes.length }), fc.nat({ max: bytes.length }), anyBytes(500))
      .map(([offset, total, payload]) => encodeFrame(address, offset, total, payload));
    const message = fc.oneof(about.map(encodeMessage), content);
    const talks = fc.sample(fc.array(message, { minLength: 1, maxLength: 12 }), {
      seed: SEED,
      numRuns: 100,
    });
    for (let n = 0; n < talks.length; n += 20) {
      await Promise.all([...talks.slice(n, n + 20).map(say), expectUndisturbed()]);
    }
  });

  test('holds nothing once they have gone', async () => {
    holder.close();
    reader.close();
    await expect.poll(() => Object.values(relay.sizes).every((size) => size === 0)).toBe(true);
  });
});

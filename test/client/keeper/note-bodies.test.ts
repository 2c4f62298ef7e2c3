/** The bodies of notes between devices and keepers, computed a second time with Node's own functions. */
import { createCipheriv, hkdfSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  type AnswerNote,
  answerNoteBody,
  openAnswerNote,
} from '../../../relay/client/keeper/answer-note.ts';
import {
  ADDRESSES_MOST,
  type NoteRequest,
  requestNoteBody,
  openRequestNote,
} from '../../../relay/client/keeper/request-note.ts';
import { sealNote } from '../../../relay/client/keeper/sealed-note.ts';
import { BUNDLE_PARTS } from '../../../relay/client/index.ts';
import type { Address } from '../../../relay/protocol/index.ts';
import vectors from '../../protocol/vectors.json' with { type: 'json' };
import { addresses, fromHex } from './keeper-scene.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const [made] = vectors.keeper.pairings;
if (!made) throw new Error('expected a pairing');
const pairing = { address: made.address as Address, key: fromHex(made.key) };
const stranger = { ...pairing, key: fromHex(made.address) };
const elsewhere = { ...pairing, address: '0'.repeat(64) as Address };
const turn = { client: new Uint8Array(16).fill(3), count: 7 };
const [page = '' as Address] = addresses(1);

/** The body as the document says. */
function bodyOf(purpose: string, nonce: string, json: string, list: string[], aad: string) {
  const counts = [Buffer.byteLength(json), list.length].map((n) => n.toString(16).padStart(4, '0'));
  const content = `${counts[0]}${hex(Buffer.from(json))}${counts[1]}${list.join('')}`;
  const plaintext = Buffer.alloc(content.length / 2 + 29 > 512 ? 3_043 : 483);
  plaintext.write(content, 'hex');
  const key = Buffer.from(hkdfSync('sha256', pairing.key, '', `mayfly keeper ${purpose}`, 32));
  const cipher = createCipheriv('aes-256-gcm', key, fromHex(nonce));
  cipher.setAAD(Buffer.from(aad, 'hex'));
  const sealed = hex(Buffer.concat([cipher.update(plaintext), cipher.final()]));
  return `01${nonce}${sealed}${hex(cipher.getAuthTag())}`;
}

describe('a request', () => {
  test.each(vectors.keeper.requests)('is that of the vectors: $request.type', async (of) => {
    const request = of.request as NoteRequest;
    const sender = { client: fromHex(of.client), count: of.count };
    const body = await requestNoteBody(request, sender, pairing, fromHex(of.nonce));
    expect(hex(body)).toBe(of.body);
    const opened = await openRequestNote(fromHex(of.body), pairing);
    expect(opened).toEqual({ id: fromHex(of.nonce), turn: sender, request });
  });

  test('is sealed as the document says', () => {
    const [, of] = vectors.keeper.requests;
    const client = Buffer.from(of?.client ?? '', 'hex').toString('base64url');
    const facts = { type: 'keep', client, count: of?.count, bytes: 284, until: 1_767_225_600 };
    const list = [of?.request.address ?? ''];
    const body = bodyOf('request', of?.nonce ?? '', JSON.stringify(facts), list, made.address);
    expect(body).toBe(of?.body);
  });

  test.each<[string, object, number]>([
    ['without a page', { type: 'keep', bytes: 1 }, 0],
    ['of no bytes', { type: 'keep', bytes: 0 }, 1],
    ['of half a byte', { type: 'keep', bytes: 1.5 }, 1],
    ['with a wrong end', { type: 'keep', bytes: 1, until: 'soon' }, 1],
    ['with a wrong relay', { type: 'keep', bytes: 1, relay: 'ftp://example' }, 1],
    ['with parts and no total', { type: 'keep', bytes: 1 }, 2],
    ['with a total and no parts', { type: 'keep', bytes: 1, total: 2, from: 0 }, 1],
    ['with more parts than the total', { type: 'keep', bytes: 1, total: 2, from: 1 }, 3],
    ['with a huge total', { type: 'keep', bytes: 1, total: BUNDLE_PARTS + 1, from: 0 }, 2],
    ['with too many addresses', { type: 'release' }, ADDRESSES_MOST + 1],
    ['of another type', { type: 'read' }, 1],
    ['without a name', { type: 'hello' }, 0],
    ['without a count', { type: 'state', count: undefined }, 1],
    ['with a short name of its device', { type: 'state', client: 'AAAA' }, 1],
  ])('%s is none', async (_, facts, count) => {
    const client = Buffer.from(turn.client).toString('base64url');
    const content = { facts: { client, count: 1, ...facts }, addresses: addresses(count) };
    const line = { key: pairing.key, purpose: 'request', pairing: pairing.address } as const;
    expect(await openRequestNote(await sealNote(content, line), pairing)).toBeUndefined();
  });

  test('of another pairing or changed on its way is none', async () => {
    const body = await requestNoteBody({ type: 'release', addresses: [page] }, turn, pairing);
    expect(await openRequestNote(body, pairing)).toBeDefined();
    expect(await openRequestNote(body, stranger)).toBeUndefined();
    expect(await openRequestNote(body, elsewhere)).toBeUndefined();
    for (const at of [0, 5, 100, 511]) {
      expect(await openRequestNote(body.with(at, 255 - (body[at] ?? 0)), pairing)).toBeUndefined();
    }
    expect(await openRequestNote(body.subarray(1), pairing)).toBeUndefined();
    expect(await openRequestNote(new Uint8Array(), pairing)).toBeUndefined();
  });

  test('has one of two lengths, whatever it asks', async () => {
    const most = addresses(ADDRESSES_MOST);
    const relay = `https://${'a'.repeat(63)}.example:65535`;
    const parts = { total: BUNDLE_PARTS, from: 0, addresses: most };
    const until = Number.MAX_SAFE_INTEGER;
    const asked: NoteRequest[] = [
      { type: 'hello', name: '🦟'.repeat(90) },
      { type: 'state', addresses: [] },
      { type: 'state', addresses: addresses(8) },
      { type: 'release', addresses: most },
      { type: 'keep', address: page, bytes: until, until, relay, parts },
    ];
    const bodies = await Promise.all(asked.map((one) => requestNoteBody(one, turn, pairing)));
    expect(bodies.map(({ length }) => length)).toEqual([512, 512, 512, 3_072, 3_072]);
    for (const body of bodies) expect(await openRequestNote(body, pairing)).toBeDefined();
  });
});

describe('an answer', () => {
  test.each(vectors.keeper.answers)('is that of the vectors: $answer.states', async (of) => {
    const answer = of.answer as AnswerNote;
    const id = fromHex(of.request);
    expect(hex(await answerNoteBody(answer, id, pairing, fromHex(of.nonce)))).toBe(of.body);
    expect(await openAnswerNote(fromHex(of.body), id, pairing)).toEqual(answer);
  });

  test('is sealed as the document says', () => {
    const [, of] = vectors.keeper.answers;
    const { name, pages, usedBytes: used, maxBytes: max, relays, states } = of?.answer ?? {};
    const rest = { name, pages, used, max, relays, states, applied: true, count: 3, parts: 1 };
    const aad = `${made.address}${of?.request}`;
    expect(of?.body).toBe(bodyOf('answer', of?.nonce ?? '', JSON.stringify(rest), [], aad));
  });

  test('to another request, or of somebody without the code, is none', async () => {
    const [of] = vectors.keeper.answers;
    const body = fromHex(of?.body ?? '');
    const id = fromHex(of?.request ?? '');
    expect(await openAnswerNote(body, id, pairing)).toBeDefined();
    expect(await openAnswerNote(body, id.with(0, 0), pairing)).toBeUndefined();
    expect(await openAnswerNote(body, id, stranger)).toBeUndefined();
    expect(await openAnswerNote(body, id, elsewhere)).toBeUndefined();
    expect(await openAnswerNote(fromHex(of?.request ?? ''), id, pairing)).toBeUndefined();
  });

  test('fits a note even if everything in it is long', async () => {
    const answer: AnswerNote = {
      name: '🦟'.repeat(64),
      pages: Number.MAX_SAFE_INTEGER,
      usedBytes: Number.MAX_SAFE_INTEGER,
      maxBytes: Number.MAX_SAFE_INTEGER,
      relays: Array.from({ length: 9 }, () => `https://${'a.'.repeat(126)}:65535`),
      states: Array.from({ length: ADDRESSES_MOST }, () => 'no-room' as const),
      isApplied: false,
      count: Number.MAX_SAFE_INTEGER,
      parts: BUNDLE_PARTS,
    };
    expect(await answerNoteBody(answer, new Uint8Array(12), pairing)).toHaveLength(3_072);
  });
});

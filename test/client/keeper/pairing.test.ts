import { describe, expect, test } from 'vitest';
import {
  addressOf,
  formatPairingCode,
  makePairing,
  mayBeSealed,
  openPairingPage,
  parsePairingCode,
  sealUnder,
} from '../../../relay/client/index.ts';
import { derivedKey } from '../../../relay/client/derived-key.ts';
import vectors from '../../protocol/vectors.json' with { type: 'json' };
import { fromHex } from './keeper-scene.ts';

const [vector] = vectors.keeper.pairings;
if (!vector) throw new Error('expected a pairing');
const key = fromHex(vector.key);
const code = { relay: 'https://relay.example', address: vector.address, key };

describe('the code of a keeper', () => {
  test('is that of the vectors', () => {
    const parsed = parsePairingCode(vector.code);
    expect(parsed).toEqual(code);
    expect(typeof parsed === 'string' || formatPairingCode(parsed)).toBe(vector.code);
  });

  const half = vector.code.length / 2;
  test.each([
    ['with spaces around', `  ${vector.code}\n`],
    ['in a sentence', `The code: <${vector.code}>.`],
    ['with a slash before the fragment', vector.code.replace('#', '/#')],
    ['in two lines', `${vector.code.slice(0, half)}\n${vector.code.slice(half)}`],
    ['with a port of its own', vector.code.replace('relay.example', 'relay.example:443')],
    ['in capitals where those change nothing', vector.code.replace('https://r', 'HTTPS://R')],
  ])('is read %s', (_, text) => {
    expect(parsePairingCode(text)).toEqual(code);
  });

  test.each([
    ['an empty text', '', 'not-a-code'],
    ['a link of a page', `https://relay.example/${vector.address}`, 'not-a-code'],
    ['a link with a key', vector.code.replace('#h=', '#k='), 'not-a-code'],
    ['a code without its relay', vector.code.slice(22), 'not-a-code'],
    ['a code with a damaged address', vector.code.replace(vector.address, 'f00'), 'not-a-code'],
    ['a code without its key', vector.code.split('=')[0] ?? '', 'cut-off'],
    ['a code that is cut off', vector.code.slice(0, -1), 'cut-off'],
    ['a code that is too long', `${vector.code}A`, 'cut-off'],
  ])('is not in %s', (_, text, problem) => {
    expect(parsePairingCode(text)).toBe(problem);
  });
});

describe('the page of a pairing', () => {
  test('is that of the vectors', async () => {
    const page = fromHex(vector.page);
    expect(await addressOf(page)).toBe(vector.address);
    expect(await openPairingPage(page, key)).toEqual({ name: 'Attic' });
  });

  test('is new each time, looks like any sealed page, and opens only with its key', async () => {
    const [one, other] = [await makePairing('Attic'), await makePairing('Attic')];
    expect(one.address).not.toBe(other.address);
    expect(await addressOf(one.page)).toBe(one.address);
    expect(mayBeSealed(one.page.length)).toBe(true);
    expect(await openPairingPage(one.page, one.key)).toEqual({ name: 'Attic' });
    expect(await openPairingPage(one.page, other.key)).toBe('wrong-code');
  });

  test('has a name of at most 64 characters', async () => {
    const { page, key: own } = await makePairing(`  ${'é'.repeat(99)} `);
    expect(await openPairingPage(page, own)).toEqual({ name: 'é'.repeat(64) });
  });

  test.each(['{}', '[]', 'attic', '{"mayfly":"lock","version":1,"name":"Attic"}', ''])(
    'is none if it contains %o',
    async (text) => {
      const under = await derivedKey(key, 'mayfly keeper page');
      const page = await sealUnder(new TextEncoder().encode(text), under);
      expect(await openPairingPage(page, key)).toBe('wrong-code');
    },
  );
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encodeBase64url } from '../../../relay/protocol/index.ts';
import type { Relay } from '../../../relay/server/serve.ts';
import { Wiretap } from '../../journeys/wiretap.ts';
import { type OnceLink, OnceWriter, readOnce } from '../../support/once-peers.ts';
import { startRelay } from '../../support/wire.ts';

const TEXT = 'Meet me at the old bridge when the mayflies dance.';

interface SeenNote {
  readonly type: 'note';
  readonly address: string;
  readonly body: string;
  readonly to?: string;
  readonly from?: string;
}

describe('a relay that looks at every byte of a once link', () => {
  let relay: Relay;
  let tap: Wiretap;
  let alice: OnceWriter;

  beforeEach(async () => {
    relay = await startRelay();
    tap = await Wiretap.before(relay.url);
    alice = new OnceWriter(tap.origin);
  });

  afterEach(async () => {
    alice.close();
    tap.close();
    await relay.stop();
  });

  /** The notes in the order of their conversations: first those of alice, then those of each reader. */
  function notes(): readonly SeenNote[] {
    const heard = tap.heard().toString('latin1');
    return [...heard.matchAll(/\{"type":"note"[^}]*\}/g)].map(
      ([note]) => JSON.parse(note) as SeenNote,
    );
  }

  const said = () => notes().filter(({ from }) => from === undefined);

  test('sees neither the capability, nor the key of the page, nor its text', async () => {
    const link = await alice.write(TEXT);
    expect(await readOnce(tap.origin, link)).toMatchObject({ text: TEXT });
    const heard = tap.heard();
    expect(heard.includes(link.lock)).toBe(true);
    for (const secret of [link.capability, link.contentKey]) {
      for (const form of formsOf(secret)) expect(heard.includes(form)).toBe(false);
    }
    expect(heard.includes(TEXT)).toBe(false);
    expect(heard.includes('text/plain')).toBe(false);
  });

  test('sees the same forms and lengths in two openings of one link as in those of two links', async () => {
    const shared = await alice.write(TEXT, 2);
    await openBy(shared, shared);
    const ofOne = said().map(formOf);
    await openBy(await alice.write('Short.'), await alice.write(TEXT.repeat(9)));
    const ofBoth = said().map(formOf);
    expect(ofOne).toHaveLength(8); // each reader: open and receipt, and their two answers
    expect(ofBoth.toSorted()).toEqual([...ofOne, ...ofOne].toSorted());
  });

  test('sees no bytes of one opening again in another', async () => {
    const link = await alice.write(TEXT, 2);
    await openBy(link, link);
    await openBy(await alice.write(TEXT));
    const opened = said().filter(({ to }) => to === undefined);
    const runs = opened.flatMap(({ body }) => runsOf(Buffer.from(body, 'base64url')));
    expect(opened).toHaveLength(3);
    expect(new Set(runs).size).toBe(runs.length);
    const answers = said().filter(({ body }) => body.length !== opened[0]?.body.length);
    const answered = answers.flatMap(({ body }) => runsOf(Buffer.from(body, 'base64url')));
    expect(answers).toHaveLength(6);
    expect(new Set(answered).size).toBe(answered.length);
  });

  test('cannot tell a refusal from a key', async () => {
    const link = await alice.write(TEXT);
    await openBy(link);
    const before = said().length;
    expect(await readOnce(tap.origin, link)).toEqual({ spentAt: expect.any(Number) });
    const lengths = said().map(({ body }) => body.length);
    expect(new Set(lengths).size).toBe(2); // all requests have one length, and all answers another
    expect(lengths).toHaveLength(before + 2);
  });

  async function openBy(...links: readonly OnceLink[]): Promise<void> {
    for (const link of links) await readOnce(tap.origin, link);
  }
});

function formsOf(secret: Uint8Array): readonly (Buffer | string)[] {
  const bytes = Buffer.from(secret);
  return [bytes, bytes.toString('hex'), bytes.toString('base64'), encodeBase64url(secret)];
}

/** A note without the bytes that are random or stand for a link. */
function formOf({ address, body, ...rest }: SeenNote): string {
  const to = rest.to === undefined ? 'anybody' : `a name of ${rest.to.length}`;
  return `${Object.keys(rest).toString()} about ${address.length}: ${body.length} to ${to}`;
}

/** All runs of 5 bytes after the version and the kind; a random run of this length hardly ever comes twice. */
function runsOf(body: Buffer): readonly string[] {
  return Array.from({ length: body.length - 6 }, (_, i) => body.toString('hex', i + 2, i + 7));
}

/** The counts that are kept beside the pages are what the pages come to, whatever happens to these. */
import { addressOf } from '@mayfly/relay/client';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Pages } from '../../extension/store/pages.ts';
import { bytesOf, ELSEWHERE, HOME } from './scene.ts';

const TEXTS = ['a', 'be', 'sea'] as const;
const ADDRESSES = await Promise.all(TEXTS.map((text) => addressOf(bytesOf(text))));

const put = fc.record({
  type: fc.constant('put' as const),
  text: fc.constantFrom(...TEXTS),
  origin: fc.constantFrom('published' as const, 'viewed' as const),
  relays: fc.uniqueArray(fc.constantFrom(HOME, ELSEWHERE), { minLength: 1 }),
});
const remove = fc.record({
  type: fc.constant('remove' as const),
  texts: fc.uniqueArray(fc.constantFrom(...TEXTS)),
});

async function expectCounted(pages: Pages): Promise<void> {
  const all = await pages.all();
  expect(await pages.count()).toBe(all.length);
  for (const origin of ['published', 'viewed'] as const) {
    const held = all.filter((page) => page.origin === origin);
    const bytes = held.reduce((sum, { length }) => sum + length, 0);
    expect(await pages.total(origin)).toEqual({ pages: held.length, bytes });
    const relays = [...new Set(held.flatMap((page) => page.relays))];
    expect((await pages.relays(origin)).toSorted()).toEqual(relays.toSorted());
  }
  for (const relay of [HOME, ELSEWHERE]) {
    expect(await pages.countOf(relay)).toBe((await pages.ofRelay(relay)).length);
  }
}

test('after any changes, made at once or in turn, the counts are those of the pages', async () => {
  const changes = fc.array(fc.array(fc.oneof(put, remove), { minLength: 1, maxLength: 3 }), {
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(changes, async (rounds) => {
      globalThis.indexedDB = new IDBFactory();
      const pages = new Pages();
      for (const round of rounds) {
        await Promise.all(
          round.map(async (change) => {
            if (change.type === 'remove') {
              return pages.remove(change.texts.map((text) => ADDRESSES[TEXTS.indexOf(text)]!));
            }
            const { text, origin, relays } = change;
            const address = await addressOf(bytesOf(text));
            const hints = { mediaType: 'text/plain', title: text, addedAt: 1 };
            return pages.put({ address, ...hints, origin, relays }, bytesOf(text));
          }),
        );
        await expectCounted(pages);
      }
    }),
    { numRuns: 40 },
  );
});

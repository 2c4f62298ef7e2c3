/** After any changes of pages, bundles and unfinished shares, the store is what a simple model of it says. */
import { addressOf, BUNDLE_TYPE } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openDatabase, type PageRecord, type StoredPart } from '../../extension/store/database.ts';
import { diskBytes } from '../../extension/store/held-bundle.ts';
import { Pages } from '../../extension/store/pages.ts';
import { BundleGoneError, TakenIdError } from '../../extension/store/store-error.ts';
import { bytesOf, ELSEWHERE, HOME } from './scene.ts';

const IDS = ['one', 'two', 'three'] as const;
const MANIFESTS = ['manifest', 'other manifest'] as const;
const PARTS = 4;
const ADDRESSES: ReadonlyMap<string, Address> = new Map(
  await Promise.all(MANIFESTS.map(async (text) => [text, await addressOf(bytesOf(text))] as const)),
);

type Id = (typeof IDS)[number];
type Text = (typeof MANIFESTS)[number];
type Command =
  | { type: 'begin' | 'discard'; id: Id }
  | { type: 'part' | 'damaged'; id: Id; index: number; length: number }
  | { type: 'bundle'; id: Id; text: Text; origin: PageRecord['origin']; relays: string[] }
  | { type: 'page'; text: Text }
  | { type: 'delete'; texts: Text[] };

const id = fc.constantFrom(...IDS);
const text = fc.constantFrom(...MANIFESTS);
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ type: fc.constantFrom('begin' as const, 'discard' as const), id }),
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constantFrom('part' as const, 'part' as const, 'damaged' as const),
      id,
      index: fc.nat(PARTS - 1),
      length: fc.integer({ min: 1, max: 9 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('bundle' as const),
      id,
      text,
      origin: fc.constantFrom('published' as const, 'viewed' as const),
      relays: fc.uniqueArray(fc.constantFrom(HOME, ELSEWHERE), { minLength: 1 }),
    }),
  },
  fc.record({ type: fc.constant('page' as const), text }),
  fc.record({ type: fc.constant('delete' as const), texts: fc.uniqueArray(text) }),
);

/** A refusal changes nothing: a part without an owner, an id that another bundle has. */
async function attempt(pages: Pages, one: Command): Promise<void> {
  await perform(pages, one).catch((error: unknown) => {
    const cause =
      error instanceof Error && error.cause instanceof TakenIdError ? error.cause : error;
    expect([BundleGoneError, TakenIdError]).toContain((cause as Error).constructor);
  });
}

async function perform(pages: Pages, command: Command): Promise<void> {
  switch (command.type) {
    case 'begin': {
      const share = { isSealed: true, name: 'Trip', files: [], startedAt: 1 };
      return pages.unfinished.begin({ id: command.id, ...share });
    }
    case 'discard':
      return pages.unfinished.discard(command.id);
    case 'part': {
      const page = bytesOf('p'.repeat(command.length));
      const put = pages.parts.put(
        command.id,
        command.index,
        await addressOf(page),
        new Blob([page]),
      );
      return put.catch((error: unknown) => expect(error).toBeInstanceOf(BundleGoneError));
    }
    case 'damaged':
      return pages.parts.remove(command.id, command.index);
    case 'bundle': {
      const { origin, relays } = command;
      const facts = { id: command.id, entries: 1, bytes: 9, parts: PARTS };
      const page = { ...pageOf(command.text), origin, relays };
      return pages.putBundle(page, bytesOf(command.text), facts);
    }
    case 'page':
      return pages.put({ ...pageOf(command.text), relays: [HOME] }, bytesOf(command.text));
    case 'delete':
      await pages.remove(command.texts.map((one) => ADDRESSES.get(one)!));
  }
}

function pageOf(of: Text) {
  const address = ADDRESSES.get(of)!;
  return { address, mediaType: BUNDLE_TYPE, title: of, origin: 'viewed' as const, addedAt: 1 };
}

/** All that is on the disk. */
async function everything() {
  const database = await openDatabase();
  const [records, parts, shares, chunks] = await Promise.all([
    database.getAll('pages'),
    database.getAll('parts'),
    database.getAll('unfinished'),
    database.getAllKeys('chunks'),
  ]);
  database.close();
  return { records, parts, shares, chunks };
}

/** Totals, counts and owners follow from what is on the disk. */
async function expectSound(pages: Pages): Promise<void> {
  const { records, parts, shares, chunks } = await everything();
  const owners = [
    ...records.flatMap(({ bundle }) => bundle?.id ?? []),
    ...shares.map((one) => one.id),
  ];
  expect(new Set(owners).size).toBe(owners.length);
  for (const { bundle } of parts) expect(owners).toContain(bundle);
  for (const record of records) expectCounted(record, parts);
  expect(chunks.map(([address]) => address).toSorted()).toEqual(addressesOf(records));
  for (const origin of ['published', 'viewed'] as const) {
    const held = records.filter((page) => page.origin === origin);
    const bytes = held.reduce((sum, page) => sum + diskBytes(page), 0);
    expect(await pages.total(origin)).toEqual({ pages: held.length, bytes });
  }
  for (const relay of [HOME, ELSEWHERE]) {
    const known = records.filter(({ relays }) => relays.includes(relay));
    expect(await pages.countOf(relay)).toBe(known.length);
  }
}

function expectCounted({ bundle }: PageRecord, parts: readonly StoredPart[]): void {
  const held = parts.filter((part) => part.bundle === bundle?.id);
  const heldBytes = held.reduce((sum, { page }) => sum + page.size, 0);
  if (bundle) expect(bundle).toMatchObject({ heldParts: held.length, heldBytes });
}

function addressesOf(records: readonly PageRecord[]): readonly Address[] {
  return records.map(({ address }) => address).toSorted();
}

test('totals are those of what is there, and each part has one owner', async () => {
  const rounds = fc.array(fc.array(command, { minLength: 1, maxLength: 3 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(rounds, async (commands) => {
      globalThis.indexedDB = new IDBFactory();
      const pages = new Pages();
      for (const round of commands) {
        await Promise.all(round.map((one) => attempt(pages, one)));
        await expectSound(pages);
      }
    }),
    { numRuns: 150 },
  );
});

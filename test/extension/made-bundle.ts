/** A small bundle: two files on three parts of eight bytes, sealed or public. */
import {
  addressOf,
  BUNDLE_TYPE,
  formatManifest,
  layOut,
  newKey,
  seal,
  sealPart,
} from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import type { Pages } from '../../extension/store/pages.ts';
import type { NewPage } from '../../extension/store/record-changes.ts';
import { bytesOf, HOME } from './scene.ts';

const PART_BYTES = 8;
const FILES = { 'a.txt': 'the first file', 'b/c.txt': 'second' };

export interface MadeBundle {
  readonly address: Address;
  /** The manifest's page. */
  readonly page: Uint8Array<ArrayBuffer>;
  readonly key?: Uint8Array<ArrayBuffer>;
  readonly parts: readonly { readonly address: Address; readonly page: Uint8Array<ArrayBuffer> }[];
  readonly facts: { readonly entries: number; readonly bytes: number; readonly parts: number };
}

export async function madeBundle({ isSealed = true } = {}): Promise<MadeBundle> {
  const content = bytesOf(Object.values(FILES).join(''));
  const key = isSealed ? newKey() : undefined;
  const count = Math.ceil(content.length / PART_BYTES);
  const parts = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const piece = content.slice(index * PART_BYTES, (index + 1) * PART_BYTES);
      const page = key ? await sealPart(piece, key, index) : piece;
      return { address: await addressOf(page), page };
    }),
  );
  const files = Object.entries(FILES).map(([path, text]) => ({
    path,
    bytes: text.length,
    type: 'text/plain',
  }));
  const addresses = parts.map(({ address }) => address);
  const manifest = { partBytes: PART_BYTES, parts: addresses, entries: layOut(files) };
  const open = formatManifest(manifest);
  const page = key ? (await seal(open, key)).bytes : open;
  const facts = { entries: files.length, bytes: content.length, parts: count };
  return { address: await addressOf(page), page, ...(key && { key }), parts, facts };
}

/** Keeps a bundle with these parts, all if none are said. */
export async function keepBundle(
  pages: Pages,
  bundle: MadeBundle,
  held: readonly number[] = [0, 1, 2],
  changes: Partial<NewPage> = {},
): Promise<void> {
  const { address, page, key, facts } = bundle;
  const id = crypto.randomUUID();
  const hints = { mediaType: BUNDLE_TYPE, name: 'Trip', title: 'Trip', relays: [HOME] };
  const record = {
    address,
    ...hints,
    ...(key && { key }),
    origin: 'published',
    addedAt: 3,
  } as const;
  await pages.putBundle({ ...record, ...changes }, page, { id, ...facts });
  for (const index of held) {
    const { address: of, page: bytes } = bundle.parts[index]!;
    await pages.parts.put(id, index, of, new Blob([bytes]));
  }
}

/** Small bundles, as somebody shared them, and browsers that hold some of their parts. */
import {
  addressOf,
  BUNDLE_TYPE,
  contentBytes,
  formatManifest,
  type Manifest,
  newKey,
  seal,
  sealPart,
} from '@mayfly/relay/client';
import type { Address, Link } from '@mayfly/relay/protocol';
import type { Pages } from '../../extension/store/pages.ts';
import { HOME } from './scene.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface SharedBundle {
  readonly manifest: Manifest;
  readonly address: Address;
  /** The manifest's page. */
  readonly page: Bytes;
  readonly key?: Bytes;
  /** The pages of the parts. */
  readonly parts: readonly { readonly address: Address; readonly bytes: Bytes }[];
}

/** One file of random bytes in so many parts. */
export async function makeBundle(
  count: number,
  { partBytes = 100, isSealed = true } = {},
): Promise<SharedBundle> {
  const key = newKey();
  const parts = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const content = crypto.getRandomValues(new Uint8Array(partBytes));
      const bytes = isSealed ? await sealPart(content, key, index) : content;
      return { bytes, address: await addressOf(bytes) };
    }),
  );
  const entries = [{ path: 'film.bin', bytes: count * partBytes, type: 'video/mp4', at: 0 }];
  const manifest = { partBytes, parts: parts.map(({ address }) => address), entries };
  const plain = formatManifest(manifest);
  const page = isSealed ? (await seal(plain, key)).bytes : plain;
  return { manifest, page, address: await addressOf(page), parts, ...(isSealed && { key }) };
}

export function linkTo({ address, key }: SharedBundle, ...relays: readonly string[]): Link {
  const [relay = HOME, ...others] = relays;
  return { relay, address, mediaType: BUNDLE_TYPE, relays: others, ...(key && { key }) };
}

export interface Keeping {
  readonly relays?: readonly string[];
  readonly origin?: 'published' | 'viewed';
  /** The parts that are here; all of them if left out. */
  readonly held?: readonly number[];
  readonly addedAt?: number;
}

/** Keeps a bundle and some of its parts. Resolves with its id in the store. */
export async function keepBundle(
  pages: Pages,
  bundle: SharedBundle,
  { relays = [HOME], origin = 'viewed', held, addedAt = 1 }: Keeping = {},
): Promise<string> {
  const { manifest, address, page, key, parts } = bundle;
  const id = crypto.randomUUID();
  const hints = { mediaType: BUNDLE_TYPE, title: 'film.bin', ...(key && { key }) };
  const facts = { entries: 1, bytes: contentBytes(manifest), parts: parts.length };
  await pages.putBundle({ address, ...hints, origin, relays, addedAt }, page, { id, ...facts });
  for (const index of held ?? parts.keys()) {
    const part = parts[index];
    if (part) await pages.parts.put(id, index, part.address, new Blob([part.bytes]));
  }
  return id;
}

/** Keeps the manifest as a page like any other, as a reader does that has just seen it. */
export async function keepManifest(
  pages: Pages,
  { address, page, key }: SharedBundle,
  relays: readonly string[] = [HOME],
): Promise<void> {
  const hints = { mediaType: BUNDLE_TYPE, title: 'film.bin', ...(key && { key }) };
  await pages.put({ address, ...hints, origin: 'viewed', relays, addedAt: 1 }, page);
}

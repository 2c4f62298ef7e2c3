/**
 * The parts of a bundle: ordinary sealed pages, whose keys follow from the manifest's. Knows which bytes of which part an
 * entry lies on; knows nothing of where parts are kept or how they are fetched.
 */
import type { Address } from '../../protocol/address.ts';
import { openSealed, sealUnder } from '../seal.ts';
import { BundleError } from './bundle-error.ts';
import { type BundleEntry, contentBytes, type Manifest } from './manifest.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const INFO = new TextEncoder().encode('mayfly bundle part');

/**
 * The key of a part: HKDF (RFC 5869) over SHA-256, from the manifest's key, without salt; the info is `mayfly bundle part`
 * and the number of the part as a u32, big-endian.
 */
export async function partKey(manifestKey: Bytes, index: number): Promise<Bytes> {
  const info = new Uint8Array(INFO.length + 4);
  info.set(INFO);
  new DataView(info.buffer).setUint32(INFO.length, index);
  const material = await crypto.subtle.importKey('raw', manifestKey, 'HKDF', false, ['deriveBits']);
  const salt = new Uint8Array();
  const params = { name: 'HKDF', hash: 'SHA-256', salt, info };
  return new Uint8Array(await crypto.subtle.deriveBits(params, material, 256));
}

/** The page that carries part `index`. It is never compressed, so every part but the last has the same length. */
export async function sealPart(content: Bytes, manifestKey: Bytes, index: number): Promise<Bytes> {
  return await sealUnder(content, await partKey(manifestKey, index));
}

/** The content of part `index`. Throws a `BundleError` where the page holds anything but what the manifest says. */
export async function openPart(
  manifest: Manifest,
  {
    index,
    page,
    key,
  }: { readonly index: number; readonly page: Bytes; readonly key?: Bytes | undefined },
): Promise<Bytes> {
  const length = partLength(manifest, index);
  const content = key ? await openSealed(page, await partKey(key, index)) : page;
  if (typeof content === 'string') {
    throw new BundleError('bad-part', `expected part ${index} sealed under its key: ${content}`);
  }
  if (content.length !== length) {
    const found = `expected ${length} bytes in part ${index}, got ${content.length}`;
    throw new BundleError('bad-part', found);
  }
  return content;
}

/** The number of content bytes in part `index`. */
export function partLength(manifest: Manifest, index: number): number {
  const { partBytes } = manifest;
  return Math.min(partBytes, contentBytes(manifest) - index * partBytes);
}

/** A piece of a part: its content from byte `from` up to `to`. */
export interface Piece {
  readonly index: number;
  readonly part: Address;
  readonly from: number;
  readonly to: number;
}

/** The pieces that an entry lies on, in order; none for an empty file. */
export function piecesOf({ partBytes, parts }: Manifest, entry: BundleEntry): readonly Piece[] {
  const end = entry.at + entry.bytes;
  const first = Math.floor(entry.at / partBytes);
  const pieces: Piece[] = [];
  for (let index = first; index * partBytes < end; index += 1) {
    const part = parts[index];
    if (part === undefined) break; // cannot be: a manifest has as many parts as its content needs
    const start = index * partBytes;
    const from = Math.max(0, entry.at - start);
    pieces.push({ index, part, from, to: Math.min(partBytes, end - start) });
  }
  return entry.bytes === 0 ? [] : pieces;
}

/** Opens the manifest of a bundle that this browser holds, and makes the page a bundle in the store. */
import {
  BundleError,
  contentBytes,
  type Manifest,
  openSealed,
  parseManifest,
} from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import type { PageRecord } from '../../store/database.ts';
import type { Pages } from '../../store/pages.ts';
import { DamagedPageError } from '../../store/store-error.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface HeldManifest {
  /** The name of the bundle in this browser's store. */
  readonly id: string;
  readonly manifest: Manifest;
  /** Left out for a public bundle. */
  readonly key?: Bytes;
}

export interface ManifestDeps {
  readonly pages: Pages;
  readonly now: () => number;
}

/** Undefined where the page is not held, is damaged, is no bundle, or opens by neither its own key nor one of `linkKeys`. */
export async function openHeld(
  deps: ManifestDeps,
  address: Address,
  linkKeys: readonly Uint8Array[],
): Promise<HeldManifest | undefined> {
  const { pages } = deps;
  const [record, bytes] = await Promise.all([pages.get(address), soundBytes(pages, address)]);
  if (!record || !bytes) return undefined;
  const keys = [...(record.key ? [record.key] : []), ...linkKeys].map((key) => new Uint8Array(key));
  for (const key of keys.length > 0 ? keys : [undefined]) {
    const manifest = await manifestIn(bytes, key);
    if (!manifest) continue;
    const id = knownId(record) ?? (await keepAsBundle(deps, record, bytes, manifest));
    return id === undefined ? undefined : { id, manifest, ...(key && { key }) };
  }
  return undefined;
}

/** Undefined also for a bundle that was imported without its key: only the number of its parts is known. */
function knownId({ bundle }: PageRecord): string | undefined {
  return bundle && bundle.entries > 0 ? bundle.id : undefined;
}

async function soundBytes(pages: Pages, address: Address): Promise<Bytes | undefined> {
  try {
    return await pages.readWhole(address);
  } catch (error) {
    if (error instanceof DamagedPageError) return undefined; // its viewer fetches it again
    throw error;
  }
}

async function manifestIn(bytes: Bytes, key: Bytes | undefined): Promise<Manifest | undefined> {
  const content = key ? await openSealed(bytes, key) : bytes;
  if (typeof content === 'string') return undefined;
  try {
    return parseManifest(content);
  } catch (error) {
    if (error instanceof BundleError) return undefined;
    throw error;
  }
}

/** Resolves with the id of the bundle: another background may have been faster. */
async function keepAsBundle(
  { pages, now }: ManifestDeps,
  record: PageRecord,
  bytes: Bytes,
  manifest: Manifest,
): Promise<string | undefined> {
  const addedAt = record.origin === 'viewed' ? now() : record.addedAt; // the time of this use
  await pages.putBundle({ ...record, addedAt }, bytes, {
    id: record.bundle?.id ?? crypto.randomUUID(),
    entries: manifest.entries.length,
    bytes: contentBytes(manifest),
    parts: manifest.parts.length,
  });
  return (await pages.get(record.address))?.bundle?.id;
}

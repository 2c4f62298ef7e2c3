/**
 * Imports the parts of a bundle. Each is compared with its address, and with the manifest where that can be opened here:
 * anybody may have made the file.
 */
import {
  addressOf,
  BundleError,
  contentBytes,
  type Manifest,
  openSealed,
  parseManifest,
} from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import type { ArchivedBundle } from '../../store/archive.ts';
import type { NewBundle } from '../../store/held-bundle.ts';
import type { ArchivedPage, ArchivedPart } from '../../store/read-archive.ts';
import { type EvictionDeps, storePart } from './eviction.ts';

/** A bundle as its file, or better its own manifest, describes it. */
export interface ImportedBundle extends ArchivedBundle {
  /** The addresses of all parts, if the manifest can be opened. */
  readonly addresses?: readonly Address[];
}

/** Undefined for a page that is no bundle, whatever the file says. `key` may be one that the store knows. */
export async function importedBundle(
  { entry, bytes }: ArchivedPage,
  key = entry.key,
): Promise<ImportedBundle | undefined> {
  if (!entry.bundle) return undefined;
  const content = key ? await openSealed(bytes, key) : bytes;
  if (typeof content === 'string') return undefined;
  try {
    return describe(parseManifest(content));
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    return key ? undefined : entry.bundle;
  }
}

function describe(manifest: Manifest): ImportedBundle {
  const { entries, parts } = manifest;
  const facts = { entries: entries.length, bytes: contentBytes(manifest), parts: parts.length };
  return { ...facts, addresses: parts };
}

/** A bundle under an id of its own. */
export function newBundle({ entries, bytes, parts }: ArchivedBundle): NewBundle {
  return { id: crypto.randomUUID(), entries, bytes, parts };
}

/** Keeps the parts that the held bundle of this id lacks. Leaves out damaged ones, and those of no such bundle. */
export async function importParts(
  deps: EvictionDeps,
  id: string,
  bundle: ImportedBundle,
  parts: readonly ArchivedPart[],
): Promise<void> {
  const here = new Set(await deps.pages.parts.heldOf(id));
  for (const part of parts) {
    if (here.has(part.index) || !isOf(bundle, part)) continue;
    const { index, address } = part;
    const bytes = await readSound(part);
    if (bytes) await storePart(deps, { bundle: id, index, address, page: new Blob([bytes]) });
  }
}

function isOf({ parts, addresses }: ImportedBundle, { index, address }: ArchivedPart): boolean {
  return addresses ? addresses[index] === address : index < parts;
}

async function readSound({ address, page }: ArchivedPart) {
  const bytes = new Uint8Array(await page.arrayBuffer());
  return (await addressOf(bytes)) === address ? bytes : undefined;
}

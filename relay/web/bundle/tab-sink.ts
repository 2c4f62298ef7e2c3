/** Stores the parts of a share in this tab. A tab that was loaded again takes up a share of the same files. */
import { newKey } from '../../client/seal.ts';
import type { Address } from '../../protocol/address.ts';
import { decodeBase64url, encodeBase64url } from '../../protocol/base64url.ts';
import {
  type BegunShare,
  type FinishedBundle,
  type NewBundle,
  type PartSink,
  SharingProblem,
} from '../../view/bundle/part-sink.ts';
import { type InterruptedShare, interruptedShare } from '../../view/bundle/interrupted-share.ts';
import { formatBytes, t } from '../../words/index.ts';
import type { HeldParts } from './held-parts.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** The facts of a share, as they are stored. */
interface Facts extends NewBundle {
  /** The manifest's key, in base64url; left out for a public bundle. */
  readonly key?: string;
}

export class TabSink implements PartSink<FinishedBundle> {
  readonly #parts: HeldParts;
  readonly #keep: (address: Address, page: Bytes) => Promise<void>;

  /** `keep` stores the manifest's page; it resolves once the page is safe. */
  constructor(parts: HeldParts, keep: (address: Address, page: Bytes) => Promise<void>) {
    this.#parts = parts;
    this.#keep = keep;
  }

  async begin(share: NewBundle): Promise<BegunShare> {
    const known = await this.#find(share);
    if (known) return known;
    await this.#checkRoom(share.files);
    const key = share.isSealed ? newKey() : undefined;
    const facts: Facts = { ...share, ...(key && { key: encodeBase64url(key) }) };
    const bytes = new TextEncoder().encode(JSON.stringify(facts));
    const id = await this.#parts.begin({ share: bytes });
    return { id, sealed: new Map(), ...(key && { key }) };
  }

  async put(id: string, index: number, address: Address, page: Blob): Promise<void> {
    try {
      await this.#parts.put(id, index, address, page);
    } catch (cause) {
      if (!(cause instanceof Error && cause.name === 'DiskFullError')) throw cause;
      throw new SharingProblem(t('files_tabFull'), { cause });
    }
  }

  async finish(id: string, bundle: FinishedBundle): Promise<FinishedBundle> {
    // The page first: until it is stored, the share can be taken up.
    await this.#keep(bundle.address, bundle.page);
    await this.#parts.finish(id, bundle.address);
    return bundle;
  }

  async discard(id: string): Promise<void> {
    await this.#parts.delete(id);
  }

  /** The shares that this tab began and did not end. */
  async interrupted(): Promise<readonly InterruptedShare[]> {
    const shares = await this.#parts.interrupted();
    return shares.map(({ id, share }) => {
      const held = this.#parts.heldOf(id).keys();
      return interruptedShare({ ...factsIn(share), id }, { held, isWhole: false });
    });
  }

  async #find({ files, isSealed }: NewBundle): Promise<BegunShare | undefined> {
    for (const { id, share } of await this.#parts.interrupted()) {
      const facts = factsIn(share);
      if (facts.isSealed !== isSealed || !isSame(facts.files, files)) continue;
      const key = decodeBase64url(facts.key ?? '');
      const sealed = this.#parts.heldOf(id);
      return { id, sealed, ...(isSealed && key && { key: new Uint8Array(key) }) };
    }
    return undefined;
  }

  async #checkRoom(files: NewBundle['files']): Promise<void> {
    const room = await this.#parts.room();
    const size = bytesOf(files);
    if (size <= room) return;
    throw new SharingProblem(
      t('files_tabRoom', { size: formatBytes(size), room: formatBytes(room) }),
    );
  }
}

function factsIn(share: Bytes): Facts {
  return JSON.parse(new TextDecoder().decode(share)) as Facts; // only this file writes them
}

function bytesOf(files: NewBundle['files']): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

function isSame(one: NewBundle['files'], other: NewBundle['files']): boolean {
  return (
    one.length === other.length &&
    one.every(({ path, bytes, modifiedAt }, i) => {
      const file = other[i];
      return file?.path === path && file.bytes === bytes && file.modifiedAt === modifiedAt;
    })
  );
}

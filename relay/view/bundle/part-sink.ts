/** The place where the parts of a bundle go: the extension's store, or the tab of the web page. */
import type { Address } from '../../protocol/address.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** The facts by which a file is known again after the browser was closed. */
interface FilePrint {
  /** Below the chosen folder, in the system's own form. */
  readonly path: string;
  readonly bytes: number;
  /** Unix milliseconds. */
  readonly modifiedAt: number;
}

/** A bundle that is about to be sealed. */
export interface NewBundle {
  /** Sorted by path, by code unit, so that the same choice is always the same list. */
  readonly files: readonly FilePrint[];
  readonly isSealed: boolean;
  /** The name of the whole, as its readers see it. */
  readonly name: string;
}

/** A share that the sink has begun, or taken up where it was interrupted. */
export interface BegunShare {
  readonly id: string;
  /** The manifest's key; left out exactly where the bundle is public. */
  readonly key?: Bytes;
  /** The parts that are stored already, by index. */
  readonly sealed: ReadonlyMap<number, Address>;
}

/** A bundle whose parts are all stored. */
export interface FinishedBundle {
  /** The manifest's page. */
  readonly page: Bytes;
  readonly address: Address;
  readonly key?: Bytes;
  /** The number of files. */
  readonly entries: number;
  /** The length of all files, in bytes. */
  readonly bytes: number;
  readonly parts: readonly Address[];
}

/**
 * Stores the parts of a share. A method rejects with a `SharingProblem` where a person can do something about it, and
 * with any other error where not.
 */
export interface PartSink<Outcome> {
  /** Takes up an interrupted share of the same files, or begins one. */
  begin(share: NewBundle): Promise<BegunShare>;
  /** The part counts as stored once this resolves. */
  put(id: string, index: number, address: Address, page: Blob): Promise<void>;
  /** All parts are stored: keeps the manifest and announces it. */
  finish(id: string, bundle: FinishedBundle): Promise<Outcome>;
  /** Forgets the share and deletes its parts. */
  discard(id: string): Promise<void>;
}

/** The reason why something cannot be shared, as a sentence for people. */
export class SharingProblem extends Error {
  override readonly name = 'SharingProblem';
}

/** The reasons why the store of pages cannot be used, as types. Screens make a sentence of each. */
import type { Address } from '@mayfly/relay/protocol';
import { NoAnswerError } from './deadline.ts';

/** In none of these cases has the extension deleted anything. */
export type StoreTrouble =
  | 'newer' // a newer version of the extension has written it
  | 'blocked' // another context keeps it from opening
  | 'unreadable'; // the browser cannot read it

const TO_DO: Readonly<Record<StoreTrouble, string>> = {
  newer: 'update the extension',
  blocked: 'close the other tabs of the extension, or start the browser again',
  unreadable: 'start the browser again, and look whether the disk is well',
};

/** Nothing can be read or stored now. The held pages stay as they are. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly trouble: StoreTrouble;

  constructor(trouble: StoreTrouble, expected: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`cannot open the store of pages: expected ${expected} (${why}); ${TO_DO[trouble]}`, {
      cause,
    });
    this.trouble = trouble;
  }
}

/** The copy of a page on this disk is damaged. The page must be fetched again; its record is still there. */
export class DamagedPageError extends Error {
  override readonly name = 'DamagedPageError';
  readonly address: Address;

  constructor(address: Address, expected: string, cause?: unknown) {
    super(`the copy of ${address} is damaged: expected ${expected}; fetch it again`, { cause });
    this.address = address;
  }
}

/** A part has no owner: its bundle was deleted, or its share was discarded. Nothing was stored. */
export class BundleGoneError extends Error {
  override readonly name = 'BundleGoneError';

  constructor(bundle: string) {
    super(`expected a held bundle or an unfinished share ${bundle}, found none`);
  }
}

/** A bundle needs an id of its own: each part has one owner. */
export class TakenIdError extends Error {
  override readonly name = 'TakenIdError';

  constructor(bundle: string) {
    super(`expected an id that no other bundle has, got ${bundle}`);
  }
}

/** The reason why a database of at most this version did not open. */
export function storeError(cause: unknown, version: number): StoreError {
  if (cause instanceof NoAnswerError) return new StoreError('blocked', 'it to open', cause);
  if (cause instanceof DOMException && cause.name === 'VersionError') {
    return new StoreError('newer', `version ${version} or an older one`, cause);
  }
  return new StoreError('unreadable', 'a database that the browser can read', cause);
}

/** The store error in `error` or among its causes. */
export function troubleIn(error: unknown): StoreTrouble | undefined {
  if (error instanceof StoreError) return error.trouble;
  return error instanceof Error ? troubleIn(error.cause) : undefined;
}

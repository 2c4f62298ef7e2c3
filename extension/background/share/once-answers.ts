/**
 * Answers the readers of this browser's once links: a note comes in from a relay, `OnceAuthor` decides in the store's
 * transaction, and only then the answer leaves. A note about a page that is not uploaded now, or whose time is over, gets
 * no answer: its reader asks again, and loses nothing.
 */
import {
  type ClientEvent,
  type LockChange,
  type LockRecord,
  OnceAuthor,
} from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import { DiskFullError } from '../../store/disk-full.ts';
import type { Pages } from '../../store/pages.ts';
import { isUploaded } from '../../store/upload-scope.ts';
import type { Expiry } from '../hold/expiry.ts';
import type { UploadPolicy } from '../hold/upload-policy.ts';
import type { Relays } from '../relays.ts';
import { tellDiskFull, tellOpened } from '../tell/once-opened.ts';

export interface OnceAnswersDeps {
  readonly pages: Pages;
  readonly relays: Relays;
  readonly uploadPolicy: UploadPolicy;
  readonly expiry: Pick<Expiry, 'isOver' | 'sweep'>;
  readonly now: () => number;
}

type Note = Extract<ClientEvent, { type: 'note' }>;

/** Answers from now on. */
export function answerReaders(deps: OnceAnswersDeps): OnceAnswers {
  const answers = new OnceAnswers(deps);
  deps.relays.subscribe((relay, event) => {
    if (event.type === 'note') void answers.receive(relay, event);
  });
  return answers;
}

export class OnceAnswers {
  readonly #deps: OnceAnswersDeps;
  /** One for each relay: the names of senders are a relay's own. */
  readonly #authors = new Map<string, OnceAuthor>();
  /** The locks whose author was told of a full disk since this worker started. */
  readonly #toldFull = new Set<Address>();

  constructor(deps: OnceAnswersDeps) {
    this.#deps = deps;
  }

  /** Resolves when everything about the note is done. */
  async receive(relay: string, note: Note): Promise<void> {
    try {
      if (await this.#isOpenAt(relay, note.address)) await this.#author(relay).receive(note);
    } catch (error) {
      console.error(error); // nothing was released, and the reader asks again
      if (error instanceof DiskFullError) await this.#onDiskFull(note.address);
    }
  }

  /** Says whether the page of a lock is uploaded at this relay now. */
  async #isOpenAt(relay: string, lock: Address): Promise<boolean> {
    const { pages, uploadPolicy, expiry } = this.#deps;
    const record = await pages.locks.read(lock);
    const page = record && (await pages.get(record.page));
    if (!page?.relays.includes(relay)) return false;
    if (await expiry.isOver(page.lifetime)) {
      await expiry.sweep(); // its alarm is late
      return false;
    }
    return isUploaded(page, await uploadPolicy.uploads());
  }

  #author(relay: string): OnceAuthor {
    const known = this.#authors.get(relay);
    if (known) return known;
    const { pages, relays, now } = this.#deps;
    const author = new OnceAuthor({
      store: pages.locks,
      now,
      send: (address, body, to) => relays.client(relay)?.note(address, body, to),
      onChange: (record, change) => void this.#onChange(record, change),
    });
    this.#authors.set(relay, author);
    return author;
  }

  async #onChange(record: LockRecord, change: LockChange): Promise<void> {
    if (change.type !== 'received') return;
    const page = await this.#deps.pages.get(record.page);
    if (!page) return; // deleted at this moment: its author knows
    const at = change.release.receivedAt ?? change.release.at;
    await tellOpened(page, { person: record.person, at, now: this.#deps.now() });
  }

  async #onDiskFull(lock: Address): Promise<void> {
    if (this.#toldFull.has(lock)) return;
    this.#toldFull.add(lock);
    const record = await this.#deps.pages.locks.read(lock);
    const page = record && (await this.#deps.pages.get(record.page));
    if (page) await tellDiskFull(page);
  }
}

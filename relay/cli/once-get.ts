/**
 * Gets the page of a once link. The sealed page is on this disk before the person is asked, and the reader's keys are
 * before the sender is: whatever is killed, the same command goes on. In the end only the output is left.
 */
import { dirname } from 'node:path';
import {
  BUNDLE_TYPE,
  type Lock,
  OnceReader,
  type OnceState,
  openLock,
  openSealed,
} from '../client/index.ts';
import { type Link, parseOrigin } from '../protocol/index.ts';
import { formatBytes, shownName } from '../words/index.ts';
import { momentWords } from '../words/once-link.ts';
import { Failure } from './failure.ts';
import { GetLock } from './get-lock.ts';
import { type GetRun, Getting, tellSaved } from './getting.ts';
import { DISK } from './keep/disk.ts';
import type { LinkPages } from './link-pages.ts';
import { NoteLine } from './note-line.ts';
import { agreed, terminal } from './question.ts';
import { nameOfLink } from './save-target.ts';
import { StoredReading } from './stored-reading.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** A link with a capability. */
export type OnceLink = Link & { readonly capability: Uint8Array };

/** The sender has so long to confirm that it knows of the opening, in milliseconds. */
const RECEIPT_MS = 10_000;
const QUESTION = 'Open it now? The sender gives you the key only once.';
/** The relays of a lock beyond those of its link. */
const MORE_RELAYS = 4;

/** Throws where nobody can be asked, and `--yes` does not say so beforehand. */
export function requirePerson({ options: { yes, json } }: GetRun): void {
  if (yes || (terminal() && !json)) return;
  throw new Failure(
    'usage',
    'This link opens only so often, and nobody can be asked here: --yes opens it.',
  );
}

export async function getOnce(run: GetRun, link: OnceLink, pages: LinkPages): Promise<void> {
  const lock = await lockOf(link, pages);
  pages.widen(lock.relays.flatMap((relay) => parseOrigin(relay) ?? []).slice(0, MORE_RELAYS));
  // One reader's keys serve every folder.
  const alone = await GetLock.take(link.address);
  const opening = new Opening({ run, link, lock, pages });
  try {
    await opening.endEarlier();
    const { page: address, mediaType, name } = lock;
    const saveName = nameOfLink({ ...link, address, mediaType, ...(name && { name }) });
    const wanted = {
      ...{ address, name: saveName },
      isPlain: () => false,
      isOver: () => opening.isOver,
      open: (page: Bytes) => opening.open(page),
    };
    const saved = await new Getting(run, wanted, pages).get();
    if (saved.path !== undefined) await DISK.sync(dirname(saved.path));
    await opening.received();
    tellSaved(run.report, saved);
  } finally {
    opening.close();
    alone.release();
  }
}

async function lockOf({ address, capability }: OnceLink, pages: LinkPages): Promise<Lock> {
  const lock = await openLock(await pages.fetch(address), capability);
  if (lock === 'wrong-capability') {
    throw new Failure('key', 'The end of the link does not fit its start. Ask for the link again.');
  }
  if (lock === 'not-a-lock' || lock.mediaType === BUNDLE_TYPE) {
    throw new Failure('failed', 'The link leads to something that this version does not know.');
  }
  return lock;
}

interface OpeningDeps {
  readonly run: GetRun;
  readonly link: OnceLink;
  readonly lock: Lock;
  readonly pages: LinkPages;
}

/** The exchange with the sender. */
class Opening {
  readonly #deps: OpeningDeps;
  readonly #reading: StoredReading;
  readonly #line: NoteLine;
  readonly #key = Promise.withResolvers<Uint8Array>();
  #reader: OnceReader | undefined;
  #isAway = false;
  /** Nothing can come of the sealed page any more. */
  isOver = false;

  constructor(deps: OpeningDeps) {
    this.#deps = deps;
    this.#key.promise.catch(() => {}); // perhaps nobody waits for it
    this.#reading = new StoredReading(deps.link.address);
    this.#line = new NoteLine({
      lock: deps.link.address,
      clients: deps.pages.clients,
      reader: () => this.#reader,
      onError: this.#key.reject,
    });
  }

  /** If an earlier program has opened it and was killed, its receipt is sent, and this one fails. */
  async endEarlier(): Promise<void> {
    const at = this.#reading.openedAt;
    if (at === undefined) return;
    await this.#begin();
    await this.#confirmed();
    const when = momentWords(at, Date.now());
    throw new Failure('key', `You opened it here at ${when}, and only what you saved is left.`);
  }

  /** The content of the sealed page, with the key that the sender gives now. */
  async open(page: Bytes): Promise<Bytes> {
    const reader = await this.#begin();
    if (reader.state.state === 'ready') {
      await this.#ask(reader);
      await reader.open();
    }
    const content = await openSealed(page, await this.#keyInTime());
    if (typeof content !== 'string') return content;
    throw new Failure('failed', 'The sender’s page is damaged: its key does not fit.');
  }

  /** The output is durable. Resolves when the sender knows, and nothing else is left here. */
  async received(): Promise<void> {
    await this.#reader?.received();
    if (await this.#confirmed()) return;
    this.#deps.run.report.say('The sender could not be told that you have it.');
  }

  close(): void {
    this.#reader?.close();
    this.#line.stop();
  }

  async #begin(): Promise<OnceReader> {
    const { link, lock } = this.#deps;
    const reader = await OnceReader.begin({
      ...{ address: link.address, capability: link.capability, lock },
      store: this.#reading,
      now: Date.now,
      random: Math.random,
      schedule: (act, delayMs) => {
        const timer = setTimeout(act, delayMs);
        return () => clearTimeout(timer);
      },
      send: (body, to) => this.#line.send(body, to),
      onState: (state) => this.#onState(state),
    });
    if (reader === 'not-a-lock') throw new Failure('failed', 'The link is damaged.');
    this.#reader = reader;
    return reader;
  }

  /** The person decides, unless `--yes` has. */
  async #ask(reader: OnceReader): Promise<void> {
    const { run, lock } = this.#deps;
    const at = run.options.yes ? undefined : terminal();
    if (!at) return;
    const name = lock.name === undefined ? 'The page' : shownName(lock.name);
    run.report.say(`${name} is here, still encrypted (${formatBytes(lock.bytes)}).`);
    if (await agreed(QUESTION, at, run.signal)) return;
    reader.close();
    await this.#end();
    throw new Failure('stopped', 'Not opened: the link has not been used up.');
  }

  async #keyInTime(): Promise<Uint8Array> {
    const { run } = this.#deps;
    const { signal, options } = run;
    const onAbort = () => this.#key.reject(signal.reason);
    signal.addEventListener('abort', onAbort);
    const timer = setTimeout(() => this.#key.reject(noSender()), options.wait);
    try {
      signal.throwIfAborted();
      return await this.#key.promise;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    }
  }

  #onState(state: OnceState): void {
    if (state.state === 'opened') this.#key.resolve(state.contentKey);
    else if (state.state === 'away') this.#onAway();
    else if (state.state === 'failed') this.#key.reject(problemOf(state.problem));
    else if (state.state === 'spent' && !state.isHere) {
      this.isOver = true;
      void this.#reading.deleted.then(() => this.#key.reject(spent(state.at)));
    }
  }

  #onAway(): void {
    if (this.#isAway) return;
    this.#isAway = true;
    this.#deps.run.report.event({ type: 'waiting' }, 'Waiting for the sender, who has the key.');
  }

  /** True once the sender has the receipt; false after a time without an answer, or after Ctrl+C. */
  async #confirmed(): Promise<boolean> {
    const { signal } = this.#deps.run;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const giveUp = () => resolve(false);
    const timer = setTimeout(giveUp, RECEIPT_MS);
    signal.addEventListener('abort', giveUp);
    void this.#reading.deleted.then(() => resolve(true));
    if (signal.aborted) giveUp();
    const isConfirmed = await promise;
    clearTimeout(timer);
    if (!isConfirmed) await this.#end();
    return isConfirmed;
  }

  async #end(): Promise<void> {
    this.isOver = true;
    await this.#reading.delete();
  }
}

function noSender(): Failure {
  const text = 'The sender, who alone has the key, does not answer now. Nothing is used up.';
  return new Failure('nobody', `${text} --wait 10m waits longer.`);
}

function spent(at: number): Failure {
  const when = momentWords(at, Date.now());
  return new Failure(
    'key',
    `The link is used up, the last time at ${when}. If it was not you, tell the sender.`,
  );
}

function problemOf(problem: 'not-a-lock' | 'no-notes' | 'blocked'): Failure {
  if (problem === 'blocked') return new Failure('refused', 'The relay blocks this link.');
  if (problem === 'no-notes') {
    return new Failure('failed', 'The relay is too old for links that open once.');
  }
  return new Failure('failed', 'The link is damaged.');
}

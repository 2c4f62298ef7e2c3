/** `mayfly share`: makes pages of files or of a stream, prints their link, and holds them. */
import { resolve } from 'node:path';
import { renderUnicodeCompact } from 'uqr';
import { formatLink, type Link } from '../protocol/index.ts';
import { chosenFiles } from './chosen-files.ts';
import { Failure } from './failure.ts';
import { HeldShare, type HeldShareDeps } from './held-share.ts';
import { HandedPages } from './keep/handed-pages.ts';
import { type MadePages, NewPages } from './new-pages.ts';
import { CountedLocks, OnceShare } from './once-share.ts';
import { clientAt, isReached, noRelay, type ReachedRelay, relaysOf } from './reached-relays.ts';
import type { Report } from './report.ts';
import { Spool } from './spool.ts';
import { partsOfInput } from './standard-input.ts';

export interface ShareOptions {
  readonly public?: true;
  /** Milliseconds. */
  readonly for?: number;
  readonly type?: string;
  readonly name?: string;
  readonly relay: readonly string[];
  readonly readers?: number;
  /** The link opens once. */
  readonly once?: true;
  /** The link opens so often. */
  readonly opens?: number;
  readonly qr?: true;
  /** A keeper on this machine takes over. */
  readonly keep?: true;
  /** The folder of that keeper. */
  readonly dir: string;
}

export interface ShareRun {
  readonly paths: readonly string[];
  readonly options: ShareOptions;
  readonly report: Report;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
}

/** The longest time that a timer can wait, in milliseconds. */
const TIMER_MS = 2 ** 31 - 1;

export async function share(run: ShareRun): Promise<void> {
  const spool = await Spool.open();
  const origins = relaysOf(run.options.relay);
  const locks = new CountedLocks();
  const relays = origins.map((origin) => clientAt(origin, locks.over(spool)));
  try {
    await new Sharing(run, spool, locks).share(relays);
  } finally {
    for (const { client } of relays) client.close();
    await spool.close();
  }
}

class Sharing {
  readonly #run: ShareRun;
  readonly #spool: Spool;
  readonly #locks: CountedLocks;
  /** The number of times that the link opens; undefined for any number. */
  readonly #opens: number | undefined;
  /** Unix seconds. */
  readonly #expires: number | undefined;
  /** The counts as they were told last. */
  #toldHolders: number | undefined;
  #toldReaders = 0;

  constructor(run: ShareRun, spool: Spool, locks: CountedLocks) {
    this.#run = run;
    this.#spool = spool;
    this.#locks = locks;
    const { for: ms, once, opens } = run.options;
    this.#opens = opens ?? (once && 1);
    this.#expires = ms === undefined ? undefined : Math.ceil((Date.now() + ms) / 1000);
  }

  async share(all: readonly ReachedRelay[]): Promise<void> {
    const { report } = this.#run;
    const relays = await this.#reached(all);
    const keeper = this.#run.options.keep && (await this.#keeper(relays));
    const made = await this.#make(pageBytesOf(relays));
    const isOver = Promise.withResolvers<'read' | 'expired' | 'stopped'>();
    const held = await this.#hold(made, relays, {
      onChange: () => {
        if (this.#onCounts(held)) isOver.resolve('read');
      },
      onRefused: isOver.reject,
    });
    this.#run.signal.addEventListener('abort', () => isOver.resolve('stopped'));
    await Promise.race([held.begin(), isOver.promise]);
    this.#run.signal.throwIfAborted();
    if (keeper) await Promise.race([this.#handTo(keeper), isOver.promise]);
    this.#run.signal.throwIfAborted();
    await this.#tellLink(held instanceof OnceShare ? held.link : made, relays);
    if (keeper) return report.event({ type: 'done' }, 'The keeper holds it.');
    const timer = this.#onExpiry(() => isOver.resolve('expired'));
    if (this.#isRead(held)) isOver.resolve('read');
    const end = await isOver.promise;
    clearTimeout(timer);
    if (end === 'read') await held.settled();
    if (end === 'stopped') return this.#onStopped(held);
    const read = held instanceof OnceShare ? undefined : `Read by ${held.readers}.`;
    report.event({ type: 'done' }, end === 'expired' ? 'The time of this share is over.' : read);
  }

  async #hold(
    made: MadePages,
    relays: readonly ReachedRelay[],
    events: Pick<HeldShareDeps, 'onChange' | 'onRefused'>,
  ): Promise<HeldShare | OnceShare> {
    const deps = { spool: this.#spool, relays, ...events };
    if (this.#opens === undefined) return new HeldShare(deps);
    const { report } = this.#run;
    return await OnceShare.make({ ...deps, report, locks: this.#locks }, made, this.#opens);
  }

  async #reached(all: readonly ReachedRelay[]): Promise<readonly ReachedRelay[]> {
    const { report, signal } = this.#run;
    const answers = await Promise.all(all.map((relay) => isReached(relay, signal)));
    const there = all.filter((_, i) => answers[i]);
    const lost = all.filter((_, i) => !answers[i]).map(({ origin }) => origin);
    if (there.length === 0) throw noRelay(lost);
    const reached = this.#opens === undefined ? there : relaysForOnce(there, report);
    for (const origin of lost) report.say(`No relay answers at ${origin}: the link leaves it out.`);
    for (const { origin } of reached) report.event({ type: 'connected', relay: origin });
    return reached;
  }

  async #keeper(relays: readonly ReachedRelay[]): Promise<HandedPages> {
    const origins = relays.map(({ origin }) => origin);
    return await HandedPages.begin(resolve(this.#run.options.dir), origins);
  }

  async #handTo(keeper: HandedPages): Promise<void> {
    await keeper.hand(this.#spool, this.#expires, this.#run.signal);
  }

  async #make(pageBytes: number): Promise<MadePages> {
    const { paths, options, report, signal } = this.#run;
    const isStream = paths.length === 0 || paths.join() === '-';
    if (isStream && process.stdin.isTTY) report.say('Type what you share; Ctrl+D ends it.');
    const chosen = isStream ? undefined : await chosenFiles(paths);
    if (chosen?.skipped) report.say(`Left out: ${chosen.skipped} links and devices.`);
    const pages = new NewPages({
      spool: this.#spool,
      isPublic: options.public === true,
      isOnce: this.#opens !== undefined,
      pageBytes,
      type: options.type,
      name: options.name ?? chosen?.name,
      signal,
      onProgress: (bytes, total) => report.progress(bytes, total),
    });
    return await (chosen ? pages.ofFiles(chosen.files) : pages.ofStream(partsOfInput(signal)));
  }

  async #tellLink(
    made: Omit<Link, 'relay' | 'relays'>,
    relays: readonly ReachedRelay[],
  ): Promise<void> {
    const { report, options } = this.#run;
    const [relay = '', ...others] = relays.map(({ origin }) => origin);
    const expires = this.#expires;
    const link = formatLink({
      relay,
      ...made,
      ...(expires !== undefined && { expires }),
      relays: others,
    });
    await report.result(link);
    if (options.qr) report.say(renderUnicodeCompact(link, { border: 2 }));
    report.event({ type: 'shared', address: made.address, expires }, this.#onceText);
  }

  get #onceText(): string | undefined {
    if (this.#opens === undefined) return undefined;
    const often = this.#opens === 1 ? 'once' : `${this.#opens} times`;
    return `The link opens ${often}, while this runs. Ctrl+C ends the link too.`;
  }

  /** Tells the counts if they have changed. True once there were enough readers. */
  #onCounts(held: HeldShare | OnceShare): boolean {
    const { report } = this.#run;
    const { holders, readers } = held;
    if (readers > this.#toldReaders) {
      this.#toldReaders = readers;
      report.event({ type: 'served', readers });
    }
    if (holders !== undefined && this.#toldHolders !== holders) {
      this.#toldHolders = holders;
      report.event({ type: 'held', holders }, heldText(holders));
    }
    return this.#isRead(held);
  }

  #isRead({ readers }: HeldShare | OnceShare): boolean {
    const { readers: enough } = this.#run.options;
    return readers >= Math.min(enough ?? Infinity, this.#opens ?? Infinity);
  }

  #onStopped(held: HeldShare | OnceShare): void {
    if (held instanceof OnceShare) {
      return this.#run.report.event({ type: 'done' }, held.stopped());
    }
    const { holders = 1 } = held;
    if (holders < 2) {
      throw new Failure('only-copy', 'You had the only copy: nobody can read it any more.');
    }
    this.#run.report.event({ type: 'done' }, `Others hold it: ${holders - 1}.`);
  }

  #onExpiry(end: () => void): NodeJS.Timeout | undefined {
    if (this.#expires === undefined) return undefined;
    return setTimeout(end, Math.min(TIMER_MS, this.#expires * 1000 - Date.now()));
  }
}

/** The relays that pass on what a reader of a once link asks. */
function relaysForOnce(relays: readonly ReachedRelay[], report: Report): readonly ReachedRelay[] {
  const able = relays.filter(({ client }) => takesNotes(client));
  const old = relays.filter(({ client }) => !takesNotes(client));
  const said = old.map(({ origin }) => `The relay at ${origin} is too old for such links.`);
  if (able.length === 0) throw new Failure('failed', said.join(' '));
  for (const sentence of said) report.say(`${sentence} The link leaves it out.`);
  return able;
}

function takesNotes({ connection }: ReachedRelay['client']): boolean {
  return connection.state === 'open' && connection.takesNotes;
}

function heldText(holders: number): string {
  return holders < 2
    ? 'You have the only copy. Ctrl+C ends the share.'
    : `Held by ${holders}: you may stop with Ctrl+C.`;
}

/** The largest page that each of the relays takes, in bytes. */
function pageBytesOf(relays: readonly ReachedRelay[]): number {
  const rooms = relays.map(({ client: { connection } }) =>
    connection.state === 'open' ? connection.limits.pageBytes : Infinity,
  );
  return Math.min(...rooms);
}

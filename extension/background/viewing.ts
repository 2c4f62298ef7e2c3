/** What one viewer sees of one page: how far its reading has come, who holds it, what happened. */
import type { ClientEvent, ConnectionState } from '@mayfly/relay/client';
import { type Link, isLinkProblem, parseLink } from '@mayfly/relay/protocol';
import {
  type ActivityEntry,
  type ReadingProblem,
  noteActivity,
  problemOf,
} from '@mayfly/relay/view';
import type { DistantReading, PageSight } from '../messages.ts';
import { isExpired } from '../store/lifetime.ts';
import { knownRelays, readSettings } from '../store/settings.ts';
import { type FetchingDeps, obtain } from './fetching.ts';

const EXPIRED: DistantReading = { state: 'failed', problem: { reason: 'expired' } };

type Report = (sight: PageSight) => void;

/** Reports what there is to see of the page that `text` links to, at once and on change, until it is stopped. */
export function viewPage(deps: FetchingDeps, text: string, report: Report): () => void {
  return view(deps, text, report, (viewing) => viewing.start());
}

/** The same for a page that somebody let go of here and still looks at: it is not fetched again. */
export function viewReleasedPage(deps: FetchingDeps, text: string, report: Report): () => void {
  return view(deps, text, report, (viewing) => viewing.startReleased());
}

function view(
  deps: FetchingDeps,
  text: string,
  report: Report,
  start: (viewing: Viewing) => Promise<void>,
): () => void {
  const link = parseLink(text);
  if (isLinkProblem(link) && link.problem !== 'bad-key') {
    report(failedSight({ reason: 'bad-link', message: link.message }));
    return () => undefined;
  }
  // A page is fetched and held whether the key is any good or not.
  const viewing = new Viewing(deps, isLinkProblem(link) ? link.rest : link, report);
  void start(viewing);
  return () => viewing.stop();
}

class Viewing {
  readonly #deps: FetchingDeps;
  readonly #link: Link;
  readonly #report: Report;
  readonly #stopping = new AbortController();
  #activity: readonly ActivityEntry[] = [];
  #holders: number | undefined;
  #progress: { readonly received: number; readonly total: number } | undefined;
  /** Set when the reading has come to its end. */
  #end: DistantReading | undefined;

  constructor(deps: FetchingDeps, link: Link, report: Report) {
    this.#deps = deps;
    this.#link = link;
    this.#report = report;
  }

  async start(): Promise<void> {
    const { relay } = this.#link;
    const isKnown = await this.#isKnown();
    if (this.#stopping.signal.aborted) return;
    if (!isKnown) return this.#finish({ state: 'unknown-relay', relay });
    if (await this.#isOver()) return this.#finish(EXPIRED);
    this.#look();
    await this.#read();
  }

  async startReleased(): Promise<void> {
    const isKnown = await this.#isKnown();
    if (isKnown && !this.#stopping.signal.aborted) this.#look();
    this.#finish({ state: 'released' });
  }

  stop(): void {
    this.#stopping.abort();
  }

  /** Any web page can lead here: no relay hears of this browser, or of what it holds, before somebody said so. */
  async #isKnown(): Promise<boolean> {
    const { address, relay } = this.#link;
    if (knownRelays(await readSettings()).includes(relay)) return true;
    return (await this.#deps.pages.get(address))?.relays.includes(relay) ?? false;
  }

  /** A link that has expired leads nowhere, but to what is held here all the same. */
  async #isOver(): Promise<boolean> {
    const { pages, now } = this.#deps;
    return isExpired(this.#link, now()) && !(await pages.get(this.#link.address));
  }

  /** Follows connection, count and events of the page for as long as it is viewed. */
  #look(): void {
    const { relays, pages } = this.#deps;
    const { address, relay } = this.#link;
    const lease = relays.use(relay);
    const stops = [
      relays.subscribe((from, event) => from === relay && this.#onEvent(event)),
      pages.subscribe(() => void this.#checkHeld()),
      lease.client.watch(address, (count) => this.#onHolders(count)),
      lease.release,
    ];
    this.#stopping.signal.addEventListener('abort', () => {
      for (const stop of stops) stop();
    });
    this.#tell();
  }

  async #read(): Promise<void> {
    try {
      const page = await obtain(
        this.#deps,
        this.#link,
        this.#stopping.signal,
        (received, total) => {
          this.#progress = { received, total };
          this.#tell();
        },
      );
      if (page) this.#finish({ state: 'stored', ...hintsOf(page) });
    } catch (error) {
      this.#finish({ state: 'failed', problem: problemOf(error) });
    }
  }

  #onEvent(event: ClientEvent): void {
    const { address } = this.#link;
    const activity = noteActivity(this.#activity, address, event, this.#deps.now());
    if (activity === this.#activity) return; // about another page
    this.#activity = activity;
    if (event.type === 'corrupt') this.#progress = undefined;
    // A count from before the connection was lost says nothing about now.
    if (event.type === 'connection' && event.connection.state !== 'open') this.#holders = undefined;
    this.#tell();
  }

  #onHolders(count: number): void {
    this.#holders = count;
    this.#tell();
  }

  async #checkHeld(): Promise<void> {
    if (this.#end?.state !== 'stored') return;
    if (!(await this.#deps.pages.get(this.#link.address))) this.#finish({ state: 'released' });
  }

  #finish(end: DistantReading): void {
    this.#end = end;
    this.#tell();
  }

  #tell(): void {
    if (this.#stopping.signal.aborted) return;
    const connection = this.#deps.relays.connection(this.#link.relay);
    this.#report({
      reading: this.#end ?? readingOf(connection, this.#holders, this.#progress),
      connection,
      activity: this.#activity,
      ...(this.#holders !== undefined && { holders: this.#holders }),
    });
  }
}

function readingOf(
  connection: ConnectionState,
  holders: number | undefined,
  progress: { readonly received: number; readonly total: number } | undefined,
): DistantReading {
  if (progress) return { state: 'receiving', ...progress };
  if (connection.state !== 'open') return { state: 'connecting' };
  if (holders === 0) return { state: 'absent' };
  return { state: 'looking', ...(holders !== undefined && { holders }) };
}

function hintsOf({ mediaType, name }: { mediaType: string; name?: string }) {
  return { mediaType, ...(name && { name }) };
}

function failedSight(problem: ReadingProblem): PageSight {
  return {
    reading: { state: 'failed', problem },
    connection: { state: 'idle' },
    activity: [],
  };
}

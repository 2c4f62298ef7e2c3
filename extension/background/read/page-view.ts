/** What one viewer sees of one page: how far its reading has come, who holds it, what happened. */
import { type ActivityEntry, type ClientEvent, noteActivity } from '@mayfly/relay/client';
import {
  formatLink,
  isLinkProblem,
  type Link,
  mediaTypeOf,
  parseLink,
} from '@mayfly/relay/protocol';
import { type ReadingProblem, problemOf } from '@mayfly/relay/words';
import type { DistantReading, PageSight } from '../../messages.ts';
import type { PageRecord } from '../../store/database.ts';
import { isExpired } from '../../store/lifetime.ts';
import { knownRelays, readSettings } from '../../store/settings.ts';
import { troubleIn } from '../../store/store-error.ts';
import { dismiss, type FetchingDeps, hold, isSound, receive, visit } from './page-fetch.ts';
import { isUploaded } from '../../store/upload-scope.ts';
import { Search } from './page-search.ts';

const EXPIRED: DistantReading = { state: 'failed', problem: { reason: 'expired' } };

type Report = (sight: PageSight) => void;

/**
 * Reports what there is to see of the page that `text` links to, at once and on change, until it is stopped. A page that
 * was fetched is held once it is `seen`: any site can open a viewer that nobody looks at.
 */
export function viewPage(
  deps: FetchingDeps,
  text: string,
  report: Report,
  seen: Promise<void>,
): () => void {
  return view(deps, text, report, (viewing) => viewing.start(seen));
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
    report(failedSight({ reason: 'bad-link' }));
    return () => undefined;
  }
  // A page is fetched and held whether the key is any good or not.
  const viewing = new Viewing(deps, isLinkProblem(link) ? link.rest : link, report);
  start(viewing).catch((error: unknown) => viewing.fail(error));
  return () => viewing.stop();
}

class Viewing {
  readonly #deps: FetchingDeps;
  readonly #opened: Link;
  /** The one that was opened or, where that leads to a relay that is not told of the page, the one of the held page. */
  #link: Link;
  readonly #report: Report;
  readonly #stopping = new AbortController();
  #activity: readonly ActivityEntry[] = [];
  #search: Search | undefined;
  /** Relays that the link names besides its own and the user does not know: nothing of this goes there unasked. */
  #unknown: readonly string[] = [];
  /** Whether others may have the page from here, once it is stored. */
  #isUploaded = false;
  /** Whether the copy that is held is not the page. */
  #isDamaged = false;
  /** Set when the reading has come to its end. */
  #end: DistantReading | undefined;

  constructor(deps: FetchingDeps, link: Link, report: Report) {
    this.#deps = deps;
    this.#opened = link;
    this.#link = link;
    this.#report = report;
  }

  async start(seen: Promise<void>): Promise<void> {
    const { pages, now } = this.#deps;
    const page = await pages.get(this.#opened.address);
    if (page) this.#link = whereAnnounced(this.#opened, page);
    const known = await this.#known(page);
    const { relay } = this.#link;
    if (!known.has(relay)) return this.#finish({ state: 'unknown-relay', relay });
    // It leads nowhere, but to what is held here all the same.
    if (!page && isExpired(this.#link, now())) return this.#finish(EXPIRED);
    if (this.#stopping.signal.aborted) return;
    const search = this.#look(known);
    if (page) search.countAll();
    const isHere = page && (await isSound(this.#deps, page.address));
    await (isHere ? this.#readHeld(page, seen) : this.#read(search, seen));
  }

  async startReleased(): Promise<void> {
    const known = await this.#known();
    if (known.has(this.#link.relay) && !this.#stopping.signal.aborted) this.#look(known);
    this.#finish({ state: 'released' });
  }

  stop(): void {
    this.#stopping.abort();
  }

  /** Ends a reading that cannot go on. */
  fail(error: unknown): void {
    console.error(error);
    const trouble = troubleIn(error);
    if (trouble) this.#finish({ state: 'no-store', trouble });
    else this.#finish({ state: 'failed', problem: problemOf(error) });
  }

  /**
   * The relays that the user knows, or that this page is announced at. Any web page can lead here: no other relay hears
   * of this browser, or of what it holds, before somebody said so.
   */
  async #known(page?: PageRecord): Promise<ReadonlySet<string>> {
    return new Set([...knownRelays(await readSettings()), ...(page?.relays ?? [])]);
  }

  /** Follows connection, count and events of the page for as long as it is viewed. */
  #look(known: ReadonlySet<string>): Search {
    const { relays, pages, uploadPolicy } = this.#deps;
    const { address, relay: first } = this.#link;
    const hints = this.#link.relays.filter((relay) => relay !== first);
    this.#unknown = hints.filter((relay) => !known.has(relay));
    const others = hints.filter((relay) => known.has(relay));
    const search = new Search({ relays, address, first, others, onChange: () => this.#tell() });
    this.#search = search;
    const stops = [
      relays.subscribe((relay, event) => search.looksAt(relay) && this.#onEvent(relay, event)),
      pages.subscribe(() => this.#checkSoon()),
      uploadPolicy.subscribe(() => this.#checkSoon()),
      () => search.stop(),
    ];
    this.#stopping.signal.addEventListener('abort', () => {
      for (const stop of stops) stop();
    });
    this.#tell();
    return search;
  }

  async #readHeld(page: PageRecord, seen: Promise<void>): Promise<void> {
    // A link with the key knows better what is in a page that came without.
    await this.#finishHeld(
      page,
      this.#link.key && !page.key ? linkHints(this.#link) : hintsOf(page),
    );
    await seen;
    await visit(this.#deps, this.#link, page);
    const visited = await this.#deps.pages.get(page.address);
    if (this.#end?.state === 'stored') await this.#finishHeld(visited);
  }

  async #read(search: Search, seen: Promise<void>): Promise<void> {
    try {
      const found = await receive(this.#deps, this.#link, () => search.find());
      if (this.#stopping.signal.aborted) return await dismiss(this.#deps, this.#link);
      this.#stopping.signal.addEventListener('abort', () => void dismiss(this.#deps, this.#link));
      this.#finish({ state: 'passing', ...linkHints(this.#link) });
      await seen;
      await this.#finishHeld(await hold(this.#deps, this.#link, found));
    } catch (error) {
      this.fail(error);
    }
  }

  async #finishHeld(page: PageRecord | undefined, hints = page && hintsOf(page)): Promise<void> {
    if (!page || !hints) return this.#finish({ state: 'released' }); // it went just now
    this.#isUploaded = isUploaded(page, await this.#deps.uploadPolicy.uploads());
    this.#finish({ state: 'stored', ...hints });
  }

  #onEvent(from: string, event: ClientEvent): void {
    const { address, relay } = this.#link;
    const happening = { event, at: this.#deps.now(), ...(from !== relay && { relay: from }) };
    const activity = noteActivity(this.#activity, address, happening);
    if (activity === this.#activity) return; // about another page
    this.#activity = activity;
    this.#tell();
  }

  #checkSoon(): void {
    this.#checkHeld().catch((error: unknown) => console.error(error)); // what is shown stays on the screen
  }

  async #checkHeld(): Promise<void> {
    await this.#checkDamaged();
    if (this.#end?.state !== 'stored') return;
    const { pages, uploadPolicy } = this.#deps;
    const [page, uploads] = await Promise.all([
      pages.get(this.#link.address),
      uploadPolicy.uploads(),
    ]);
    if (!page) return this.#finish({ state: 'released' });
    if (isUploaded(page, uploads) === this.#isUploaded) return;
    this.#isUploaded = isUploaded(page, uploads);
    this.#tell();
  }

  /** While a page is looked for though it is held, its copy here is damaged. */
  async #checkDamaged(): Promise<void> {
    if (this.#end !== undefined) return;
    const page = await this.#deps.pages.get(this.#link.address);
    const isDamaged = page?.isDamaged === true;
    if (isDamaged === this.#isDamaged) return;
    this.#isDamaged = isDamaged;
    this.#tell();
  }

  #finish(end: DistantReading): void {
    this.#end = end;
    this.#tell();
  }

  #tell(): void {
    if (this.#stopping.signal.aborted) return;
    const search = this.#search;
    const holders = search?.holders;
    const unasked = this.#isMissed() ? this.#unknown : [];
    this.#report({
      reading: this.#end ?? readingOf(search),
      connection: search?.connection ?? { state: 'idle' },
      activity: this.#activity,
      ...(this.#link.relay !== this.#opened.relay && { link: formatLink(this.#link) }),
      ...(this.#end?.state === 'stored' && { isUploaded: this.#isUploaded }),
      ...(this.#isDamaged && !this.#isHere() && { isDamaged: true }),
      ...(holders !== undefined && { holders }),
      ...(unasked.length > 0 && { unasked }),
    });
  }

  #isHere(): boolean {
    return this.#end?.state === 'stored' || this.#end?.state === 'passing';
  }

  /** Whether the relays that are known do not help. */
  #isMissed(): boolean {
    const isOver = this.#end !== undefined && this.#end.state !== 'failed';
    return !isOver && this.#search?.isWide === true && this.#search.progress === undefined;
  }
}

/**
 * The link of a held page that `link` names. Any web page can lead here, so a relay that is not told of a page must not
 * learn that it is held: what is seen of it comes from the relays where it is announced.
 */
function whereAnnounced(link: Link, { relays }: PageRecord): Link {
  const relay = relays.includes(link.relay) ? link.relay : (relays[0] ?? link.relay);
  return { ...link, relay, relays: relays.filter((other) => other !== relay) };
}

function readingOf(search: Search | undefined): DistantReading {
  if (search?.progress) return { state: 'receiving', ...search.progress };
  if (search?.connection.state !== 'open') return { state: 'connecting' };
  const { holders } = search;
  if (holders === 0) return { state: 'absent' };
  return { state: 'looking', ...(holders !== undefined && { holders }) };
}

function linkHints(link: Link) {
  return { mediaType: mediaTypeOf(link), ...(link.name && { name: link.name }) };
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

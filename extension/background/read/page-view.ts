/**
 * Reports one page to its viewer: the state of its reading, its holders, its events.
 *
 * One reading, start to finish: `link-redirects` or `open-link` opens the viewer, which opens a port with the link of the
 * page; `screen-ports` calls `viewPage` here. A held page is in the store already. For any other, `page-search` looks at
 * its relays, each a `page-at-relay`, and `page-fetch` puts the found bytes where the viewer reads and opens them. The
 * viewer notes over its port that somebody has seen the page, and `page-fetch` keeps it; it notes that the page is open,
 * and `hold/seeding` announces it.
 */
import { type ActivityEntry, type ClientEvent, noteActivity } from '@mayfly/relay/client';
import { formatLink, isLinkProblem, type Link, parseLink } from '@mayfly/relay/protocol';
import { arrivingBy, type Reading, type ReadingProblem, problemOf } from '@mayfly/relay/words';
import type { Hints, LocalCopy, Obstacle, OpenedInViewer, PageView } from '../../messages.ts';
import type { PageRecord } from '../../store/database.ts';
import { isExpired } from '../../store/lifetime.ts';
import { knownRelays, readSettings } from '../../store/settings.ts';
import { troubleIn } from '../../store/store-error.ts';
import { dismiss, type ReadDeps, hold, isSound, learn, receive, visit } from './page-fetch.ts';
import { heldCopy, hintsOf, isSameCopy, linkHints, whereAnnounced } from './local-copy.ts';
import { Search } from './page-search.ts';

type Report = (view: PageView) => void;

/** The notes of the viewer on the page that it shows. */
export interface ViewerNotes {
  /** Resolves when somebody has seen the page. */
  readonly seen: Promise<unknown>;
  /** Resolves when the page is open; never while it stays locked. */
  readonly opened: Promise<OpenedInViewer>;
}

/**
 * Reports the page that `text` links to, at once and on change, until the returned function is called. A fetched page is
 * held once it is `seen`: any site can open a viewer that nobody looks at.
 */
export function viewPage(
  deps: ReadDeps,
  text: string,
  report: Report,
  notes: ViewerNotes,
): () => void {
  return view(deps, text, report, (reporter) => reporter.start(notes));
}

/** The same for a page that the user deleted here and still looks at: it is not fetched again. */
export function viewDeletedPage(deps: ReadDeps, text: string, report: Report): () => void {
  return view(deps, text, report, (reporter) => reporter.startDeleted());
}

function view(
  deps: ReadDeps,
  text: string,
  report: Report,
  start: (reporter: PageReporter) => Promise<void>,
): () => void {
  const link = parseLink(text);
  if (isLinkProblem(link) && link.problem !== 'bad-key') {
    report(failedView({ reason: 'bad-link' }));
    return () => undefined;
  }
  // A page is fetched and held even if its key is bad.
  const reporter = new PageReporter(deps, isLinkProblem(link) ? link.rest : link, report);
  start(reporter).catch((error: unknown) => reporter.fail(error));
  return () => reporter.stop();
}

class PageReporter {
  readonly #deps: ReadDeps;
  readonly #opened: Link;
  /** The opened link; or the held page's own link, when the opened one names a relay we do not announce this page to. */
  #link: Link;
  readonly #report: Report;
  readonly #stopping = new AbortController();
  #activity: readonly ActivityEntry[] = [];
  #search: Search | undefined;
  /** Other relays that the link names and the user does not know: none of them hears of this unasked. */
  #unknown: readonly string[] = [];
  /** `true` if the held copy is damaged. */
  #isDamaged = false;
  /** The last moment when a relay counted a holder. */
  #heldAt: number | undefined;
  #copy: LocalCopy | undefined;
  #obstacle: Obstacle | undefined;
  #problem: ReadingProblem | undefined;

  constructor(deps: ReadDeps, link: Link, report: Report) {
    this.#deps = deps;
    this.#opened = link;
    this.#link = link;
    this.#report = report;
  }

  async start(notes: ViewerNotes): Promise<void> {
    const { pages, now } = this.#deps;
    const page = await pages.get(this.#opened.address);
    if (page) this.#link = whereAnnounced(this.#opened, page);
    const known = await this.#known(page);
    const { relay } = this.#link;
    if (!known.has(relay)) return this.#stopAt({ by: 'relay', relay });
    // A held page opens all the same.
    if (!page && isExpired(this.#link, now())) return this.#failBy({ reason: 'expired' });
    if (this.#stopping.signal.aborted) return;
    const search = this.#look(known);
    if (page) search.countAll();
    const isHere = page && (await isSound(this.#deps, page.address));
    await (isHere ? this.#readHeld(page, notes) : this.#read(search, notes));
  }

  async startDeleted(): Promise<void> {
    const known = await this.#known();
    if (known.has(this.#link.relay) && !this.#stopping.signal.aborted) this.#look(known);
    this.#setCopy({ state: 'deleted' });
  }

  stop(): void {
    this.#stopping.abort();
  }

  /** Ends a reading that cannot go on. */
  fail(error: unknown): void {
    console.error(error);
    const trouble = troubleIn(error);
    if (trouble) this.#stopAt({ by: 'store', trouble });
    else this.#failBy(problemOf(error));
  }

  /**
   * The relays that the user knows, and those where this page is announced. Any web page can lead here, so no other relay
   * hears of this browser or of its pages before the user agrees.
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

  async #readHeld(page: PageRecord, { seen, opened }: ViewerNotes): Promise<void> {
    // A link with a key describes the page better than a record without one.
    const isBetter = this.#link.key && !page.key;
    await this.#showHeld(page, isBetter ? linkHints(this.#link) : hintsOf(page));
    await seen;
    await visit(this.#deps, this.#link);
    await this.#learn(opened);
  }

  async #read(search: Search, { seen, opened }: ViewerNotes): Promise<void> {
    try {
      const found = await receive(this.#deps, this.#link, () => search.find());
      if (this.#stopping.signal.aborted) return await dismiss(this.#deps, this.#link);
      this.#stopping.signal.addEventListener('abort', () => void dismiss(this.#deps, this.#link));
      this.#setCopy({ state: 'passing', ...linkHints(this.#link) });
      await seen;
      await this.#showHeld(await hold(this.#deps, this.#link, found));
    } catch (error) {
      return this.fail(error);
    }
    await this.#learn(opened);
  }

  async #learn(opened: Promise<OpenedInViewer>): Promise<void> {
    await learn(this.#deps, this.#link, await opened).catch((error: unknown) =>
      console.error(error),
    );
    if (this.#copy?.state === 'held') {
      await this.#showHeld(await this.#deps.pages.get(this.#link.address));
    }
  }

  async #showHeld(page: PageRecord | undefined, hints?: Hints): Promise<void> {
    if (!page) return this.#setCopy({ state: 'deleted' }); // the user deleted it just now
    this.#setCopy(await heldCopy(this.#deps, page, hints));
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
    this.#checkHeld().catch((error: unknown) => console.error(error)); // the page stays on the screen as it is
  }

  async #checkHeld(): Promise<void> {
    await this.#checkDamaged();
    if (this.#copy?.state !== 'held') return;
    const page = await this.#deps.pages.get(this.#link.address);
    if (!page) return this.#setCopy({ state: 'deleted' });
    const copy = await heldCopy(this.#deps, page, hintsOf(this.#copy));
    if (this.#copy?.state === 'held' && !isSameCopy(this.#copy, copy)) this.#setCopy(copy);
  }

  /** A held page that is looked for at relays is damaged here. */
  async #checkDamaged(): Promise<void> {
    if (this.#isOver()) return;
    const page = await this.#deps.pages.get(this.#link.address);
    const isDamaged = page?.isDamaged === true;
    if (isDamaged === this.#isDamaged) return;
    this.#isDamaged = isDamaged;
    this.#tell();
  }

  #setCopy(copy: LocalCopy): void {
    this.#copy = copy;
    this.#tell();
  }

  #stopAt(obstacle: Obstacle): void {
    this.#copy = undefined;
    this.#obstacle = obstacle;
    this.#tell();
  }

  #failBy(problem: ReadingProblem): void {
    this.#copy = undefined;
    this.#problem = problem;
    this.#tell();
  }

  #tell(): void {
    if (this.#stopping.signal.aborted) return;
    const search = this.#search;
    const holders = search?.holders;
    if (holders !== undefined && holders > 0) this.#heldAt = this.#deps.now();
    const unasked = this.#isMissed() ? this.#unknown : [];
    this.#report({
      reading: this.#reading(),
      connection: search?.connection ?? { state: 'idle' },
      activity: this.#activity,
      ...(this.#copy && { copy: this.#copy }),
      ...(this.#obstacle && { obstacle: this.#obstacle }),
      ...(this.#link.relay !== this.#opened.relay && { link: formatLink(this.#link) }),
      ...(this.#isDamaged && !this.#isHere() && { isDamaged: true }),
      ...(holders !== undefined && { holders }),
      ...(unasked.length > 0 && { unasked }),
    });
  }

  #reading(): Reading {
    if (this.#problem) return { state: 'failed', problem: this.#problem };
    if (this.#isHere()) return { state: 'opening' };
    const { holders, progress, connection } = this.#search ?? {};
    const isConnected = connection?.state === 'open';
    return arrivingBy({ isConnected, holders, heldAt: this.#heldAt, progress });
  }

  #isHere(): boolean {
    return this.#copy?.state === 'held' || this.#copy?.state === 'passing';
  }

  #isOver(): boolean {
    return Boolean(this.#copy ?? this.#obstacle ?? this.#problem);
  }

  /** `true` if the known relays do not help. */
  #isMissed(): boolean {
    const isLookedFor = !this.#copy && !this.#obstacle;
    return isLookedFor && this.#search?.isWide === true && this.#search.progress === undefined;
  }
}

function failedView(problem: ReadingProblem): PageView {
  return {
    reading: { state: 'failed', problem },
    connection: { state: 'idle' },
    activity: [],
  };
}

/**
 * One once link that tabs of this browser look at. All of its tabs are one reader: they share a key pair, and use up one
 * opening. The key of the page is here from the answer until the receipt, in memory alone, and goes only to tabs where a
 * person pressed *Open*.
 *
 * One opening, start to finish: `lock-search` finds the lock and the sealed page; the reader's keys are stored; a tab says
 * that a person pressed *Open*; the reader asks by `reader-line` until the key comes; the tab shows the page and says so;
 * the receipt goes. After that and the end of the tabs, nothing of it is left in this browser.
 */
import { type Lock, OnceReader, type OnceState } from '@mayfly/relay/client';
import { type OpeningProblem, problemOf } from '@mayfly/relay/words';
import type { Obstacle, OpeningView } from '../../messages.ts';
import { isExpired } from '../../store/lifetime.ts';
import { troubleIn } from '../../store/store-error.ts';
import { LockSearch, type OnceLink } from './lock-search.ts';
import type { ReadDeps } from './page-fetch.ts';
import { ReaderLine } from './reader-line.ts';
import { ReadingRecord } from './reading-record.ts';
import { type VisitingTab, waitOf } from './visiting-tab.ts';

export type VisitDeps = Pick<ReadDeps, 'pages' | 'passing' | 'relays' | 'now'>;

/** A receipt may take so long after the last tab was closed. */
const RECEIPT_MS = 60_000;

export class OnceVisit {
  readonly #deps: VisitDeps;
  readonly #link: OnceLink;
  readonly #onEnd: () => void;
  readonly #tabs = new Set<VisitingTab>();
  readonly #record: ReadingRecord;
  readonly #search: LockSearch;
  readonly #line: ReaderLine;
  #lock: Lock | undefined;
  #isPageHere = false;
  #reader: OnceReader | undefined;
  #beginning: Promise<void> | undefined;
  /** While the receipt of a shown page is being stored. */
  #receipt: Promise<void> | undefined;
  #problem: OpeningProblem | undefined;
  #obstacle: Obstacle | undefined;
  #isOver = false;
  #lingering: ReturnType<typeof setTimeout> | undefined;

  /** `onEnd` is called when the last tab has left, and the receipt of an opened page is in. */
  constructor(deps: VisitDeps, link: OnceLink, onEnd: () => void) {
    const { relays, pages } = deps;
    this.#deps = deps;
    this.#link = link;
    this.#onEnd = onEnd;
    this.#record = new ReadingRecord(pages.onceReads, () => this.#onRecordGone());
    this.#search = new LockSearch({ ...deps, link, onChange: () => this.#tell() });
    this.#line = new ReaderLine({
      relays,
      lock: link.address,
      looksAt: (relay) => this.#search.looksAt(relay),
      reader: () => this.#reader,
    });
    this.#do(() => this.#start());
  }

  /** `true` if no further tab can join: the visit has ended or failed. */
  get isClosed(): boolean {
    return this.#isOver || this.#problem !== undefined;
  }

  join(tab: VisitingTab): void {
    clearTimeout(this.#lingering);
    this.#tabs.add(tab);
    const { state } = this.#reader?.state ?? {};
    if (state === 'failed') this.#reader?.hurry();
    // A press from before a reload asked for the page that was open since. Another opening takes another press.
    if (state === 'spent' || state === 'received') tab.isPressed = false;
    this.#tell();
    if (tab.isPressed) this.press(tab);
    if (tab.isShown) this.show(tab);
  }

  leave(tab: VisitingTab): void {
    this.#tabs.delete(tab);
    if (this.#tabs.size > 0) return;
    if (this.#receipt || this.#record.reading?.opened) this.#do(() => this.#onLeft());
    else this.#end();
  }

  /** A person has pressed *Open* in this tab. */
  press(tab: VisitingTab): void {
    tab.isPressed = true;
    this.#tell();
    this.#do(() => this.#onPress());
  }

  /** The page is on the screen of this tab. */
  show(tab: VisitingTab): void {
    tab.isShown = true;
    this.#sendReceipt();
  }

  async #start(): Promise<void> {
    const { address } = this.#link;
    const { pages, now } = this.#deps;
    if (await pages.locks.get(address)) return this.#fail({ reason: 'own' });
    // The author's browser has deleted the page, so that nobody would ever answer.
    if (isExpired(this.#link, now())) return this.#fail({ reason: 'expired' });
    const reading = await this.#record.read(address);
    const lock = await this.#search.findLock();
    if (typeof lock === 'string') return this.#fail({ reason: lock });
    this.#lock = lock;
    // A page that was on the screen needs its receipt, and nothing else.
    if (reading?.opened || this.#isShown) return await this.#begin();
    await this.#findPage(lock);
    // The press before a reload was for an earlier tab: text appears only where somebody pressed.
    if (!reading?.asked || this.#isPressed) await this.#begin();
  }

  async #onPress(): Promise<void> {
    const state = this.#reader?.state;
    if (!this.#lock || (!this.#isPageHere && !state)) return; // the start goes on with it
    if (!state) return await this.#begin();
    if (state.state === 'ready') await this.#reader?.open();
    const isOver = state.state === 'received' || state.state === 'spent';
    // While the receipt of an earlier opening is on its way, its record must not be lost.
    if (isOver && !this.#record.reading) await this.#openAgain(this.#lock);
  }

  /** As a reader with other keys: it uses up another opening of the link, if there is one. */
  async #openAgain(lock: Lock): Promise<void> {
    this.#reader?.close();
    this.#reader = undefined;
    for (const tab of this.#tabs) tab.isShown = false; // that was the page of the other keys
    await this.#findPage(lock);
    await this.#begin();
  }

  async #findPage(lock: Lock): Promise<void> {
    if (this.#isPageHere) return;
    await this.#search.findPage(lock);
    this.#isPageHere = true;
    this.#tell();
  }

  /** Begins once, however many tabs ask for it at a time. */
  async #begin(): Promise<void> {
    this.#beginning ??= this.#beginReader().finally(() => (this.#beginning = undefined));
    await this.#beginning;
  }

  async #beginReader(): Promise<void> {
    const { address, capability } = this.#link;
    if (!this.#lock || this.isClosed) return;
    const reader = await OnceReader.begin({
      ...{ address, capability, lock: this.#lock, store: this.#record },
      now: this.#deps.now,
      random: Math.random,
      schedule: (run, delayMs) => {
        const timer = setTimeout(run, delayMs);
        return () => clearTimeout(timer);
      },
      send: (body, to) => this.#line.send(body, to),
      onState: (state) => this.#onState(state),
    });
    if (reader === 'not-a-lock') return this.#fail({ reason: 'not-a-lock' });
    this.#reader = reader;
    if (this.isClosed) return this.#forget();
    this.#tell();
    if (this.#isPressed) await reader.open();
  }

  #onState({ state }: OnceState): void {
    // The presses so far are answered.
    if (state === 'received' || state === 'spent')
      for (const tab of this.#tabs) tab.isPressed = false;
    // The author's browser may have lost this relay, or this browser has.
    if (state === 'away' && this.#lock) this.#search.widen(this.#lock);
    this.#tell();
    if (state === 'opened' && this.#isShown) this.#sendReceipt();
  }

  #sendReceipt(): void {
    const receipt = this.#reader?.received().finally(() => (this.#receipt = undefined));
    this.#receipt = receipt;
    this.#do(async () => await receipt);
  }

  /** Goes on without the key of the page, for as long as the receipt may take. */
  async #onLeft(): Promise<void> {
    await this.#receipt;
    if (this.#tabs.size > 0) return; // the tab was only reloaded
    if (!this.#record.reading?.opened || this.isClosed) return this.#end();
    this.#lingering = setTimeout(() => this.#end(), RECEIPT_MS);
    this.#reader?.close();
    this.#reader = undefined;
    await this.#begin();
  }

  #onRecordGone(): void {
    if (this.isClosed) return;
    if (this.#tabs.size === 0) return this.#end();
    if (this.#isPressed) this.#do(() => this.#onPress());
  }

  get #isPressed(): boolean {
    return [...this.#tabs].some((tab) => tab.isPressed);
  }

  get #isShown(): boolean {
    return [...this.#tabs].some((tab) => tab.isShown);
  }

  #do(act: () => Promise<void>): void {
    act().catch((error: unknown) => this.#onError(error));
  }

  #onError(error: unknown): void {
    if (this.isClosed) return;
    console.error(error);
    const trouble = troubleIn(error);
    if (trouble) this.#obstacle = { by: 'store', trouble };
    this.#fail(isTooOld(error) ? { reason: 'old-browser' } : problemOf(error));
  }

  #fail(problem: OpeningProblem): void {
    this.#problem = problem;
    this.#stop();
    this.#tell();
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#stop();
    this.#forget();
    this.#onEnd();
  }

  /** Nobody else has the keys of a reader who did not ask. If they stay, the next start of the background deletes them. */
  #forget(): void {
    this.#reader?.close();
    const { reading } = this.#record;
    if (!reading || reading.asked) return;
    void this.#record.delete(reading.lock).catch((error: unknown) => console.error(error));
  }

  #stop(): void {
    this.#reader?.close();
    this.#line.stop();
    this.#search.stop();
  }

  #tell(): void {
    const { connection, unasked } = this.#search;
    for (const tab of this.#tabs) {
      tab.report({
        opening: this.#openingFor(tab),
        connection,
        ...(this.#obstacle && { obstacle: this.#obstacle }),
        ...(unasked.length > 0 && { unasked }),
      });
    }
  }

  /** The relay passes no notes on, so that nobody can ask. */
  get #isRelayTooOld(): boolean {
    const { connection } = this.#search;
    const { state = 'ready' } = this.#reader?.state ?? {};
    const isAsking = state === 'ready' || state === 'asking' || state === 'away';
    return isAsking && connection.state === 'open' && !connection.takesNotes;
  }

  #openingFor(tab: VisitingTab): OpeningView['opening'] {
    if (this.#problem) return { state: 'failed', problem: this.#problem };
    const state = this.#reader?.state;
    if (this.#isRelayTooOld) return { state: 'failed', problem: { reason: 'old-relay' } };
    if (!this.#lock || (!this.#isPageHere && !state)) {
      return { state: 'arriving', arriving: this.#search.arriving };
    }
    return waitOf(tab, state ?? { state: 'ready' }, this.#lock);
  }
}

/** The browser does not know the kind of keys that readers have. */
function isTooOld(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotSupportedError';
}

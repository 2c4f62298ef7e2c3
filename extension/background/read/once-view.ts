/** Reports a once link to the tab that opened it, and takes the notes of that tab. */
import { isLinkProblem, parseLink } from '@mayfly/relay/protocol';
import type { OnceTabNote, OpeningView } from '../../messages.ts';
import { knownRelays, readSettings } from '../../store/settings.ts';
import { troubleIn } from '../../store/store-error.ts';
import type { OnceLink } from './lock-search.ts';
import type { OnceVisit, VisitDeps } from './once-visit.ts';
import type { OnceVisits } from './once-visits.ts';
import type { VisitingTab } from './visiting-tab.ts';

export interface OnceViewDeps extends Pick<VisitDeps, 'pages'> {
  readonly visits: OnceVisits;
}

export class OnceViewing {
  readonly #deps: OnceViewDeps;
  readonly #tab: VisitingTab;
  #visit: OnceVisit | undefined;
  #isStopped = false;

  /** `isShown`: the tab has the page already, so only its receipt may be missing. */
  constructor(
    deps: OnceViewDeps,
    text: string,
    report: (view: OpeningView) => void,
    isShown = false,
  ) {
    this.#deps = deps;
    this.#tab = { report, isPressed: isShown, isShown };
    this.#start(text).catch((error: unknown) => this.#fail(error));
  }

  take({ type }: OnceTabNote): void {
    const { isPressed, isShown } = this.#tab;
    // Said to no visit yet: it finds the tab so.
    if (type === 'open' && !isPressed) this.#tab.isPressed = true;
    if (type === 'shown' && !isShown) this.#tab.isShown = true;
    if (type === 'open') this.#visit?.press(this.#tab);
    else this.#visit?.show(this.#tab);
  }

  stop(): void {
    this.#isStopped = true;
    this.#visit?.leave(this.#tab);
  }

  async #start(text: string): Promise<void> {
    const link = parseLink(text);
    if (isLinkProblem(link) || !link.capability) {
      return this.#report({ state: 'failed', problem: { reason: 'bad-capability' } });
    }
    const { relay, capability } = link;
    // Any web page can lead here, so no other relay hears of this browser before the user agrees.
    if (!knownRelays(await readSettings()).includes(relay)) {
      return this.#report(CONNECTING, { by: 'relay', relay });
    }
    const { pages, visits } = this.#deps;
    const isSettled = this.#tab.isShown && !(await pages.onceReads.read(link.address));
    if (isSettled || this.#isStopped) return;
    const visit = visits.of({ ...link, capability } satisfies OnceLink);
    this.#visit = visit;
    visit.join(this.#tab);
  }

  #fail(error: unknown): void {
    console.error(error);
    this.#report(CONNECTING, { by: 'store', trouble: troubleIn(error) ?? 'unreadable' });
  }

  #report(opening: OpeningView['opening'], obstacle?: OpeningView['obstacle']): void {
    if (this.#isStopped) return;
    this.#tab.report({ opening, connection: { state: 'idle' }, ...(obstacle && { obstacle }) });
  }
}

const CONNECTING = { state: 'arriving', arriving: { state: 'connecting' } } as const;

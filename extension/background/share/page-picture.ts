/**
 * Takes the picture of a page for its preview. The tab comes to the screen, a script in the page shows one part after the
 * other, and each is photographed. Then the preview comes back.
 */
import { browser } from 'wxt/browser';
import { isOnScreen, returnToPreview } from '../../browser/preview-tab.ts';
import type { ShotPart, ShotsForm } from '../../capture/page-shots/shots.ts';
import type { PictureProblem, PictureStep } from '../../messages.ts';
import { photograph, sizeOfPng } from './page-camera.ts';
import { PhotographedPage } from './photographed-page.ts';

/** Takes the picture that the name of a port asks for, until the returned function is called. */
export function takePicture(
  wanted: string,
  previewId: number | undefined,
  report: (step: PictureStep) => void,
): () => void {
  const [, id, form] = /^(\d+) (view|whole)$/.exec(wanted) ?? [];
  const taking = new PictureTaking(Number(id ?? -1), form === 'whole' ? form : 'view', report);
  void taking.run(previewId);
  return () => taking.stop();
}

/** A page that moves against the scrolling would need a shot for each of its lines. */
const MOST_SHOTS = 500;

class PictureTaking {
  readonly #tabId: number;
  readonly #form: ShotsForm;
  readonly #report: (step: PictureStep) => void;
  #page: PhotographedPage | undefined;
  #isStopped = false;
  #hasShot = false;
  /** Another tab was on the screen since the page was brought there. */
  #isInterrupted = false;

  constructor(tabId: number, form: ShotsForm, report: (step: PictureStep) => void) {
    this.#tabId = tabId;
    this.#form = form;
    this.#report = report;
  }

  stop(): void {
    this.#isStopped = true;
    this.#page?.leave();
  }

  /** Resolves when the preview is on the screen again, or the user has gone elsewhere. */
  async run(previewId: number | undefined): Promise<void> {
    const { onActivated } = browser.tabs;
    try {
      await this.#bringForward();
      onActivated.addListener(this.#onActivated);
      await this.#take();
      this.#say({ step: 'done' });
    } catch (error) {
      if (this.#isStopped) return; // another picture may be on its way by now
      this.#say({ step: 'failed', why: whyOf(error) });
    } finally {
      onActivated.removeListener(this.#onActivated);
      this.#page?.leave();
    }
    if (!this.#isInterrupted) await returnToPreview(previewId, this.#tabId);
  }

  readonly #onActivated = ({ tabId }: { readonly tabId: number }): void => {
    if (tabId !== this.#tabId) void this.#lookAfterSwitch();
  };

  async #lookAfterSwitch(): Promise<void> {
    const isSeen = await isOnScreen(this.#tabId);
    if (isSeen) return; // the tab is one of another window
    this.#isInterrupted = true;
    this.#page?.leave();
  }

  async #bringForward(): Promise<void> {
    const tab = await browser.tabs.get(this.#tabId).catch(() => undefined);
    // After a restart of the browser, another page may have the number. Without `activeTab`, its address is hidden.
    if (!tab?.url) throw new UnreadableError('expected a tab whose page may be seen');
    await browser.tabs.update(this.#tabId, { active: true });
  }

  async #take(): Promise<void> {
    this.#page = await PhotographedPage.open(this.#tabId);
    if (this.#isStopped) throw new Error('expected a preview that stays open');
    if (this.#form === 'view') return this.#takeView();
    if (!this.#page) throw new UnreadableError('expected a page in which a script may run');
    const start = await this.#page.ask({ order: 'start', form: 'whole' });
    if (start.note !== 'page') throw new Error('expected the size of the page');
    const { note: _, ...page } = start;
    this.#say({ step: 'page', ...page });
    const height = await this.#takeParts(this.#page);
    if (height < page.height) this.#say({ step: 'page', ...page, height });
  }

  /** Resolves to the height that the page had in the end. */
  async #takeParts(page: PhotographedPage): Promise<number> {
    for (let asked = 0; asked < MOST_SHOTS; asked++) {
      const note = await page.ask({ order: 'next' });
      if (note.note === 'over') return note.height;
      if (note.note === 'ready') await this.#takeShot(note.parts);
    }
    throw new Error(`expected a page of at most ${MOST_SHOTS} parts`);
  }

  async #takeShot(parts: readonly ShotPart[]): Promise<void> {
    const url = await this.#photograph();
    for (const part of parts) this.#say({ step: 'shot', url, ...part });
  }

  /** Where no script may run, the browser may still let the screen be seen. */
  async #takeView(): Promise<void> {
    await this.#page?.ask({ order: 'start', form: 'view' });
    const url = await this.#photograph();
    const { width, height } = sizeOfPng(url);
    const all = { left: 0, top: 0, right: width, bottom: height };
    this.#say({ step: 'page', width, height, lacks: 'nothing', ground: '#fff' });
    this.#say({ step: 'shot', url, from: all, to: all });
  }

  /** The window's pixels, if they are those of the page. */
  async #photograph(): Promise<string> {
    const tab = await browser.tabs.get(this.#tabId);
    try {
      const url = await photograph(tab.windowId ?? browser.windows.WINDOW_ID_CURRENT);
      this.#hasShot = true;
      return await this.#unlessInterrupted(url);
    } catch (cause) {
      if (this.#hasShot || !tab.active) throw cause;
      throw new UnreadableError('expected a page that may be seen', { cause });
    }
  }

  async #unlessInterrupted(url: string): Promise<string> {
    const isSeen = await isOnScreen(this.#tabId);
    if (!isSeen) this.#isInterrupted = true;
    if (this.#isInterrupted) throw new Error('expected a tab that stays on the screen');
    return url;
  }

  #say(step: PictureStep): void {
    if (!this.#isStopped) this.#report(step);
  }
}

class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
}

function whyOf(error: unknown): PictureProblem {
  return error instanceof UnreadableError ? 'unreadable' : 'interrupted';
}

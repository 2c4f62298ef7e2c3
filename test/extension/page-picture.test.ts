/** The background takes pictures of a tab whose page answers it, or does not. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { takePicture } from '../../extension/background/share/page-picture.ts';
import type { ShotsNote } from '../../extension/capture/page-shots/shots.ts';
import type { PictureStep } from '../../extension/messages.ts';

const TAB = 7;
const PREVIEW = 8;
const OTHER = 9;
const BOX = { left: 0, top: 0, right: 2, bottom: 3 };
const PART = { from: BOX, to: BOX };
const PAGE = { width: 2, height: 3, lacks: 'nothing' as const, ground: '#fff' };
const QUOTA = 'This request exceeds the MAX_CAPTURE_VISIBLE_TAB_CALLS_PER_SECOND quota.';

/** A PNG of 2 by 3 pixels, as far as its head tells. */
const PNG = `data:image/png;base64,${btoa(
  String.fromCharCode(...[137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82]) +
    String.fromCharCode(...[0, 0, 0, 2, 0, 0, 0, 3, 8, 6, 0, 0, 0, 0, 0, 0]),
)}`;

/** A window with a page, its preview and another tab. */
class FakeWindow {
  active = PREVIEW;
  /** Its address, which the browser hides where the user did not point Mayfly at it. */
  url: string | undefined = 'https://site.example/';
  /** The answers of the page to the background's orders; without them, no script may run there. */
  notes: ShotsNote[] | undefined;
  /** Called at each shot; may throw as the browser does. */
  onShot = (): void => {};
  /** The page was put back as it was. */
  isPutBack = false;
  readonly #listeners = new Set<(info: { tabId: number }) => void>();

  constructor() {
    Reflect.set(browser, 'scripting', {
      executeScript: async () => {
        if (!this.notes) throw new Error('cannot access contents of the page');
      },
    });
    Reflect.set(browser, 'tabs', {
      get: async (id: number) => ({
        id,
        windowId: 1,
        active: this.active === id,
        ...(this.url && { url: this.url }),
      }),
      update: async (id: number) => this.activate(id),
      connect: () => this.#port(),
      captureVisibleTab: async () => {
        this.onShot();
        return PNG;
      },
      onActivated: {
        addListener: (listener: (info: { tabId: number }) => void) => this.#listeners.add(listener),
        removeListener: (listener: (info: { tabId: number }) => void) =>
          this.#listeners.delete(listener),
      },
    });
  }

  activate(tabId: number): void {
    this.active = tabId;
    for (const listener of this.#listeners) listener({ tabId });
  }

  #port() {
    let answer: (note: ShotsNote) => void = () => {};
    return {
      postMessage: () => {
        const note = this.notes?.shift();
        if (note) queueMicrotask(() => answer(note));
      },
      onMessage: { addListener: (listener: typeof answer) => (answer = listener) },
      onDisconnect: { addListener: () => {} },
      disconnect: () => (this.isPutBack = true),
    };
  }
}

let alices: FakeWindow;
beforeEach(() => (alices = new FakeWindow()));

/** The steps of a picture, once it is done or has failed. */
async function stepsOf(form: 'view' | 'whole'): Promise<readonly PictureStep[]> {
  const steps: PictureStep[] = [];
  takePicture(`${TAB} ${form}`, PREVIEW, (step) => steps.push(step));
  await expect.poll(() => /done|failed/.test(steps.at(-1)?.step ?? '')).toBe(true);
  return steps;
}

const kindsOf = (steps: readonly PictureStep[]) => steps.map(({ step }) => step);

describe('a picture of the whole page', () => {
  beforeEach(() => {
    const ready: ShotsNote = { note: 'ready', parts: [PART] };
    alices.notes = [{ note: 'page', ...PAGE }, ready, ready, { note: 'over', height: 3 }];
  });

  test('is taken part by part with the page on the screen, and the preview comes back', async () => {
    const seen: number[] = [];
    alices.onShot = () => void seen.push(alices.active);
    expect(kindsOf(await stepsOf('whole'))).toEqual(['page', 'shot', 'shot', 'done']);
    expect(seen).toEqual([TAB, TAB]);
    expect(alices.isPutBack).toBe(true);
    await expect.poll(() => alices.active).toBe(PREVIEW);
  });

  test('waits where the browser allows no more shots for a moment', async () => {
    let refusals = 2;
    alices.onShot = () => {
      if (refusals-- > 0) throw new Error(QUOTA);
    };
    expect(kindsOf(await stepsOf('whole'))).toEqual(['page', 'shot', 'shot', 'done']);
  });

  test('tells the height again where the page turned out to be shorter', async () => {
    alices.notes?.splice(2, 2, { note: 'over', height: 2 });
    expect((await stepsOf('whole')).slice(-2)).toEqual([
      { step: 'page', ...PAGE, height: 2 },
      { step: 'done' },
    ]);
  });

  test('has no shot of another tab, and leaves its user there', async () => {
    let shots = 0;
    alices.onShot = () => {
      shots += 1;
      if (shots === 2) alices.activate(OTHER);
    };
    const steps = await stepsOf('whole');
    expect(kindsOf(steps)).toEqual(['page', 'shot', 'failed']);
    expect(steps.at(-1)).toMatchObject({ why: 'interrupted' });
    expect(alices.isPutBack).toBe(true);
    expect(alices.active).toBe(OTHER);
  });

  test('is not there where no script may run', async () => {
    alices.notes = undefined;
    expect(await stepsOf('whole')).toEqual([{ step: 'failed', why: 'unreadable' }]);
  });

  test('of a tab at which nobody pointed Mayfly brings no tab to the screen', async () => {
    alices.url = undefined; // the number of the tab was that of another page before a restart
    const activate = vi.spyOn(alices, 'activate');
    expect(await stepsOf('view')).toEqual([{ step: 'failed', why: 'unreadable' }]);
    expect(activate).not.toHaveBeenCalled();
  });

  test('ends where a page always has one more part', async () => {
    alices.notes?.splice(
      1,
      0,
      ...Array.from({ length: 500 }, (): ShotsNote => ({ note: 'ready', parts: [] })),
    );
    const steps = await stepsOf('whole');
    expect(steps.at(-1)).toEqual({ step: 'failed', why: 'interrupted' });
  });

  test('says no more once its preview is closed, and the page is put back', async () => {
    const steps: PictureStep[] = [];
    let stop = () => {};
    alices.onShot = () => stop();
    stop = takePicture(`${TAB} whole`, PREVIEW, (step) => steps.push(step));
    await expect.poll(() => alices.isPutBack).toBe(true);
    expect(kindsOf(steps)).toEqual(['page']);
  });
});

describe('a picture of what is seen', () => {
  test('is one shot, as large as the browser makes it, also where no script may run', async () => {
    expect(await stepsOf('view')).toEqual([
      { step: 'page', ...PAGE },
      { step: 'shot', url: PNG, ...PART },
      { step: 'done' },
    ]);
  });

  test('is not there where the browser shows the page to no extension', async () => {
    alices.onShot = () => {
      throw new Error('the activeTab permission is required');
    };
    expect(await stepsOf('view')).toEqual([{ step: 'failed', why: 'unreadable' }]);
    await expect.poll(() => alices.active).toBe(PREVIEW);
  });
});

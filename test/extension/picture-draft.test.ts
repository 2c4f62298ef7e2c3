/** The picture on the preview's screen, until it is there or cannot be had. */
import { expect, test } from 'vitest';
import { browser } from 'wxt/browser';
import type { PictureStep } from '../../extension/messages.ts';
import { PictureDraft } from '../../extension/ui/share-page/picture-draft.ts';

/** The background's end of the port that a draft opens. */
class FakePort {
  readonly names: string[] = [];
  isOpen = true;
  #onStep: (step: PictureStep) => void = () => {};
  #onEnd: () => void = () => {};

  constructor() {
    const connect = ({ name }: { readonly name: string }) => {
      this.names.push(name);
      return {
        onMessage: { addListener: (listener: typeof this.onStep) => (this.#onStep = listener) },
        onDisconnect: { addListener: (listener: () => void) => (this.#onEnd = listener) },
        disconnect: () => (this.isOpen = false),
      };
    };
    Reflect.set(browser.runtime, 'connect', connect);
  }

  readonly onStep = (step: PictureStep) => this.#onStep(step);
  readonly breaks = () => this.#onEnd();
}

function drafted() {
  const port = new FakePort();
  const picture = new PictureDraft({ tabId: 7, form: 'whole' });
  picture.take();
  return { port, picture };
}

test('a picture is asked for by its tab and its form, and is on its way until it is there', () => {
  const { port, picture } = drafted();
  expect(port.names).toEqual(['picture 7 whole']);
  expect(picture.state.value).toEqual({ state: 'taking', share: 0 });
  expect(picture.bytes.value).toBeUndefined();
});

test('a page that cannot be seen gives the reason, and the port is closed', async () => {
  const { port, picture } = drafted();
  port.onStep({ step: 'failed', why: 'unreadable' });
  await expect.poll(() => picture.state.value).toEqual({ state: 'failed', why: 'unreadable' });
  expect(port.isOpen).toBe(false);
});

/** The page that is photographed is on the screen, and its preview behind it. */
function fakeTabs() {
  const shown = { active: 7 };
  Reflect.set(browser, 'tabs', {
    get: async (id: number) => ({ id, active: id === shown.active }),
    getCurrent: async () => ({ id: 8 }),
    update: async (id: number) => (shown.active = id),
  });
  return shown;
}

test('a background that is killed interrupts the picture: its preview comes back, to take it again', async () => {
  const shown = fakeTabs();
  const { port, picture } = drafted();
  port.breaks();
  await expect.poll(() => picture.state.value).toEqual({ state: 'failed', why: 'interrupted' });
  await expect.poll(() => shown.active).toBe(8);
  picture.take();
  expect(picture.state.value).toEqual({ state: 'taking', share: 0 });
  expect(port.names).toHaveLength(2);
});

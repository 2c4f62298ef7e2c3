import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { copyText } from '../../extension/background/tell/clipboard.ts';
import { answerCopyRequests } from '../../extension/browser/offscreen-copy.ts';
import { copyInDocument } from '../../extension/browser/copy-in-document.ts';

vi.mock(import('../../extension/browser/copy-in-document.ts'), () => ({
  copyInDocument: vi.fn<(text: string) => boolean>(() => true),
}));

// The fake browser of these tests tells no address of a sender.
vi.mock(import('../../extension/browser/own-page.ts'), async (load) => ({
  ...(await load()),
  isOwnPage: () => true,
}));

/** The texts copied in an open offscreen document. */
let copied: string[] = [];
let isOpen = false;

beforeEach(() => {
  copied = [];
  isOpen = false;
  Reflect.set(browser, 'offscreen', {
    hasDocument: () => Promise.resolve(isOpen),
    createDocument: () => Promise.resolve((isOpen = true)),
    closeDocument: () => Promise.resolve((isOpen = false)),
  });
});

afterEach(() => {
  Reflect.deleteProperty(browser, 'offscreen');
  vi.mocked(copyInDocument).mockReset().mockReturnValue(true);
  vi.unstubAllEnvs();
});

/** Answers as the offscreen document does, while it is open. */
function answerOffscreen(): void {
  vi.mocked(copyInDocument).mockImplementation((text) => {
    if (isOpen) copied.push(text);
    return isOpen;
  });
  answerCopyRequests();
}

test('Chromium copies in an offscreen document, which those who copy at the same time open in turn', async () => {
  answerOffscreen();
  expect(await Promise.all([copyText('one'), copyText('other')])).toEqual([true, true]);
  expect(copied).toEqual(['one', 'other']);
  expect(isOpen).toBe(false);
});

test('Firefox copies in its background page', async () => {
  vi.stubEnv('BROWSER', 'firefox');
  expect(await copyText('a link')).toBe(true);
  expect(copyInDocument).toHaveBeenCalledExactlyOnceWith('a link');
});

test('whoever asks hears that nothing was copied where there is no document to do it', async () => {
  Reflect.set(browser, 'offscreen', { hasDocument: () => Promise.reject(new Error('no')) });
  expect(await copyText('a link')).toBe(false);
});

/** The preview of a page: the forms that it offers. */
import { afterEach, expect, test } from 'vitest';
import { signal } from '@preact/signals';
import { browser } from 'wxt/browser';
import { onRequest } from '../../extension/browser/messaging.ts';
import type { SelectionSample } from '../../extension/capture/captured.ts';
import type { PageForm } from '../../extension/messages.ts';
import { PageSharing } from '../../extension/ui/share-page/page-sharing.ts';

const SOME: SelectionSample = { words: 'They live', hasFormatting: false, hasImages: false };
const NONE: SelectionSample = { ...SOME, words: '' };

const stops: (() => void)[] = [];

afterEach(() => stops.splice(0).forEach((stop) => stop()));

/** A preview that opens in this form, of a page in which this is selected, then that. */
function opened(form: PageForm, ...samples: (SelectionSample | undefined)[]) {
  const asked: number[] = [];
  Reflect.set(browser.runtime, 'connect', () => ({
    onMessage: { addListener: () => {} },
    onDisconnect: { addListener: () => {} },
    disconnect: () => {},
  }));
  stops.push(
    onRequest('readArticle', () => ({ outcome: 'unreadable' })),
    onRequest('readQuotation', () => ({ outcome: 'nothing' })),
    onRequest('sampleSelection', ({ data }) => {
      asked.push(data);
      return samples.shift();
    }),
  );
  const sharing = new PageSharing({ tabId: 7, form }, signal(1_000));
  sharing.choose(form);
  return { sharing, asked };
}

test.each(['article', 'view', 'whole'] as const)(
  'a preview that opens as %s offers the quotation of what is selected',
  async (form) => {
    const { sharing, asked } = opened(form, SOME);
    expect(sharing.hasQuotation.value).toBe(false);
    await expect.poll(() => sharing.hasQuotation.value).toBe(true);
    expect(asked).toEqual([7]);
  },
);

test('a selection of pictures alone is offered too', async () => {
  const { sharing } = opened('view', { ...NONE, hasImages: true });
  await expect.poll(() => sharing.hasQuotation.value).toBe(true);
});

test('the quotation is offered again only while something is selected when a form is chosen', async () => {
  const { sharing, asked } = opened('view', SOME, NONE, undefined, SOME);
  await expect.poll(() => sharing.hasQuotation.value).toBe(true);
  sharing.choose('whole');
  await expect.poll(() => sharing.hasQuotation.value).toBe(false);
  sharing.choose('article');
  await expect.poll(() => asked.length).toBe(3);
  expect(sharing.hasQuotation.value).toBe(false);
  sharing.readAgain();
  await expect.poll(() => sharing.hasQuotation.value).toBe(true);
});

test('a quotation that was asked for stays offered', async () => {
  const { sharing, asked } = opened('quotation', NONE);
  await expect.poll(() => asked.length).toBe(1);
  expect(sharing.hasQuotation.value).toBe(true);
});

/** Reads the selection of a tab as a quotation, for the preview of a share. */
import {
  type CaptureQuotation,
  type PageOptions,
  QUOTATION,
  type QuotationAnswer,
} from '../../capture/captured-page.ts';
import type { PageRead, PageWanted } from '../../messages.ts';
import { readSettings } from '../../store/settings.ts';
import { focusedFrame } from './focused-frame.ts';
import { contentLimit, type ShareDeps } from './publication.ts';
import { runInPage } from './page-script.ts';

/** `unreadable` also where the selection is in a frame that the extension may not read. */
export async function readQuotation(
  deps: Pick<ShareDeps, 'relays'>,
  { tabId, hasImages }: PageWanted,
): Promise<PageRead> {
  const frameId = await focusedFrame(tabId);
  if (frameId === undefined || frameId === 'foreign') return { outcome: 'unreadable' };
  const imageBytes = contentLimit(deps, await readSettings());
  const options: PageOptions = { hasImages, imageBytes };
  const call = { script: '/capture.js', func: callQuotation, args: [QUOTATION, options] } as const;
  const answer = await runInPage<QuotationAnswer>({ tabId, frameId }, call);
  switch (answer?.state) {
    case 'read':
      return { outcome: 'read', page: answer.page };
    case 'nothing':
      return { outcome: 'nothing' };
    case 'failed':
    case undefined:
      return { outcome: 'unreadable' };
  }
}

/** Runs in the page, beside the script that went there before. */
function callQuotation(name: string, options: PageOptions): Promise<QuotationAnswer> {
  return (Reflect.get(globalThis, name) as CaptureQuotation)(options);
}

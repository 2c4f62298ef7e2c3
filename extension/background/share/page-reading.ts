/** Reads the page of a tab as its user sees it, for the preview of a share. */
import {
  ARTICLE,
  type ArticleAnswer,
  type CaptureArticle,
  type CapturedPage,
  type PageOptions,
} from '../../capture/captured-page.ts';
import { readSample } from './capture-script.ts';
import { runInPage } from './page-script.ts';

type ArticleRead =
  | { readonly outcome: 'read'; readonly page: CapturedPage; readonly hasSelection: boolean }
  | { readonly outcome: 'no-article'; readonly hasSelection: boolean }
  /** The tab is gone, shows another page, or no script may run there. */
  | { readonly outcome: 'unreadable' };

export async function readArticle(tabId: number, options: PageOptions): Promise<ArticleRead> {
  const call = { script: '/article.js', func: callArticle, args: [ARTICLE, options] } as const;
  const answer = await runInPage<ArticleAnswer>({ tabId, frameId: 0 }, call);
  if (answer === undefined || answer.state === 'failed') return { outcome: 'unreadable' };
  const hasSelection = await isSelectedIn(tabId);
  if (answer.state === 'no-article') return { outcome: 'no-article', hasSelection };
  return { outcome: 'read', page: answer.page, hasSelection };
}

async function isSelectedIn(tabId: number): Promise<boolean> {
  const sample = await readSample(tabId);
  return sample !== undefined && (sample.words !== '' || sample.hasImages);
}

/** Runs in the page, beside the script that went there before. */
function callArticle(name: string, options: PageOptions): Promise<ArticleAnswer> {
  return (Reflect.get(globalThis, name) as CaptureArticle)(options);
}

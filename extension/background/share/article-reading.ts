/** Reads the page of a tab as its user sees it, for the preview of a share. */
import {
  ARTICLE,
  type ArticleAnswer,
  type CaptureArticle,
  type PageOptions,
} from '../../capture/captured-page.ts';
import type { PageRead, PageWanted } from '../../page-forms.ts';
import { readSettings } from '../../store/settings.ts';
import { runInPage } from './page-script.ts';
import { contentLimit, type LimitDeps } from './publication.ts';

/** The article of a page, for as much of the relay's limit as its images need. */
export async function readArticle(
  deps: LimitDeps,
  { tabId, hasImages }: PageWanted,
): Promise<PageRead> {
  const imageBytes = contentLimit(deps, await readSettings());
  const options: PageOptions = { hasImages, imageBytes };
  const call = { script: '/article.js', func: callArticle, args: [ARTICLE, options] } as const;
  const answer = await runInPage<ArticleAnswer>({ tabId, frameId: 0 }, call);
  if (answer === undefined || answer.state === 'failed') return { outcome: 'unreadable' };
  if (answer.state === 'no-article') return { outcome: 'no-article' };
  return { outcome: 'read', page: answer.page };
}

/** Runs in the page, beside the script that went there before. */
function callArticle(name: string, options: PageOptions): Promise<ArticleAnswer> {
  return (Reflect.get(globalThis, name) as CaptureArticle)(options);
}

/** A browser in which the extension's own script reads the made pages, and what a reading shows about a page. */
import type {
  ArticleAnswer,
  CapturedPage,
  PageOptions,
} from '../../extension/capture/captured-page.ts';
import type { Fixture } from './fixture.ts';
import { secretsIn } from './secrets.ts';
import { commonWords, missingWords, wordsIn } from './words.ts';

export interface Reading {
  readonly answer: ArticleAnswer;
  /** From the request for the script until the answer is in the background, in milliseconds. */
  readonly ms: number;
}

/** What costs as much as any reading must: the page's whole markup, fetched in the same way. */
export interface Floor {
  readonly ms: number;
  readonly length: number;
}

export interface ArticleReader {
  /** Shows a page in a tab that the extension may read, and waits until its pictures are there. */
  visit(address: string): Promise<void>;
  /** Reads the page that is shown. */
  read(options: PageOptions): Promise<Reading>;
  floor(): Promise<Floor>;
  close(): Promise<void>;
}

/** As in the background, with the default relay's limit. */
export const OPTIONS: PageOptions = { hasImages: true, imageBytes: 16_000_000 };

/** The most that an article may lose, and have beside it. */
export const LIMITS = { lostShare: 0.02, strangeShare: 0.05 };

export interface Findings {
  /** The places from which a secret came into the answer. */
  readonly leaks: readonly string[];
  /** Words of the article that are not in the answer, in order. */
  readonly lost: readonly string[];
  /** Words of the answer that are not the article's. */
  readonly strange: readonly string[];
  /** The shares of these words. */
  readonly lostShare: number;
  readonly strangeShare: number;
}

export function findingsOn({ words, allowed, secrets }: Fixture, page: CapturedPage): Findings {
  const { html, title, author, address = '' } = page;
  const found = wordsIn(html);
  const lost = missingWords(words, found);
  const known = new Set(commonWords(found, allowed));
  const strange = found.filter((_, at) => !known.has(at));
  const told = [html.replaceAll(/data:image\/\w+;base64,[\w+/=]*/g, ''), title, author, address];
  return {
    leaks: secretsIn(told.join('\n'), secrets).map(({ hiding }) => hiding),
    lost,
    strange,
    lostShare: lost.length / words.length,
    strangeShare: strange.length / Math.max(found.length, 1),
  };
}

/** The number of these elements in an article. */
export function countIn({ html }: CapturedPage, name: string): number {
  return html.match(new RegExp(`<${name}\\b`, 'g'))?.length ?? 0;
}

/** Resolves in a page when its pictures have loaded or failed, and its pictures that come late have come. */
export async function settled(): Promise<void> {
  await new Promise(requestAnimationFrame);
  for (const image of document.images) {
    if (image.loading === 'lazy') image.loading = 'eager'; // as after a look through the whole page
  }
  const waiting = [...document.images].filter((image) => !image.complete);
  await Promise.all(waiting.map((image) => image.decode().catch(() => undefined)));
}

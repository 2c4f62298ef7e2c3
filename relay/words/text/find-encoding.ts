/** Finds the encoding of a text, by a guess if nothing names it. */
import { FALLBACK, toldEncoding } from './encoding.ts';
import type { Page } from '../reading.ts';

/** The encoding that the page names, or the likeliest one. */
export async function findEncoding(page: Pick<Page, 'bytes' | 'mediaType'>): Promise<string> {
  return toldEncoding(page) ?? (await guessed(page.bytes));
}

async function guessed(bytes: Uint8Array): Promise<string> {
  try {
    const { guessEncoding } = await import('./guess-encoding.ts');
    return guessEncoding(bytes);
  } catch (error) {
    // The relay that has the rest of this program may be down.
    console.error(error);
    return FALLBACK;
  }
}

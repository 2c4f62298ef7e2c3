/** Finds the encoding of a text, where need be by a guess. */
import { FALLBACK, toldEncoding } from './encoding.ts';
import type { Page } from '../reading.ts';

/** What the page tells, or the likeliest. */
export async function findEncoding(page: Pick<Page, 'bytes' | 'mediaType'>): Promise<string> {
  return toldEncoding(page) ?? (await guessed(page.bytes));
}

async function guessed(bytes: Uint8Array): Promise<string> {
  try {
    const { guessEncoding } = await import('./guess-encoding.ts');
    return guessEncoding(bytes);
  } catch (error) {
    // The relay that has the rest of this page may be out of reach.
    console.error(error);
    return FALLBACK;
  }
}

/** The built extension as a browser of another language shows it. Few machines have such browsers. */
import { cpSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A copy of a built extension with the texts of `language` in place of the English ones, and a function that removes
 * it.
 */
export function extensionIn(
  language: string,
  built: string,
): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'mayfly-extension-'));
  cpSync(built, folder, { recursive: true });
  const locales = join(folder, '_locales');
  const theirs = join(locales, language.replace('-', '_'));
  if (language !== 'en') {
    rmSync(join(locales, 'en'), { recursive: true });
    renameSync(theirs, join(locales, 'en'));
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

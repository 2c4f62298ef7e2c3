import { findInPath, isExecutable } from './chromium.ts';

/** The Firefox for journeys: that of `FIREFOX_PATH`, otherwise the first installed one; undefined if there is none. */
export function findFirefox(): string | undefined {
  const chosen = process.env['FIREFOX_PATH'];
  return chosen ? [chosen].find(isExecutable) : findInPath('firefox-esr', 'firefox');
}

import { findInPath, isExecutable } from './chromium.ts';

/** The Firefox that journeys drive: that of `FIREFOX_PATH`, else the first found; undefined where there is none. */
export function findFirefox(): string | undefined {
  const chosen = process.env['FIREFOX_PATH'];
  return chosen ? [chosen].find(isExecutable) : findInPath('firefox-esr', 'firefox');
}

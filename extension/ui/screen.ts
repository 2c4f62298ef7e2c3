/** The steps of every page of the extension before it draws. Import this before any module that says something. */
import '../browser/speak.ts';
import { watchAwake } from '@mayfly/relay/client';
import { direction, type PlainKey, t } from '@mayfly/relay/words';
import { ask } from '../browser/messaging.ts';

/** Sets the language and direction of the page, names its tab, and tells the background when the network is back. */
export function beginScreen(title?: PlainKey): void {
  Object.assign(document.documentElement, direction());
  if (title) document.title = t(title);
  const hurry = () => void ask('hurry', undefined).catch(() => undefined); // a background that starts now connects anyway
  watchAwake(hurry, window);
}

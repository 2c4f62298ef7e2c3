/** What every page of the extension does before it draws. To be imported before what says something. */
import '../browser/speak.ts';
import { watchAwake } from '@mayfly/relay/client';
import { direction, type PlainKey, t } from '@mayfly/relay/words';
import { ask } from '../browser/messaging.ts';

/** Says in which language and direction the page is, names its tab, and passes on that the network is back. */
export function beginScreen(title?: PlainKey): void {
  Object.assign(document.documentElement, direction());
  if (title) document.title = t(title);
  const hurry = () => void ask('hurry', undefined).catch(() => undefined); // a background that starts now connects anyway
  watchAwake(hurry, window);
}

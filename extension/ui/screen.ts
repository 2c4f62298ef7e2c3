/** What every page of the extension does before it draws. To be imported before what says something. */
import '../speak.ts';
import { direction, type PlainKey, t } from '@mayfly/relay/view';

/** Says in which language and direction the page is, and names its tab. */
export function beginScreen(title?: PlainKey): void {
  Object.assign(document.documentElement, direction());
  if (title) document.title = t(title);
}

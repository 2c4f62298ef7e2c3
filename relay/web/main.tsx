/** Wires the web page: one client, what this tab holds, and the screens. */
import { render } from 'preact';
import { createClient, relayUrl } from '../client/index.ts';
import { direction, refuseFiles } from '../view/index.ts';
import '../view/view.css';
import '../view/viewer.css';
import '../view/print.css';
import { App } from './app.tsx';
import { HeldPages } from './held-pages.ts';
import { keepDraft, readDraft } from './kept-draft.ts';
import { speakAsWanted } from './language.ts';
import { Tab } from './tab.ts';
import './web.css';

const pages = new HeldPages();
const client = createClient({ url: relayUrl(location.origin), pages });
// Browsers leave WebCrypto out over plain http from another machine, whatever the types say.
const canHash = (globalThis.crypto as Crypto | undefined)?.subtle !== undefined;
const tab = new Tab({ client, pages, canHash, draft: readDraft(), now: () => Date.now() });
refuseFiles();
addEventListener('beforeunload', (event) => {
  if (tab.holdsLastCopy) event.preventDefault(); // the browser asks, in its own words
});
// Once at the end: a long draft takes too long to be stored on each key.
addEventListener('pagehide', () => keepDraft(tab.draft.peek()));
await speakAsWanted(navigator.languages);
Object.assign(document.documentElement, direction()); // before anything is drawn
const root = document.querySelector('#app');
if (root) render(<App tab={tab} />, root);

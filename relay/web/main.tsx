/** Wires the web page: one client, what this tab holds, and the screens. */
import { render } from 'preact';
import { createClient, type EarlySocket, relayUrl, watchAwake } from '../client/index.ts';
import { direction, refuseFiles, speak, whenSeen } from '../view/index.ts';
import english from '../view/locales/en.json?texts';
import { App } from './app.tsx';
import { ENGLISH } from './chosen-language.ts';
import { canHash } from './can-hash.ts';
import { HeldPages } from './held-pages.ts';
import { keepDraft, readDraft } from './kept-draft.ts';
import { forget, keepPages, takeBack } from './kept-pages.ts';
import { loadTexts } from './language.ts';
import { COMPOSE, READ } from './screens.ts';
import { Tab } from './tab.ts';
import '../view/view.css';
import '../view/viewer.css';
import '../view/print.css';
import './web.css';

const OTHER_SCREEN_MS = 3_000;

const texts = loadTexts(navigator.languages);
const pages = new HeldPages();
const kept = takeBack(pages);
// From the first file, which the page may be without.
const { early } = globalThis as { early?: EarlySocket };
const client = createClient({ url: relayUrl(location.origin), pages, ...(early && { early }) });
const now = () => Date.now();
const seen = whenSeen(document, now);
const tab = new Tab({ client, pages, canHash, kept, draft: readDraft(), now, seen });
watchAwake(() => client.hurry(), window);
refuseFiles();
addEventListener('beforeunload', (event) => {
  if (tab.holdsLastCopy) event.preventDefault(); // the browser asks, in its own words
});
// Once at the end: a long draft takes too long to be stored on each key.
addEventListener('pagehide', () => keepDraft(tab.draft.peek()));
addEventListener('pagehide', () => keepPages(pages));
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) forget(); // they are still in memory
});
const chosen = (await texts) ?? { ...ENGLISH, texts: english };
speak({ ...chosen, textOf: (key) => chosen.texts[key] ?? english[key] });
const { screen } = tab.place.peek();
if (screen !== 'nowhere') await (screen === 'read' ? READ : COMPOSE).load();
Object.assign(document.documentElement, direction()); // before anything is drawn
const root = document.querySelector('#app');
if (root) render(<App tab={tab} />, root);
// The other screen is there by the time somebody wants it, and takes nothing from the one that is looked at.
setTimeout(() => void Promise.all([READ.load(), COMPOSE.load()]), OTHER_SCREEN_MS);

/** Wires the web page: one client, what this tab holds, and the screens. */
import { signal } from '@preact/signals';
import { render } from 'preact';
import { createClient, type EarlySocket, relayUrl, watchAwake } from '../client/index.ts';
import type { Address } from '../protocol/address.ts';
import { refuseFiles, whenSeen } from '../view/index.ts';
import { direction, speak } from '../words/index.ts';
import english from '../words/locales/en.json?texts';
import { App } from './app.tsx';
import { ENGLISH } from './chosen-language.ts';
import { canHash } from './can-hash.ts';
import { HeldPages } from './held-pages.ts';
import { keepDraft, readDraft } from './kept-draft.ts';
import { keepPage, makeRoom, takeBack } from './kept-pages.ts';
import { loadTexts } from './language.ts';
import { COMPOSE, READ } from './screens.ts';
import { Tab } from './tab.ts';
import '../view/view.css';
import '../view/viewer.css';
import '../view/print.css';
import './web.css';

const OTHER_SCREEN_MS = 3_000;

const texts = loadTexts(navigator.languages);
const now = () => Date.now();
const before = await takeBack();
const kept = before.map(([address]) => address);
const stored = signal<ReadonlySet<Address>>(new Set(kept));
const pages = new HeldPages(before, async (address, bytes) => {
  if (await keepPage(address, bytes, now())) stored.value = new Set([...stored.peek(), address]);
});
// From the first file, which the page may be without.
const { early } = globalThis as { early?: EarlySocket };
const client = createClient({ url: relayUrl(location.origin), pages, ...(early && { early }) });
const seen = whenSeen(document, now);
const tab = new Tab({ client, pages, canHash, kept, stored, draft: readDraft(), now, seen });
watchAwake(() => client.hurry(), window);
refuseFiles();
addEventListener('beforeunload', (event) => {
  if (tab.holdsLastCopy) event.preventDefault(); // the browser asks, in its own words
});
// Once at the end: a long draft takes too long to be stored on each key.
addEventListener('pagehide', () => keepDraft(tab.draft.peek()));
// At the end Firefox keeps nothing where another process shows the next site.
addEventListener('beforeunload', () => keepDraft(tab.draft.peek()));
const chosen = (await texts) ?? { ...ENGLISH, texts: english };
speak({ ...chosen, textOf: (key) => chosen.texts[key] ?? english[key] });
const { screen } = tab.place.peek();
if (screen !== 'nowhere') await (screen === 'read' ? READ : COMPOSE).load();
Object.assign(document.documentElement, direction()); // before anything is drawn
await parsed();
const root = document.querySelector('#app');
if (root) render(<App tab={tab} />, root);
// The other screen is there by the time somebody wants it, and takes nothing from the one that is looked at.
setTimeout(() => void Promise.all([READ.load(), COMPOSE.load()]), OTHER_SCREEN_MS);
await makeRoom(now());

/** Resolves once the document is there: the program does not wait for it, and may be faster. */
async function parsed(): Promise<void> {
  if (document.readyState !== 'loading') return;
  await new Promise((resolve) => {
    document.addEventListener('DOMContentLoaded', resolve, { once: true });
  });
}

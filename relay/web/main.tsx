/** Wires the web page: one client, the pages that this tab holds, and the screens. */
import { render } from 'preact';
import { createClient, type EarlySocket, relayUrl, watchAwake } from '../client/index.ts';
import { refuseFiles, whenSeen } from '../view/index.ts';
import { direction } from '../words/index.ts';
import { App } from './app.tsx';
import { canHash } from './can-hash.ts';
import { HeldPages } from './held-pages.ts';
import { speakTo } from './page-language.ts';
import { COMPOSE, OTHER_RELAYS, READ } from './screens.ts';
import { readDraft, storeDraft } from './stored-draft.ts';
import { Tab } from './tab.ts';
import { TabOnce } from './tab-once.ts';
import { TabParts } from './tab-parts.ts';
import { TabStore } from './tab-store.ts';
import '../view/view.css';
import '../view/viewer.css';
import '../view/print.css';
import './web.css';

/** The wait after the first screen before the rest of the program is loaded: it must take nothing from that screen. */
const REST_MS = 3_000;

const spoken = speakTo(navigator.languages);
const now = () => Date.now();
const store = new TabStore(now);
const parts = new TabParts(now);
const once = new TabOnce(() => ({ client, now }));
const restored = await store.restore();
const pages = new HeldPages(restored, (...page) => store.store(...page), parts, once);
// The first file made it. The page works without.
const { early } = globalThis as { early?: EarlySocket };
const client = createClient({ url: relayUrl(location.origin), pages, ...(early && { early }) });
const seen = whenSeen(document, now);
const held = { pages, parts, once, store };
const tab = new Tab({ client, ...held, canHash, draft: readDraft(), now, seen });
watchAwake(() => client.hurry(), window);
refuseFiles();
addEventListener('beforeunload', (event) => {
  const isNeeded = tab.holdsLastCopy || tab.isAwaited || tab.isSharing.peek();
  if (isNeeded) event.preventDefault(); // the browser asks, in its own words
  // Firefox stores nothing at `pagehide` where another process shows the next site.
  storeDraft(tab.draft.peek());
});
// Once at the end: a long draft takes too long to be stored on each key.
addEventListener('pagehide', () => storeDraft(tab.draft.peek()));
const { screen } = tab.place.peek();
if (screen === 'read' || screen === 'compose') await (screen === 'read' ? READ : COMPOSE).load();
await spoken;
Object.assign(document.documentElement, direction()); // before anything is drawn
await parsed();
const root = document.querySelector('#app');
if (root) render(<App tab={tab} />, root);
// The other relays are shown where this one is out of reach.
const rest = () => Promise.all([READ, COMPOSE, OTHER_RELAYS].map((screen) => screen.load()));
setTimeout(() => void rest().then(() => store.makeRoom()), REST_MS);

/** Resolves once the document is there: the program does not wait for it, and may be faster. */
async function parsed(): Promise<void> {
  if (document.readyState !== 'loading') return;
  await new Promise((resolve) => {
    document.addEventListener('DOMContentLoaded', resolve, { once: true });
  });
}

/** The facts that the library shows, each from its owner: the background's reports, settings, and the clock. */
import type { Address } from '@mayfly/relay/protocol';
import { signal } from '@preact/signals';
import { follow } from '../../browser/background-port.ts';
import { LIBRARY_PORT, type LibraryUpdate } from '../../messages.ts';
import type { StoreCondition } from '../../store/database-connection.ts';
import { type Evictions, onEvictions, readEvictions } from '../../store/evictions.ts';
import { onSettings, readSettings } from '../../store/settings.ts';
import { followStore } from '../store-notice.tsx';
import { Listing } from './listing.ts';

/** The library shows ages in minutes. */
const CLOCK_MS = 30_000;

/** Resolves once everything but the background's reports is there, and follows all of it from then on. */
export async function followLibrary() {
  const listing = new Listing();
  const evictions = signal<Evictions | undefined>(await readEvictions());
  const viewedBytes = signal((await readSettings()).viewedBytes);
  const now = signal(Date.now());
  const store = signal<StoreCondition | undefined>(undefined);
  onEvictions(() => void readEvictions().then((latest) => (evictions.value = latest)));
  onSettings(['viewedBytes'], () => {
    void readSettings().then((settings) => (viewedBytes.value = settings.viewedBytes));
  });
  setInterval(() => (now.value = Date.now()), CLOCK_MS);
  followStore((condition) => (store.value = condition));
  return { listing, evictions, viewedBytes, now, store, shown: followPages(listing) };
}

/** Fills the list with the held pages. The background counts the holders of the returned ones, those on the screen. */
function followPages(listing: Listing) {
  const shown = signal<readonly Address[]>([]);
  let say: (addresses: readonly Address[]) => void = () => {};
  const sayShown = () => say(listing.toCount(shown.peek()));
  follow<LibraryUpdate>(
    () => LIBRARY_PORT,
    (update) => listing.apply(update),
    (toBackground) => {
      say = toBackground;
      sayShown();
    },
  );
  shown.subscribe(sayShown);
  listing.query.subscribe(sayShown);
  listing.selected.subscribe(sayShown);
  return shown;
}

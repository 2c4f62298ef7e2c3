/** Reports relays to the options: the user's own, and all others that this browser knows or uses. */
import { browser } from 'wxt/browser';
import type { RelayView, RelaysView } from '../../messages.ts';
import type { Pages } from '../../store/pages.ts';
import { knownRelays, onSettings, readSettings } from '../../store/settings.ts';
import { coalesced } from '../coalesced.ts';
import { RelayLeases } from '../relay-leases.ts';
import { permittedRelays } from '../../browser/relay-permission.ts';
import type { Relays } from '../relays.ts';

export interface RelayListDeps {
  readonly pages: Pages;
  readonly relays: Relays;
}

/** Reports at once and on change, and keeps the user's own relays connected, until the returned function is called. */
export function viewRelays(
  { pages, relays }: RelayListDeps,
  report: (view: RelaysView) => void,
): () => void {
  const leases = new RelayLeases(relays);
  const refresh = coalesced(async () => {
    const [settings, announcedAt] = await Promise.all([
      readSettings(),
      pages.relays().catch(() => []), // a store that cannot be read keeps nobody from their relays
    ]);
    const known = knownRelays(settings);
    const all = [...new Set([...known, ...announcedAt])];
    const views = await see(all, known);
    if (refresh.isStopped()) return;
    leases.hold(settings.relays);
    const isOwn = ({ relay }: RelayView) => settings.relays.includes(relay);
    report({ own: views.filter(isOwn), others: views.filter((view) => !isOwn(view)) });
  });
  const see = async (all: readonly string[], known: readonly string[]) => {
    const [opening, counts] = await Promise.all([
      permittedRelays(all),
      Promise.all(all.map((relay) => pages.countOf(relay).catch(() => 0))),
    ]);
    return all.map((relay, i) => ({
      relay,
      connection: relays.connection(relay),
      heldCount: counts[i] ?? 0,
      isKnown: known.includes(relay),
      opensLinks: opening.includes(relay),
    }));
  };
  const { onAdded, onRemoved } = browser.permissions;
  const stops = [
    pages.subscribe(({ type }) => type !== 'served' && type !== 'parts' && refresh.run()),
    relays.subscribe((_, event) => event.type === 'connection' && refresh.run()),
    onSettings(['relays', 'knownRelays'], refresh.run),
    () => onAdded.removeListener(refresh.run),
    () => onRemoved.removeListener(refresh.run),
    refresh.stop,
    () => leases.release(),
  ];
  onAdded.addListener(refresh.run);
  onRemoved.addListener(refresh.run);
  refresh.run();
  return () => stops.forEach((stop) => stop());
}

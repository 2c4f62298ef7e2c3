/**
 * The user's settings, in `browser.storage.local`, one item each. Screens and background read them when they need them:
 * no worker keeps them in memory.
 */
import { parseOrigin } from '@mayfly/relay/protocol';
import type { Draft, Opens } from '@mayfly/relay/words';
import { storage, type StorageItemKey } from '@wxt-dev/storage';
import { alone } from './storage-lock.ts';
import type { AnnounceChoice } from './announce-choice.ts';
import type { LifetimeChoice } from './lifetime.ts';
import { NO_PAUSE, type Pause, pauseForAnHour } from './pause.ts';

/** `published`: the pages that the user shared. `all`: the pages that the user opened too. */
type UploadChoice = 'unasked' | 'published' | 'all';

export interface Settings {
  /** The origins of the user's relays, in the user's order: the first is the default one. Never empty. */
  readonly relays: readonly string[];
  /** The ones of them where new pages are announced. */
  readonly announceAt: AnnounceChoice;
  /** Other relays whose links the user opened on purpose: their links open without a question. */
  readonly knownRelays: readonly string[];
  /** The text in the popup. Its media type is also the last one used. */
  readonly draft: Draft;
  /** How often the link of the next page opens. It stays with the draft, and goes with its share. */
  readonly opens: Opens | 'any';
  /** `true` encrypts new pages: the last choice. */
  readonly isSealed: boolean;
  /** `true` has the user's keepers keep new pages too: the last choice. */
  readonly keepsAtHome: boolean;
  /** `true` shares a selection with its formatting: the last choice. */
  readonly keepsFormatting: boolean;
  /** The time for which new pages are kept. */
  readonly lifetime: LifetimeChoice;
  /** The most bytes on the disk for pages that were only viewed. */
  readonly viewedBytes: number;
  /** The pages that are uploaded to readers. Until the user is asked, only the ones that the user shared. */
  readonly uploads: UploadChoice;
  /** `true` once the welcome page was shown. */
  readonly isWelcomed: boolean;
  /** The most bytes to upload in a day. */
  readonly dailyBytes: number | 'any';
  readonly pause: Pause;
  /** `true` stops uploads on connections where the browser says that data is expensive. */
  readonly pausesOnMetered: boolean;
}

/** The relay that a fresh installation uses. */
const BUILT_FOR = parseOrigin(__DEFAULT_RELAY__) ?? 'http://localhost:4000';

export const DEFAULT_SETTINGS: Settings = {
  relays: [BUILT_FOR],
  announceAt: 'first',
  knownRelays: [],
  draft: { text: '', mediaType: 'text/plain' },
  opens: 'any',
  isSealed: true,
  keepsAtHome: true,
  keepsFormatting: true,
  lifetime: 'stopped',
  viewedBytes: 250_000_000,
  uploads: 'unasked',
  isWelcomed: false,
  dailyBytes: 1_000_000_000,
  pause: NO_PAUSE,
  pausesOnMetered: true,
};

/** Settings under the names and values of earlier versions. Only `writeSettings` writes settings, then and now. */
interface Stored extends Partial<Settings> {
  /** The one relay for new pages. */
  readonly relay?: string;
  /** The choice of uploads. An earlier version may run again, and write it later than `uploads`. */
  readonly handsOn?: 'unasked' | 'mine' | 'viewed';
}

const KEYS = [...Object.keys(DEFAULT_SETTINGS), 'relay', 'handsOn'].map(keyOf);

function keyOf(name: string): StorageItemKey {
  return `local:${name}`;
}

/** Reads all settings at one time: `defineItem` would read each of them once more, whenever a screen opens. */
export async function readSettings(): Promise<Settings> {
  const items = await storage.getItems(KEYS);
  const chosen = items.filter(({ value }) => value !== null);
  const stored = Object.fromEntries(chosen.map(({ key, value }) => [key.slice(6), value]));
  return { ...DEFAULT_SETTINGS, ...upgraded(stored as Stored) };
}

const UPLOADS_OF = { unasked: 'unasked', mine: 'published', viewed: 'all' } as const;

function upgraded({ relay, handsOn, ...stored }: Stored): Partial<Settings> {
  return {
    ...(relay !== undefined && { relays: [relay] }),
    ...stored,
    ...(handsOn !== undefined && { uploads: UPLOADS_OF[handsOn] }),
  };
}

/** Writes settings, whatever they were before. A change that depends on other settings is one for `changeSettings`. */
export async function writeSettings(change: Partial<Settings>): Promise<void> {
  const isNewer = change.uploads !== undefined;
  const stored = { ...change, ...(isNewer && { handsOn: null }) };
  const items = Object.entries(stored).map(([name, value]) => ({ key: keyOf(name), value }));
  await storage.setItems(items);
}

/** Reads the settings and writes what `change` makes of them, if anything. No other change comes between the two. */
export async function changeSettings(
  change: (settings: Settings) => Partial<Settings> | undefined,
): Promise<void> {
  await alone('settings', async () => {
    const changed = change(await readSettings());
    if (changed) await writeSettings(changed);
  });
}

/** The relay whose limits a new page must keep, and that its link begins with. */
export function defaultRelay({ relays: [first = BUILT_FOR] }: Settings): string {
  return first;
}

const ANNOUNCE_COUNTS: Readonly<Record<AnnounceChoice, number>> = {
  first: 1,
  two: 2,
  all: Infinity,
};

/** The relays where new pages are announced, the default relay first. */
export function relaysForNew(settings: Settings): readonly [string, ...string[]] {
  const { relays, announceAt } = settings;
  return [defaultRelay(settings), ...relays.slice(1, ANNOUNCE_COUNTS[announceAt])];
}

/** The relays whose links open without a question. */
export function knownRelays(settings: Settings): readonly string[] {
  return [...new Set([...settings.relays, ...settings.knownRelays])];
}

/** Makes `relay` a known one. */
export async function addKnownRelay(relay: string): Promise<void> {
  await changeSettings((settings) =>
    knownRelays(settings).includes(relay)
      ? undefined
      : { knownRelays: [...settings.knownRelays, relay] },
  );
}

/** Lets the next link to `relay` ask again, unless it is one of the user's own. */
export async function forgetKnownRelay(relay: string): Promise<void> {
  await changeSettings((settings) => ({ knownRelays: without(settings.knownRelays, relay) }));
}

/** Makes `relay` the last of the user's own. */
export async function addRelay(relay: string): Promise<void> {
  await changeSettings(({ relays, knownRelays: known }) =>
    relays.includes(relay)
      ? undefined
      : { relays: [...relays, relay], knownRelays: without(known, relay) },
  );
}

/** Removes one of the user's own relays, which is then not known either. The only one stays. */
export async function removeRelay(relay: string): Promise<void> {
  await changeSettings(({ relays, knownRelays: known }) => {
    const rest = without(relays, relay);
    return rest.length > 0 ? { relays: rest, knownRelays: without(known, relay) } : undefined;
  });
}

/** Moves one of the user's relays to this place in their order; 0 makes it the default one. */
export async function moveRelay(relay: string, place: number): Promise<void> {
  await changeSettings(({ relays }) =>
    relays.includes(relay)
      ? { relays: without(relays, relay).toSpliced(Math.max(0, place), 0, relay) }
      : undefined,
  );
}

function without(relays: readonly string[], relay: string): readonly string[] {
  return relays.filter((one) => one !== relay);
}

/** Stops uploads for an hour, or until the user resumes them. */
export async function pause(isForAnHour: boolean): Promise<void> {
  await changeSettings(() => ({
    pause: isForAnHour ? pauseForAnHour(Date.now()) : { until: 'resumed' },
  }));
}

export async function resume(): Promise<void> {
  await changeSettings(() => ({ pause: NO_PAUSE })); // waits for a context that shortens the pause at this moment
}

/** Calls `listener` when any of `names` changes, in whichever context, until the returned function is called. */
export function onSettings(names: readonly (keyof Settings)[], listener: () => void): () => void {
  const stops = names.map((name) => storage.watch(keyOf(name), () => listener()));
  return () => stops.forEach((stop) => stop());
}

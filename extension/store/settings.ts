/** What the user chose, in `browser.storage.local`: read when needed, never kept in memory by the background. */
import { parseOrigin } from '@mayfly/relay/protocol';
import type { Draft } from '@mayfly/relay/words';
import { browser } from 'wxt/browser';
import { alone } from './storage-lock.ts';
import type { AnnounceChoice } from './announce-choice.ts';
import type { LifetimeChoice } from './lifetime.ts';
import { NO_PAUSE, type Pause, pauseForAnHour } from './pause.ts';

export interface Settings {
  /** The origins of the user's relays, in the user's order: the first is the default one. Never empty. */
  readonly relays: readonly string[];
  /** At which of them new pages are announced. */
  readonly announceAt: AnnounceChoice;
  /** Relays that the user met on purpose, by a link: others of their links open without a question. */
  readonly knownRelays: readonly string[];
  /** What is being written in the popup. Its media type is also the last one used. */
  readonly draft: Draft;
  /** Whether new pages are encrypted: the last choice. */
  readonly isSealed: boolean;
  /** Whether a selection is shared with its formatting: the last choice. */
  readonly keepsFormatting: boolean;
  /** How long new pages are held. */
  readonly lifetime: LifetimeChoice;
  /** How much of the disk pages may take that were only viewed, in bytes. */
  readonly viewedBytes: number;
  /** Which pages are handed on: those the user shared, or those only viewed too. As the former until that is asked. */
  readonly handsOn: 'unasked' | 'mine' | 'viewed';
  /** How much may be handed on in a day, in bytes. */
  readonly dailyBytes: number | 'any';
  readonly pause: Pause;
  /** Whether nothing is handed on where the browser says that data is dear. */
  readonly pausesOnMetered: boolean;
}

/** The relay that a fresh installation uses. */
const BUILT_FOR = parseOrigin(__DEFAULT_RELAY__) ?? 'http://localhost:4000';

export const DEFAULT_SETTINGS: Settings = {
  relays: [BUILT_FOR],
  announceAt: 'first',
  knownRelays: [],
  draft: { text: '', mediaType: 'text/plain' },
  isSealed: true,
  keepsFormatting: true,
  lifetime: 'stopped',
  viewedBytes: 256 * 1024 * 1024,
  handsOn: 'unasked',
  dailyBytes: 1024 * 1024 * 1024,
  pause: NO_PAUSE,
  pausesOnMetered: true,
};

export async function readSettings(): Promise<Settings> {
  // Only `writeSettings` writes under these names, now and in the versions before.
  const stored = (await browser.storage.local.get({
    ...DEFAULT_SETTINGS,
    relays: null,
    relay: BUILT_FOR,
  })) as unknown as Stored;
  return upgraded(stored);
}

/** As it is stored: with no `relays` until they are first changed. */
type Stored = Omit<Settings, 'relays'> & {
  readonly relays: Settings['relays'] | null;
  /** Of an earlier version: the one relay for new pages. */
  readonly relay: string;
};

function upgraded({ relay, ...stored }: Stored): Settings {
  return { ...stored, relays: stored.relays ?? [relay] };
}

/** Writes what the user chose just now, whatever it was before. A choice that is made of others is `changeSettings`'. */
export async function writeSettings(change: Partial<Settings>): Promise<void> {
  await browser.storage.local.set(change);
}

/** Writes what `change` makes of the settings as they are then, if anything. No other change comes between the two. */
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

/** Where new pages are announced, the default relay first. */
export function relaysForNew(settings: Settings): readonly [string, ...string[]] {
  const { relays, announceAt } = settings;
  return [defaultRelay(settings), ...relays.slice(1, ANNOUNCE_COUNTS[announceAt])];
}

/** The relays whose links open without a question. */
export function knownRelays(settings: Settings): readonly string[] {
  return [...new Set([...settings.relays, ...settings.knownRelays])];
}

/** From now on `relay` is a known one. */
export async function addKnownRelay(relay: string): Promise<void> {
  await changeSettings((settings) =>
    knownRelays(settings).includes(relay)
      ? undefined
      : { knownRelays: [...settings.knownRelays, relay] },
  );
}

/** The next link to `relay` asks again, unless it is one of the user's own. */
export async function forgetKnownRelay(relay: string): Promise<void> {
  await changeSettings((settings) => ({ knownRelays: without(settings.knownRelays, relay) }));
}

/** `relay` is one of the user's own from now on, the last of them. */
export async function addRelay(relay: string): Promise<void> {
  await changeSettings(({ relays, knownRelays: known }) =>
    relays.includes(relay)
      ? undefined
      : { relays: [...relays, relay], knownRelays: without(known, relay) },
  );
}

/** `relay` is none of the user's own any more, and not known either. The only one stays. */
export async function removeRelay(relay: string): Promise<void> {
  await changeSettings(({ relays, knownRelays: known }) => {
    const rest = without(relays, relay);
    return rest.length > 0 ? { relays: rest, knownRelays: without(known, relay) } : undefined;
  });
}

/** Puts one of the user's relays at this place of their order; 0 makes it the default one. */
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

/** From now on nothing is handed on: for an hour, or until somebody resumes it. */
export async function pause(isForAnHour: boolean): Promise<void> {
  await changeSettings(() => ({
    pause: isForAnHour ? pauseForAnHour(Date.now()) : { until: 'resumed' },
  }));
}

export async function resume(): Promise<void> {
  await changeSettings(() => ({ pause: NO_PAUSE })); // behind whoever shortens the pause at this moment
}

/** Calls `listener` when any of `names` has changed, in whichever context, until the returned function is called. */
export function onSettings(names: readonly (keyof Settings)[], listener: () => void): () => void {
  const onChanged = (changes: object, area: string) => {
    if (area === 'local' && names.some((name) => name in changes)) listener();
  };
  browser.storage.onChanged.addListener(onChanged);
  return () => browser.storage.onChanged.removeListener(onChanged);
}

/** What the user chose, in `browser.storage.local`: read when needed, never kept in memory by the background. */
import { parseOrigin } from '@mayfly/relay/protocol';
import type { Draft } from '@mayfly/relay/view';
import { browser } from 'wxt/browser';
import type { LifetimeChoice } from './lifetime.ts';
import { NO_PAUSE, type Pause } from './pause.ts';

export interface Settings {
  /** The origin of the relay where new pages are announced. */
  readonly relay: string;
  /** Relays the user has met on purpose: links to them open without a question. */
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

export const DEFAULT_SETTINGS: Settings = {
  relay: parseOrigin(__DEFAULT_RELAY__) ?? 'http://localhost:4000',
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
  // Only `writeSettings` writes under these names.
  return (await browser.storage.local.get({ ...DEFAULT_SETTINGS })) as unknown as Settings;
}

export async function writeSettings(change: Partial<Settings>): Promise<void> {
  await browser.storage.local.set(change);
}

/** The relays whose links open without a question. */
export function knownRelays(settings: Settings): readonly string[] {
  return [...new Set([settings.relay, ...settings.knownRelays])];
}

/** From now on `relay` is a known one. */
export async function addKnownRelay(relay: string): Promise<void> {
  const settings = await readSettings();
  if (knownRelays(settings).includes(relay)) return;
  await writeSettings({ knownRelays: [...settings.knownRelays, relay] });
}

/** New pages go to `relay` from now on. The relay before stays a known one, so links to it open as they did. */
export async function changeRelay(relay: string): Promise<void> {
  await writeSettings({ relay, knownRelays: knownRelays(await readSettings()) });
}

/** Calls `listener` when any of `names` has changed, in whichever context, until the returned function is called. */
export function onSettings(names: readonly (keyof Settings)[], listener: () => void): () => void {
  const onChanged = (changes: object, area: string) => {
    if (area === 'local' && names.some((name) => name in changes)) listener();
  };
  browser.storage.onChanged.addListener(onChanged);
  return () => browser.storage.onChanged.removeListener(onChanged);
}

/** The facts that the options show, each from its owner: settings, keys, and the background's reports. */
import { signal } from '@preact/signals';
import { follow } from '../../browser/background-port.ts';
import {
  KEEPERS_PORT,
  type KeeperView,
  RELAYS_PORT,
  type RelaysView,
  UPLOADS_PORT,
  type UploadView,
} from '../../messages.ts';
import type { StoreCondition } from '../../store/database-connection.ts';
import { onSettings, readSettings } from '../../store/settings.ts';
import { readShortcuts } from '../shortcuts.ts';
import { followStore } from '../store-notice.tsx';

/** The options show ages in minutes. */
const CLOCK_MS = 30_000;

/** Resolves once everything but the background's reports is there, and follows all of it from then on. */
export async function followOptions() {
  const settings = signal(await readSettings());
  const shortcuts = signal(await readShortcuts());
  const uploads = signal<UploadView | undefined>(undefined);
  const relays = signal<RelaysView | undefined>(undefined);
  const keepers = signal<readonly KeeperView[] | undefined>(undefined);
  const now = signal(Date.now());
  const store = signal<StoreCondition | undefined>(undefined);
  const readAgain = async () => void (settings.value = await readSettings());
  onSettings(
    [
      'isSealed',
      'keepsFormatting',
      'relays',
      'announceAt',
      'lifetime',
      'viewedBytes',
      'uploads',
      'dailyBytes',
      'pausesOnMetered',
    ],
    () => void readAgain(),
  );
  // The user changes keys elsewhere, and no event says so.
  window.addEventListener('focus', () => {
    void readShortcuts().then((now) => (shortcuts.value = now));
  });
  followStore((condition) => (store.value = condition));
  follow<UploadView>(
    () => UPLOADS_PORT,
    (view) => (uploads.value = view),
  );
  follow<RelaysView>(
    () => RELAYS_PORT,
    (view) => (relays.value = view),
  );
  follow<readonly KeeperView[]>(
    () => KEEPERS_PORT,
    (view) => {
      keepers.value = view;
      now.value = Date.now();
    },
  );
  setInterval(() => (now.value = Date.now()), CLOCK_MS);
  return { settings, shortcuts, uploads, relays, keepers, now, store, readAgain };
}

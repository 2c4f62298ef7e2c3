/** Adds a keeper by its pairing code, once it has answered: nobody counts on a keeper that was never there. */
import { formatPairingCode, parsePairingCode, type TurnStore } from '@mayfly/relay/client';
import { browser } from 'wxt/browser';
import type { KeeperTrial } from '../../messages.ts';
import type { StoredKeeper } from '../../store/keeper-records.ts';
import { factsIn, type LineDeps, lineTo, problemOf } from './keeper-line.ts';

const DEVICE_BYTES = 16;

export async function addKeeper(deps: LineDeps, text: string): Promise<KeeperTrial> {
  const code = parsePairingCode(text);
  if (typeof code === 'string') return { outcome: 'failed', problem: code };
  const { pages, relays, now } = deps;
  const before = await pages.keepers.get(code.address);
  if (before && !before.isLeaving) return { outcome: 'present', name: before.name };
  const turns = new FirstTurns(before);
  const line = lineTo(relays, code, turns);
  try {
    const answer = await line.ask({ type: 'hello', name: await deviceName() });
    await pages.keepers.add({
      ...{ id: code.address, code: formatPairingCode(code), relay: code.relay, addedAt: now() },
      ...factsIn(answer, now()),
      ...{ device: turns.device, count: turns.count },
    });
    return { outcome: 'added', name: answer.name };
  } catch (error) {
    return { outcome: 'failed', problem: problemOf(error) ?? 'away' };
  } finally {
    line.close();
  }
}

/** The turns of a keeper that is not stored yet: if it is never stored, nobody has its device either. */
class FirstTurns implements TurnStore {
  readonly device: Uint8Array<ArrayBuffer>;
  count: number;

  constructor(before: StoredKeeper | undefined) {
    this.device = before?.device ?? crypto.getRandomValues(new Uint8Array(DEVICE_BYTES));
    this.count = before?.count ?? 0;
  }

  async next(least: number) {
    this.count = Math.max(this.count, least) + 1;
    return { client: this.device, count: this.count };
  }
}

const SYSTEMS: Readonly<Record<string, string>> = {
  android: 'Android',
  cros: 'ChromeOS',
  linux: 'Linux',
  mac: 'macOS',
  win: 'Windows',
};

/** The name of this browser in the keeper's list of devices. */
async function deviceName(): Promise<string> {
  const { os } = await browser.runtime.getPlatformInfo();
  const program = import.meta.env.FIREFOX ? 'Firefox' : 'Chromium';
  return `${program}, ${SYSTEMS[os] ?? os}`;
}

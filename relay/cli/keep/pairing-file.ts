/**
 * The keeper's secret of its pairing, and the devices that used it. The secret lets its owner ask; it opens no page that is
 * kept.
 */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import {
  addressOf,
  type DeviceBook,
  makePairing,
  type PairedDevice,
  type Pairing,
} from '../../client/index.ts';
import { decodeBase64url, encodeBase64url } from '../../protocol/index.ts';
import { Failure } from '../failure.ts';
import { type Disk, writeWhole } from './disk.ts';
import type { KeepFolder } from './keep-folder.ts';

export interface NamedPairing extends Pairing {
  /** The keeper's name, which devices show. */
  readonly name: string;
}

const VERSION = 1;

/** The pairing of a folder, made at its first start. */
export async function openPairing({ path, disk }: KeepFolder): Promise<NamedPairing> {
  const file = join(path, 'pairing.json');
  const stored = recordIn(file);
  if (stored) return await pairingIn(stored, file);
  const name = hostname();
  const { key, page, address } = await makePairing(name);
  const facts = { version: VERSION, name, key: encodeBase64url(key), page: encodeBase64url(page) };
  await writeWhole(disk, file, JSON.stringify(facts));
  return { name, key, page, address };
}

/** A file that is damaged must not be replaced: the devices would lose their keeper without a word. */
async function pairingIn(
  { version, name, key: keyText, page: pageText }: Record<string, unknown>,
  file: string,
): Promise<NamedPairing> {
  const [key, page] = [bytesIn(keyText), bytesIn(pageText)];
  if (version !== VERSION || typeof name !== 'string' || !key || !page) {
    throw new Failure('failed', `${file} is damaged. Delete it to pair anew.`);
  }
  return { name, key, page, address: await addressOf(page) };
}

export class DevicesFile implements DeviceBook {
  readonly #path: string;
  readonly #disk: Disk;
  readonly #devices = new Map<string, PairedDevice>();

  constructor({ path, disk }: KeepFolder) {
    this.#path = join(path, 'devices.json');
    this.#disk = disk;
    for (const [client, facts] of Object.entries(recordIn(this.#path) ?? {})) {
      const device = deviceIn(client, { ...(facts as object) });
      if (device) this.#devices.set(client, device);
    }
  }

  get size(): number {
    return this.#devices.size;
  }

  get(client: string): PairedDevice | undefined {
    return this.#devices.get(client);
  }

  async put(device: PairedDevice): Promise<void> {
    const all = { ...Object.fromEntries(this.#devices), [device.client]: device };
    await writeWhole(this.#disk, this.#path, JSON.stringify(all));
    this.#devices.set(device.client, device);
  }
}

function deviceIn(client: string, facts: Record<string, unknown>): PairedDevice | undefined {
  const { name, count, last, seenAt } = facts;
  const isWhole =
    typeof name === 'string' &&
    typeof last === 'string' &&
    typeof count === 'number' &&
    typeof seenAt === 'number';
  return isWhole ? { client, name, count, last, seenAt } : undefined;
}

/** Undefined if there is no such file. */
function recordIn(file: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {}; // damaged
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function bytesIn(text: unknown): Uint8Array<ArrayBuffer> | undefined {
  const bytes = typeof text === 'string' ? decodeBase64url(text) : undefined;
  return bytes && new Uint8Array(bytes);
}

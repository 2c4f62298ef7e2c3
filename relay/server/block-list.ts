import { type FSWatcher, readFileSync, statSync, watch } from 'node:fs';
import { dirname } from 'node:path';
import type { Logger } from 'pino';
import { type Address, isAddress } from '../protocol/address.ts';
import { ConfigError } from './setting.ts';

export interface BlockListDeps {
  /** One address a line; empty lines and what follows a # do not count. */
  readonly file: string;
  readonly log: Logger;
  /** The list has changed. */
  readonly onChange: (addresses: ReadonlySet<Address>) => void;
}

/** An editor writes a file in several steps. */
const SETTLE_MS = 100;

/** The operator's file of addresses not to broker, kept up with. What cannot be read leaves the list as it was. */
export class BlockList {
  readonly #deps: BlockListDeps;
  #watcher: FSWatcher | undefined;
  #addresses: ReadonlySet<Address>;
  #stamp: string;
  #settling: NodeJS.Timeout | undefined;

  /** Throws `ConfigError` where the file is not a block list. */
  constructor(deps: BlockListDeps) {
    this.#deps = deps;
    this.#stamp = stampOf(deps.file);
    this.#addresses = readAtStart(deps.file);
  }

  /** Reloads it when it changes, until `stop`. */
  watch(): void {
    const { file, log } = this.#deps;
    // Not the file: editors and configuration tools put another in its place.
    this.#watcher = watch(dirname(file), () => this.#onFolderChanged());
    this.#watcher.on('error', (error) => {
      log.error({ error: error.message }, 'block list not watched; SIGHUP reloads it');
    });
    this.#onFolderChanged(); // it may have, before the watch began
  }

  get addresses(): ReadonlySet<Address> {
    return this.#addresses;
  }

  reload(): void {
    const { file, log, onChange } = this.#deps;
    try {
      this.#addresses = parseBlockList(readFileSync(file, 'utf8'));
    } catch (error) {
      log.error({ file, error: messageOf(error) }, 'block list not reloaded; the last one stays');
      return;
    }
    log.info({ file, addresses: this.#addresses.size }, 'block list reloaded');
    onChange(this.#addresses);
  }

  stop(): void {
    clearTimeout(this.#settling);
    this.#watcher?.close();
  }

  #onFolderChanged(): void {
    this.#settling ??= setTimeout(() => {
      this.#settling = undefined;
      const stamp = stampOf(this.#deps.file);
      if (stamp === this.#stamp) return; // it was another file of the folder
      this.#stamp = stamp;
      this.reload();
    }, SETTLE_MS);
  }
}

/** Throws where a line is neither an address nor empty; says which. */
export function parseBlockList(text: string): ReadonlySet<Address> {
  const addresses = new Set<Address>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const word = line.replace(/#.*$/, '').trim();
    if (isAddress(word)) addresses.add(word);
    else if (word !== '') {
      const given = word.length > 80 ? `${word.slice(0, 80)}…` : word;
      throw new Error(`line ${index + 1} is '${given}': expected an address, 64 hex digits`);
    }
  }
  return addresses;
}

function readAtStart(file: string): ReadonlySet<Address> {
  try {
    return parseBlockList(readFileSync(file, 'utf8'));
  } catch (error) {
    const message = `MAYFLY_BLOCK_LIST (--block-list) is '${file}': ${messageOf(error)}`;
    throw new ConfigError(message, { cause: error });
  }
}

/** Changes whenever the file does. */
function stampOf(file: string): string {
  try {
    const { ino, size, mtimeMs } = statSync(file);
    return [ino, size, mtimeMs].join();
  } catch (error) {
    return messageOf(error); // reading the file says it again, where it is logged
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * The folder of a keeper. `pages/5a/5a…` is a page as it travels, `pages/5a/5a….json` the order to keep it, and
 * `pages/5a/5a….part` a page that is still coming. No key of a page is ever here.
 */
import { lstatSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeepOrder } from '../../client/index.ts';
import { type Address, isAddress } from '../../protocol/index.ts';
import { type Disk, DISK, moveWhole, NEW, writeWhole } from './disk.ts';
import { formatOrder, pagesOf, parseOrder } from './keep-order.ts';

const ORDER = '.json';
const PART = '.part';

/** Everything that a start finds in the folder. */
export interface Found {
  readonly orders: readonly KeepOrder[];
  /** The lengths of the pages that somebody asked for. Their bytes are not verified. */
  readonly pages: ReadonlyMap<Address, number>;
  /** The number of orders that could not be read. */
  readonly damaged: number;
}

export class KeepFolder {
  readonly path: string;
  readonly disk: Disk;

  private constructor(path: string, disk: Disk) {
    this.path = path;
    this.disk = disk;
  }

  static async open(path: string, disk = DISK): Promise<KeepFolder> {
    const pages = join(path, 'pages');
    mkdirSync(path, { recursive: true, mode: 0o700 });
    mkdirSync(pages, { recursive: true, mode: 0o700 });
    for (let i = 0; i < 256; i++) {
      mkdirSync(join(pages, i.toString(16).padStart(2, '0')), { recursive: true, mode: 0o700 });
    }
    await disk.sync(pages);
    await disk.sync(path);
    return new KeepFolder(path, disk);
  }

  pagePath(address: Address): string {
    return join(this.path, 'pages', address.slice(0, 2), address);
  }

  partPath(address: Address): string {
    return this.pagePath(address) + PART;
  }

  /**
   * Reads the orders, and deletes the files that belong to none of them. An order that cannot be read may be one of a
   * newer version, and any page may belong to it: then every page stays, and only half-written orders go.
   */
  async scan(): Promise<Found> {
    const orders: KeepOrder[] = [];
    const files: string[] = [];
    let damaged = 0;
    for (const file of this.#files()) {
      const order = file.endsWith(ORDER) ? readOrder(file) : undefined;
      if (order) orders.push(order);
      else files.push(file);
      if (!order && file.endsWith(ORDER)) damaged += 1;
    }
    const asked = new Set(orders.flatMap(pagesOf));
    const pages = new Map<Address, number>();
    for (const file of files) {
      const address = addressIn(file);
      if (asked.has(address) && file.endsWith(address)) pages.set(address, lstatSync(file).size);
      else if (damaged > 0 ? file.endsWith(NEW) : !asked.has(address) || !file.endsWith(PART)) {
        await this.disk.remove(file);
      }
    }
    return { orders, pages, damaged };
  }

  async writeOrder(order: KeepOrder): Promise<void> {
    await writeWhole(this.disk, this.#orderPath(order.address), formatOrder(order));
  }

  /** Its pages go later: a crash between the two leaves pages without an order, which the next start deletes. */
  async removeOrder(address: Address): Promise<void> {
    await this.disk.remove(this.#orderPath(address));
    await this.disk.sync(join(this.path, 'pages', address.slice(0, 2)));
  }

  /** The part is whole and verified. Once this has resolved, the page survives a loss of power. */
  async placePage(address: Address): Promise<void> {
    await moveWhole(this.disk, this.partPath(address), this.pagePath(address));
  }

  async removePage(address: Address): Promise<void> {
    await this.disk.remove(this.partPath(address));
    await this.disk.remove(this.pagePath(address));
  }

  #orderPath(address: Address): string {
    return this.pagePath(address) + ORDER;
  }

  *#files(): Generator<string> {
    const pages = join(this.path, 'pages');
    for (const folder of readdirSync(pages)) {
      for (const entry of readdirSync(join(pages, folder), { withFileTypes: true })) {
        const isOurs = entry.isFile() && isAddress(entry.name.split('.')[0]);
        if (isOurs) yield join(pages, folder, entry.name);
      }
    }
  }
}

function readOrder(file: string): KeepOrder | undefined {
  return parseOrder(addressIn(file), readFileSync(file, 'utf8'));
}

/** `#files` gives no other names. */
function addressIn(file: string): Address {
  return /([0-9a-f]{64})(?:\.[a-z.]+)?$/.exec(file)?.[1] as Address;
}

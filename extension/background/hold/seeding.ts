/**
 * Keeps this browser connected to every relay for which it has a page to upload, whichever tabs are open, and to no relay
 * without such a page. The worker may die at any moment: an alarm starts it again.
 */
import type { Address } from '@mayfly/relay/protocol';
import { browser } from 'wxt/browser';
import type { Uploads } from '../../messages.ts';
import type { PageRecord } from '../../store/database.ts';
import type { Pages } from '../../store/pages.ts';
import type { RemovedPage } from '../../store/writes.ts';
import { isUploaded } from '../../store/upload-scope.ts';
import { RelayLeases } from '../relay-leases.ts';
import type { UploadPolicy } from './upload-policy.ts';
import type { Relays } from '../relays.ts';
import { ServedCounts } from './served-counts.ts';
import { addressesIn, locksIn } from './uploaded-pages.ts';

export const WAKE_ALARM = 'wake';
const WAKE_MINUTES = 0.5; // the shortest that Chromium allows

export interface SeedingDeps {
  readonly pages: Pages;
  readonly relays: Relays;
  readonly uploadPolicy: UploadPolicy;
}

export class Seeding {
  readonly #pages: Pages;
  readonly #relays: Relays;
  readonly #uploadPolicy: UploadPolicy;
  /** The uploads that were announced last at the relays in use; undefined before the first time. */
  #uploads: Uploads | undefined;
  readonly #leases: RelayLeases;
  #refreshing: Promise<void> = Promise.resolve();

  constructor({ pages, relays, uploadPolicy }: SeedingDeps) {
    this.#pages = pages;
    this.#relays = relays;
    this.#uploadPolicy = uploadPolicy;
    this.#leases = new RelayLeases(relays);
    const counts = new ServedCounts((served) => pages.addServed(served));
    relays.subscribe((_, event) => event.type === 'served' && counts.add(event));
    uploadPolicy.subscribe(() => void this.refresh());
  }

  /** The relays that are connected because a page is announced there. */
  relays(): readonly string[] {
    return this.#leases.relays();
  }

  /** Brings connections and alarm in line with the pages to upload. Calls made meanwhile follow one another. */
  refresh(): Promise<void> {
    // The earlier caller hears of the earlier failure; this call tries again all the same.
    this.#refreshing = this.#refreshing.catch(() => undefined).then(() => this.#refresh());
    return this.#refreshing;
  }

  /** Announces a page that was just stored at each of `relays`, with the parts of a bundle, if it is to be uploaded. */
  async announce(address: Address, relays: readonly string[]): Promise<void> {
    await this.refresh();
    const page = await this.#pages.get(address);
    if (!page || !isUploaded(page, await this.#uploadPolicy.uploads())) return;
    for (const relay of relays) await this.#tell(relay, [page]);
  }

  /** Announces a part that was just stored wherever its bundle is announced. */
  async announcePart(manifest: Address, part: Address): Promise<void> {
    const page = await this.#pages.get(manifest);
    if (!page || !isUploaded(page, await this.#uploadPolicy.uploads())) return;
    for (const relay of page.relays) this.#relays.client(relay)?.have(part);
  }

  /** Takes a part back at these relays that the disk has lost. Another bundle may have the same one. */
  async dropPart(part: Address, relays: readonly string[]): Promise<void> {
    if (await this.#pages.parts.ownerOf(part)) return;
    for (const relay of relays) this.#relays.client(relay)?.drop(part);
  }

  /** Deletes pages: their bytes go, and no relay is told of them again. */
  async deletePages(...addresses: readonly Address[]): Promise<void> {
    await this.deleteIf(addresses, () => true);
  }

  /** Deletes the pages for which `isToGo` still holds at that moment. Resolves with the deleted ones. */
  async deleteIf(
    addresses: readonly Address[],
    isToGo: (page: PageRecord) => boolean,
  ): Promise<readonly PageRecord[]> {
    const gone = await this.#pages.remove(addresses, isToGo);
    await this.#takeBack(gone);
    await this.refresh();
    return gone;
  }

  /** Takes deleted pages back at the relays that knew of them, but for a page that was shared there again meanwhile. */
  async #takeBack(gone: readonly RemovedPage[]): Promise<void> {
    const uploads = await this.#uploadPolicy.uploads();
    const back = await this.#pages.getAll(gone.map(({ address }) => address));
    const known = gone.filter((page) => isUploaded(page, uploads)); // no relay knows of the others
    const again = back.filter((page) => isUploaded(page, uploads));
    for (const relay of new Set(known.flatMap(({ relays }) => relays))) {
      const still = new Set(await addressesIn(this.#pages, announcedAt(again, relay)));
      const dropped = announcedAt(known, relay)
        .flatMap(({ address, parts = [], locks = [] }) => [address, ...locks, ...parts])
        .filter((address) => !still.has(address));
      this.#relays.client(relay)?.drop(...dropped);
    }
  }

  async #refresh(): Promise<void> {
    const uploads = await this.#uploadPolicy.uploads();
    await this.#retell(uploads);
    const held = await this.#relaysOf(uploads);
    this.#leases.hold(held);
    await keepAlarm(held.length > 0);
  }

  /** Announces the difference at the relays in use when other pages are to be uploaded than before. Others hear it as they connect. */
  async #retell(uploads: Uploads): Promise<void> {
    const before = this.#uploads;
    this.#uploads = uploads;
    if (before === undefined || before.pages === uploads.pages) return;
    for (const relay of this.#relays.inUse()) {
      const pages = await this.#pages.ofRelay(relay);
      const changed = pages.filter(
        (page) => isUploaded(page, before) !== isUploaded(page, uploads),
      );
      const less = changed.filter((page) => isUploaded(page, before));
      this.#relays.client(relay)?.drop(...(await addressesIn(this.#pages, less)));
      await this.#tell(
        relay,
        changed.filter((page) => isUploaded(page, uploads)),
      );
    }
  }

  /**
   * Announces pages, the most important first, with their parts. A relay takes a limited number of addresses, and the
   * announcement of old ones makes room for new ones. No part takes the room of a page, or of a lock.
   */
  async #tell(relay: string, pages: readonly PageRecord[]): Promise<void> {
    const client = this.#relays.client(relay);
    if (!client || pages.length === 0) return;
    const room = this.#relays.limits(relay).haves - (await this.#pages.countOf(relay));
    const locks = await locksIn(this.#pages, pages);
    const most = pages.length + locks.length + Math.max(0, room);
    const addresses = (await addressesIn(this.#pages, pages)).slice(0, most);
    client.have(...addresses.toReversed());
  }

  /** The relays where at least one page is to be uploaded. */
  async #relaysOf(uploads: Uploads): Promise<readonly string[]> {
    if (uploads.pages === 'none') return [];
    return this.#pages.relays(uploads.pages === 'all' ? undefined : uploads.pages);
  }
}

function announcedAt<Page extends PageRecord>(pages: readonly Page[], relay: string) {
  return pages.filter(({ relays }) => relays.includes(relay));
}

async function keepAlarm(isNeeded: boolean): Promise<void> {
  const alarm = await browser.alarms.get(WAKE_ALARM);
  // After the clock was put back, the alarm is that far ahead, and not within its next two rounds.
  const isAhead = alarm && alarm.scheduledTime > Date.now() + 2 * WAKE_MINUTES * 60_000;
  if (isNeeded && (!alarm || isAhead)) {
    await browser.alarms.create(WAKE_ALARM, { periodInMinutes: WAKE_MINUTES });
  } else if (!isNeeded && alarm) {
    await browser.alarms.clear(WAKE_ALARM);
  }
}

/**
 * The pages that the relay knows this client to hold. The page source is the truth; the announcer follows it on one
 * connection.
 */
import type { Address, ClientMessage } from '../protocol/index.ts';
import { batches } from './batches.ts';
import type { ClientEvent } from './events.ts';
import type { PageSource } from './page-source.ts';
import type { Kept } from './session.ts';

export interface AnnouncerDeps {
  readonly pages: PageSource;
  readonly send: (message: ClientMessage) => void;
  readonly emit: (event: ClientEvent) => void;
}

type Stage =
  | { readonly state: 'off' }
  /** The client has asked the source for its addresses, and records changes until the answer comes. */
  | { readonly state: 'listing'; readonly had: Set<Address>; readonly dropped: Set<Address> }
  /** The oldest stand first, so that they make room first. */
  | {
      readonly state: 'on';
      readonly room: number;
      readonly takesNotes: boolean;
      readonly announced: Set<Address>;
    };

/** The announcements that the present relay takes from this client. */
export interface Taken {
  /** The number of announcements. */
  readonly room: number;
  readonly takesNotes: boolean;
}

export class Announcer {
  readonly #deps: AnnouncerDeps;
  /**
   * Pages that the relay refused. A damaged page, announced again on every connect, would cost its holder every
   * connection.
   */
  readonly #refused = new Set<Address>();
  /** The pages that were last announced with `answers`. */
  readonly #answering = new Set<Address>();
  #stage: Stage = { state: 'off' };

  constructor(deps: AnnouncerDeps) {
    this.#deps = deps;
  }

  /**
   * Announces all pages of the source that fit, except those that the relay kept from the lost connection, and drops
   * kept ones that the source no longer has. Returns false if the connection was lost in the meantime.
   */
  async onOpen({ room, takesNotes }: Taken, kept: Kept): Promise<boolean> {
    const listing = {
      state: 'listing',
      had: new Set<Address>(),
      dropped: new Set<Address>(),
    } as const;
    this.#stage = listing;
    const listed = await this.#list();
    if (this.#stage !== listing) return false;
    const held = new Set([...[...listing.had].toReversed(), ...listed]);
    for (const address of [...listing.dropped, ...this.#refused]) held.delete(address);
    const fitting = [...held].slice(0, room);
    const announced = new Set(fitting.toReversed());
    this.#stage = { state: 'on', room, takesNotes, announced };
    const gone = [...kept.atMost].filter((address) => !announced.has(address));
    for (const batch of batches(gone)) this.#deps.send({ type: 'drop', addresses: batch });
    this.#announce(
      fitting.filter((address) => !kept.surely.has(address) || this.#mayAnswer(address)),
    );
    return true;
  }

  /** The pages announced when the connection was lost; undefined if the source had not answered yet. */
  onLost(): ReadonlySet<Address> | undefined {
    const stage = this.#stage;
    this.#stage = { state: 'off' };
    return stage.state === 'on' ? stage.announced : undefined;
  }

  /** The relay refuses this page from this client. The client announces it again only if its owner says so. */
  refuse(address: Address): void {
    const stage = this.#stage;
    if (stage.state === 'on' && stage.announced.delete(address)) this.#refused.add(address);
  }

  /** Announces again every page for which the relay had no room. */
  repeat(): void {
    const stage = this.#stage;
    if (stage.state === 'on') this.#tell([...stage.announced].toReversed());
  }

  have(...addresses: readonly Address[]): void {
    for (const address of addresses) this.#refused.delete(address);
    const stage = this.#stage;
    if (stage.state === 'listing') {
      for (const address of addresses) {
        stage.dropped.delete(address);
        stage.had.delete(address); // the most recent stand last
        stage.had.add(address);
      }
    } else if (stage.state === 'on') {
      const fitting = addresses.slice(Math.max(0, addresses.length - stage.room));
      for (const address of fitting) stage.announced.delete(address); // the most recent stand last
      this.#makeRoom(stage.announced, stage.room - fitting.length);
      for (const address of fitting) stage.announced.add(address);
      this.#announce(fitting);
    }
  }

  drop(...addresses: readonly Address[]): void {
    for (const address of addresses) this.#refused.delete(address);
    const stage = this.#stage;
    if (stage.state === 'off') return;
    for (const address of addresses) {
      if (stage.state === 'on') stage.announced.delete(address);
      else {
        stage.had.delete(address);
        stage.dropped.add(address);
      }
    }
    for (const batch of batches(addresses)) this.#deps.send({ type: 'drop', addresses: batch });
  }

  /** Drops the oldest announcements until `most` are left: a new page matters more. */
  #makeRoom(announced: ReadonlySet<Address>, most: number): void {
    const oldest: Address[] = [];
    for (const address of announced) {
      if (announced.size - oldest.length <= most) break;
      oldest.push(address);
    }
    this.drop(...oldest);
  }

  #announce(addresses: readonly Address[]): void {
    this.#tell(addresses);
    if (addresses.length > 0) this.#deps.emit({ type: 'announced', addresses });
  }

  #tell(addresses: readonly Address[]): void {
    const answering = addresses.filter((address) => this.#answers(address));
    const others = new Set(addresses);
    for (const address of answering) {
      others.delete(address);
      this.#answering.add(address);
    }
    for (const address of others) this.#answering.delete(address);
    for (const batch of batches(answering)) {
      this.#deps.send({ type: 'have', addresses: batch, answers: true });
    }
    for (const batch of batches([...others])) {
      this.#deps.send({ type: 'have', addresses: batch });
    }
  }

  #answers(address: Address): boolean {
    const isAsked = this.#stage.state === 'on' && this.#stage.takesNotes;
    return isAsked && (this.#deps.pages.answers?.(address) ?? false);
  }

  /** A kept page must be announced again if the relay may have kept the wrong `answers`. */
  #mayAnswer(address: Address): boolean {
    return this.#answering.has(address) || this.#answers(address);
  }

  async #list(): Promise<readonly Address[]> {
    try {
      return await this.#deps.pages.addresses();
    } catch (error) {
      this.#deps.emit({
        type: 'refused',
        code: 'unreadable',
        message: `cannot list pages: ${String(error)}`,
      });
      return [];
    }
  }
}

/**
 * The connections of this browser: one client for each relay in use, and none for the others. This module knows nothing
 * of the reasons for a use.
 */
import {
  type Client,
  type ClientEvent,
  type ConnectionState,
  Listeners,
} from '@mayfly/relay/client';
import { DEFAULT_LIMITS, type Limits } from '@mayfly/relay/protocol';

/** One use of a relay. The connection ends with the last of its leases. */
export interface Lease {
  readonly client: Client;
  readonly release: () => void;
}

export interface RelaysDeps {
  /** Connects to the relay of this origin, and announces the pages that are held for it. */
  readonly connect: (relay: string) => Client;
}

export class Relays {
  readonly #deps: RelaysDeps;
  readonly #uses = new Map<string, { readonly client: Client; leases: number }>();
  readonly #limits = new Map<string, Limits>();
  readonly #listeners = new Listeners<readonly [relay: string, event: ClientEvent]>();

  constructor(deps: RelaysDeps) {
    this.#deps = deps;
  }

  /** Connects to `relay`, or joins the existing connection, until the lease is released. */
  use(relay: string): Lease {
    const use = this.#uses.get(relay) ?? this.#connect(relay);
    use.leases += 1;
    let isReleased = false;
    return {
      client: use.client,
      release: () => {
        if (isReleased) return;
        isReleased = true;
        use.leases -= 1;
        if (use.leases === 0) this.#close(relay);
      },
    };
  }

  /** The client of a relay in use. */
  client(relay: string): Client | undefined {
    return this.#uses.get(relay)?.client;
  }

  connection(relay: string): ConnectionState {
    return this.client(relay)?.connection ?? { state: 'idle' };
  }

  /** The limits that `relay` sent last, or the default ones. */
  limits(relay: string): Limits {
    return this.#limits.get(relay) ?? DEFAULT_LIMITS;
  }

  /** The origins of the relays in use. */
  inUse(): readonly string[] {
    return [...this.#uses.keys()];
  }

  /** Tries all waiting connections at once: the network or the machine may be back. */
  hurry(): void {
    for (const { client } of this.#uses.values()) client.hurry();
  }

  /** Calls `listener` for each event of any relay, until the returned function is called. */
  subscribe(listener: (relay: string, event: ClientEvent) => void): () => void {
    return this.#listeners.add((happening) => listener(...happening));
  }

  #connect(relay: string) {
    const client = this.#deps.connect(relay);
    const use = { client, leases: 0 };
    this.#uses.set(relay, use);
    client.subscribe((event) => {
      if (event.type === 'connection' && event.connection.state === 'open') {
        this.#limits.set(relay, event.connection.limits);
      }
      this.#listeners.call([relay, event]);
    });
    return use;
  }

  #close(relay: string): void {
    const use = this.#uses.get(relay);
    this.#uses.delete(relay);
    use?.client.close();
  }
}

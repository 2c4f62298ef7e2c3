import { type ClientEvent, KeeperClient } from '../../../relay/client/index.ts';
import type { Address } from '../../../relay/protocol/index.ts';
import { must } from '../../broker/model.ts';
import { addresses, HERE, MemoryTurns } from './keeper-scene.ts';
import { SimulatedProgram, type Surroundings } from './simulated-program.ts';

/** The pages that devices wish to have kept. The first one is a bundle. */
export const WISHED = addresses(4);
/** Their list takes three requests. */
export const PARTS = addresses(150, 'part');
/** The pause of a device after a failure. */
const REST_MS = 3_000;

export function partsOf(page: Address): readonly Address[] {
  return page === WISHED[0] ? PARTS : [];
}

/** Its owner changes their mind about pages. The device asks until the keeper has answered to the last wish of each. */
export class SimulatedDevice extends SimulatedProgram {
  /** The `by` of its orders. */
  readonly client: string;
  readonly #turns: MemoryTurns;
  readonly #wanted = new Set<Address>();
  /** The pages about which the keeper has not answered. */
  readonly #open = new Set<Address>();

  constructor(around: Surroundings, byte: number) {
    super(around, `device ${byte}`);
    const client = new Uint8Array(16).fill(byte);
    this.#turns = new MemoryTurns(client);
    this.client = Buffer.from(client).toString('base64url');
  }

  get isDone(): boolean {
    return this.#open.size === 0;
  }

  wants(page: Address): boolean {
    return this.#wanted.has(page);
  }

  change(): void {
    const page = this.around.world.dice.pick(WISHED);
    if (!this.#wanted.delete(page)) this.#wanted.add(page);
    this.#open.add(page);
  }

  restore(): void {
    this.#turns.count >>= 1;
    this.crash();
  }

  protected onStart(): void {
    this.#work(this.#line());
  }

  /** Asks about one page after the other, for as long as this life lasts. */
  #work(line: KeeperClient): void {
    const { world, wake, count } = this.around;
    const [page] = this.#open;
    const { life } = this;
    const again = () => void world.after(world.dice.wait(REST_MS), () => this.#work(line), life);
    if (page === undefined) return again();
    const isWanted = this.wants(page);
    const asked = isWanted
      ? line.ask({ type: 'keep', address: page, bytes: 1_000, parts: partsOf(page) })
      : line.ask({ type: 'release', addresses: [page] });
    const onAnswer = (state: string | undefined) => {
      if (life.isOver) return;
      must(!isWanted || state === 'coming', 'an order that took effect is coming');
      if (this.wants(page) === isWanted) this.#open.delete(page);
      count('answers');
    };
    void asked
      .then(
        ({ states }) => onAnswer(states.get(page)),
        () => count('no answer'),
      )
      .catch((broken: unknown) => world.run(Promise.reject(broken)))
      .finally(again);
    wake();
  }

  #line(): KeeperClient {
    const { world, relay, pairing, wake } = this.around;
    const { life, name } = this;
    const listeners = new Set<(event: ClientEvent) => void>();
    const tell = (event: ClientEvent) => {
      for (const listener of listeners) listener(event);
      wake();
    };
    relay.join({
      name,
      onNote: (post) => tell({ type: 'note', ...post }),
      onRefused: (address, code) => tell({ type: 'refused', code, message: '', address }),
    });
    return new KeeperClient({
      code: { relay: HERE, ...pairing },
      client: {
        note: (address, body, to) => {
          if (!life.isOver) relay.send({ address, from: name, body }, to);
        },
        watch: () => () => {},
        fetch: () => new Promise(() => {}),
        subscribe: (listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      },
      turns: { next: (least) => this.write('turn', () => this.#turns.nextNow(least)) },
      schedule: (run, ms) =>
        world.after(
          ms,
          () => {
            run();
            wake();
          },
          life,
        ),
      random: world.dice.number,
    });
  }
}

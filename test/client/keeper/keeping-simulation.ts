/**
 * Devices and their keeper through trouble: notes are lost, doubled, late, changed and repeated, programs crash beside
 * their writes, profiles are restored. Then a calm comes, in which the keeper must have the orders that its devices want,
 * and no others. Throws `Broken` at the first promise that was not kept.
 */
import { makePairing, type Pairing } from '../../../relay/client/index.ts';
import { must } from '../../broker/model.ts';
import { SimulatedRelay } from '../once/simulated-relay.ts';
import { VirtualWorld } from '../once/virtual-world.ts';
import { QuietCrypto } from './quiet-crypto.ts';
import { SimulatedDevice, WISHED } from './simulated-device.ts';
import { SimulatedKeeper } from './simulated-keeper.ts';
import type { Surroundings } from './simulated-program.ts';

const STORM_MS = 120_000;
const CALM_MS = 600_000;

interface KeepingSummary {
  readonly events: number;
  readonly tally: Readonly<Record<string, number>>;
}

/** Runs of these seeds: `seed`, the next one, and so on. */
export async function simulateKeeping(of: {
  readonly seed: number;
  readonly runs: number;
}): Promise<KeepingSummary> {
  const pairing = await makePairing('Attic');
  const crypto = new QuietCrypto();
  const tally: Record<string, number> = {};
  let events = 0;
  try {
    for (let seed = of.seed; seed < of.seed + of.runs; seed++) {
      const simulation = new KeepingSimulation(seed, pairing, crypto);
      await simulation.run().catch((cause: unknown) => {
        throw new Error(`seed ${seed} broke a promise`, { cause });
      });
      events += simulation.events;
      for (const [name, n] of Object.entries(simulation.tally)) {
        tally[name] = (tally[name] ?? 0) + n;
      }
    }
  } finally {
    crypto.restore();
  }
  return { events, tally };
}

class KeepingSimulation {
  readonly #world: VirtualWorld;
  readonly #relay: SimulatedRelay;
  readonly #keeper: SimulatedKeeper;
  readonly #devices: readonly SimulatedDevice[];
  readonly #counts: Record<string, number> = {};
  #isStorm = true;

  constructor(seed: number, pairing: Pairing, crypto: QuietCrypto) {
    this.#world = new VirtualWorld(seed);
    const { dice } = this.#world;
    this.#relay = new SimulatedRelay(this.#world, {
      loss: dice.chance(0.3) ? 0 : 0.2,
      doubling: dice.chance(0.3) ? 0 : 0.3,
      isLying: dice.chance(0.6),
      hasFalseHolder: dice.chance(0.3),
    });
    this.#relay.onSent = ({ body }) =>
      must(
        !Buffer.from(body).includes(Buffer.from(pairing.key)),
        'no note shows the key of the pairing',
      );
    const around = this.#around(pairing, crypto);
    this.#keeper = new SimulatedKeeper(around);
    const count = 1 + dice.below(3);
    this.#devices = Array.from({ length: count }, (_, i) => new SimulatedDevice(around, i + 1));
  }

  get events(): number {
    return this.#world.events;
  }

  get tally(): Readonly<Record<string, number>> {
    return { ...this.#counts, ...this.#relay.tally };
  }

  async run(): Promise<void> {
    const { dice } = this.#world;
    this.#keeper.start();
    for (const device of this.#devices) {
      device.start();
      for (let i = 0; i < 8; i++) this.#later(dice.between(0, STORM_MS), () => device.change());
      // Its owner brings an older copy of the device's data back.
      this.#later(dice.between(0, STORM_MS), () => {
        if (this.#happens('restored profile', 0.3)) device.restore();
      });
    }
    await this.#world.until(STORM_MS);
    this.#isStorm = false;
    this.#relay.calm();
    const isDone = () => this.#devices.every((device) => device.isDone);
    await this.#world.until(STORM_MS + CALM_MS, isDone);
    must(isDone(), 'every wish is answered in the calm');
    this.#check();
  }

  #check(): void {
    for (const page of WISHED) {
      const wanting = this.#devices.filter((device) => device.wants(page));
      const by = this.#keeper.ledger.orders.get(page)?.by ?? [];
      const names = wanting.map(({ client }) => client);
      must(names.toSorted().join() === by.toSorted().join(), 'the orders are what devices want');
      if (by.length > 0) this.#count('orders');
    }
  }

  #around(pairing: Pairing, crypto: QuietCrypto): Surroundings {
    const world = this.#world;
    const wake = () => world.run(crypto.quiet());
    return {
      pairing,
      world,
      relay: this.#relay,
      happens: (name, probability) => this.#happens(name, probability),
      wake,
      count: (name) => this.#count(name),
    };
  }

  #later(ms: number, act: () => void): void {
    this.#world.after(ms, act);
  }

  #happens(name: string, probability: number): boolean {
    if (!this.#isStorm || !this.#world.dice.chance(probability)) return false;
    this.#count(name);
    return true;
  }

  #count(name: string): void {
    this.#counts[name] = (this.#counts[name] ?? 0) + 1;
  }
}

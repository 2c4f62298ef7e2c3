/**
 * Once links through trouble: readers race, notes are lost, doubled and late, programs crash beside every write, relay
 * and holders lie. Then a calm comes, in which everybody is served who can be. Throws `Broken` at the first promise that
 * was not kept. The same seed is the same run.
 */
import type { LockRecord } from '../../../relay/client/index.ts';
import type { Address } from '../../../relay/protocol/index.ts';
import { must } from '../../broker/model.ts';
import { CONTENT_KEY, LINKS, type MadeLink, makeLinks, SimulatedLink } from './simulated-link.ts';
import { SimulatedAuthor, SimulatedReader, type Surroundings } from './simulated-programs.ts';
import { SimulatedRelay } from './simulated-relay.ts';
import { VirtualWorld } from './virtual-world.ts';

const STORM_MS = 40_000;
const CALM_MS = 300_000;

export interface OpeningSummary {
  readonly events: number;
  readonly tally: Readonly<Record<string, number>>;
}

/** Runs of these seeds: `seed`, the next one, and so on. */
export async function simulateOpenings(of: {
  readonly seed: number;
  readonly runs: number;
}): Promise<OpeningSummary> {
  const made = await makeLinks(LINKS);
  const tally: Record<string, number> = {};
  let events = 0;
  for (let seed = of.seed; seed < of.seed + of.runs; seed++) {
    try {
      const run = await simulateOpening(seed, made);
      events += run.events;
      for (const [name, n] of Object.entries(run.tally)) tally[name] = (tally[name] ?? 0) + n;
    } catch (cause) {
      throw new Error(`seed ${seed} broke a promise`, { cause });
    }
  }
  return { events, tally };
}

/** One run. `made`: enough links for it. */
export async function simulateOpening(
  seed: number,
  made: readonly MadeLink[],
): Promise<OpeningSummary> {
  const simulation = new OpeningSimulation(seed, made);
  await simulation.run();
  return simulation.summary;
}

class OpeningSimulation {
  readonly #world: VirtualWorld;
  readonly #relay: SimulatedRelay;
  readonly #links: readonly SimulatedLink[];
  readonly #records = new Map<Address, LockRecord>();
  readonly #readers: readonly SimulatedReader[];
  readonly #author: SimulatedAuthor;
  readonly #tally: Record<string, number> = {};
  #crashes = 0;

  constructor(seed: number, made: readonly MadeLink[]) {
    this.#world = new VirtualWorld(seed);
    const { dice } = this.#world;
    this.#relay = new SimulatedRelay(this.#world, {
      loss: dice.chance(0.3) ? 0 : 0.3,
      doubling: dice.chance(0.3) ? 0 : 0.3,
      isLying: dice.chance(0.5),
      hasFalseHolder: dice.chance(0.3),
    });
    this.#crashes = dice.chance(0.2) ? 0 : 0.15;
    // One link for anybody, or one for each person.
    const count = dice.chance(0.6) ? 1 : 1 + dice.below(LINKS);
    this.#links = made.slice(0, count).map((link) => {
      const total = count > 1 || dice.chance(0.5) ? 1 : 2 + dice.below(2);
      this.#records.set(link.record.lock, { ...link.record, total });
      return new SimulatedLink(link, total);
    });
    const around = this.#around();
    this.#author = new SimulatedAuthor(around);
    this.#readers = this.#links.flatMap((link) => this.#readersOf(link, around));
    this.#relay.onSent = ({ body }) => {
      must(!holds(body, CONTENT_KEY), 'no note shows the key of the page');
      const shows = this.#links.some((link) => holds(body, link.made.record.capability));
      must(!shows, 'no note shows a capability');
    };
  }

  get summary(): OpeningSummary {
    const tally: Record<string, number> = { ...this.#tally, ...this.#relay.tally };
    tally['links'] = this.#links.length;
    tally['readers'] = this.#readers.length;
    for (const { releases, refused } of this.#records.values()) {
      tally['releases'] = (tally['releases'] ?? 0) + releases.length;
      tally['tries without proof'] = (tally['tries without proof'] ?? 0) + refused.wrongProof.count;
      tally['tries of spent links'] = (tally['tries of spent links'] ?? 0) + refused.spent.count;
    }
    return { events: this.#world.events, tally };
  }

  async run(): Promise<void> {
    const programs = [this.#author, ...this.#readers];
    for (const program of programs) {
      this.#world.after(this.#world.dice.wait(2_000), () => program.start());
      this.#killSometimes(program);
    }
    await this.#world.until(STORM_MS);
    this.#crashes = 0;
    this.#relay.calm();
    this.#askAgain();
    const isServed = () => this.#readers.every(({ isDone }) => isDone);
    await this.#world.until(STORM_MS + CALM_MS, isServed);
    must(isServed(), 'everybody is served or refused in the calm');
    for (const link of this.#links) link.checkEnd(this.#records.get(link.address));
  }

  #around(): Surroundings {
    return {
      world: this.#world,
      relay: this.#relay,
      links: this.#links,
      records: this.#records,
      crash: (step, when) => {
        if (!this.#world.dice.chance(this.#crashes)) return false;
        this.#count(`crash ${when} ${step}`);
        return true;
      },
    };
  }

  /** More than the link has opens; one may only look. */
  #readersOf(link: SimulatedLink, around: Surroundings): readonly SimulatedReader[] {
    const { dice } = this.#world;
    const count = Math.max(1, link.total + dice.below(3) - dice.below(2));
    const names = Array.from(
      { length: count },
      (_, i) => `reader ${link.address.slice(0, 6)} ${i}`,
    );
    const readers = names.map((name) => new SimulatedReader(around, name, link, 'reader'));
    if (dice.chance(0.2))
      readers.push(new SimulatedReader(around, `looker ${link.address}`, link, 'looker'));
    if (dice.chance(0.2))
      readers.push(new SimulatedReader(around, `thief ${link.address}`, link, 'thief'));
    const victim = dice.pick(readers);
    if (dice.chance(0.1)) this.#world.after(dice.between(0, STORM_MS), () => victim.wipe());
    return readers;
  }

  /** Any moment is a moment for a crash. */
  #killSometimes(program: SimulatedAuthor | SimulatedReader): void {
    const { dice } = this.#world;
    this.#world.after(dice.wait(25_000), () => {
      if (this.#crashes === 0) return;
      this.#count('crash at any time');
      program.crash();
      this.#killSometimes(program);
    });
  }

  /** In the calm, connections are new, and people look again at what they wait for. */
  #askAgain(): void {
    this.#author.start();
    for (const reader of this.#readers) {
      reader.start();
      this.#world.after(1_000, () => reader.hurry());
    }
  }

  #count(name: string): void {
    this.#tally[name] = (this.#tally[name] ?? 0) + 1;
  }
}

function holds(body: Uint8Array, secret: Uint8Array): boolean {
  return Buffer.from(body).includes(Buffer.from(secret));
}

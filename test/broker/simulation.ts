import type { Effect, Millis } from '../../relay/broker/effects.ts';
import { type Address, CLOSE, DEFAULT_LIMITS, RESUME_MS } from '../../relay/protocol/index.ts';
import { Broken, must } from './model.ts';
import { act } from './simulation-actions.ts';
import { Agenda } from './simulation-agenda.ts';
import { Dice } from './simulation-dice.ts';
import { type Line, Link, type LinkEnd } from './simulation-link.ts';
import { type Manner, MANNERS, Member, type VirtualPage } from './simulation-member.ts';
import { newTally, type Tally, VirtualRelay } from './simulation-relay.ts';

export interface SimulationOptions {
  readonly seed: number;
  readonly members: number;
  readonly pages: number;
}

/** The events of a run. */
export interface Summary extends Tally {
  events: number;
  served: number;
  selfChecksFailed: number;
  lost: number;
  left: number;
  restarts: number;
  blocks: number;
  calms: number;
  longestWaitMs: Millis;
  longestCalmMs: Millis;
}

/** So little is kept of starts that the bound is met. */
const LIMITS = { ...DEFAULT_LIMITS, keptBytes: 8 * 1024 * 1024 };
/** The time between two checks that everything that can move does. */
const LOOK_MS = 50;
/** The number of members that ask for pages they do not need. */
const CROWD = 20;
/** Readers need at least this share of the bytes that honest seeders upload on request. */
const USED = 1 / 1.1;
const AUDIT_EVERY = 20_000;
const STORM_MS = 60_000;
/** The number of members behind one address, whatever their manner. */
const MEMBERS_PER_CLIENT = 10;
/** Within so long after the trouble ended, everybody is served whose page an honest member holds. */
const CALM_MS = 300_000;
/** The relay learns by then that a connection was lost: two heartbeats. */
const NOTICED_MS = 40_000;

/**
 * A relay's whole life in virtual time: thousands of members who read, serve, lie, stall, leave and get lost, around a
 * real broker. Storms of trouble and calms take turns; in a calm, everybody who can be served must be. Throws `Broken`
 * at the first promise that was not kept.
 */
export class Simulation {
  readonly summary: Summary = {
    events: 0,
    served: 0,
    selfChecksFailed: 0,
    lost: 0,
    left: 0,
    restarts: 0,
    blocks: 0,
    calms: 0,
    longestWaitMs: 0,
    longestCalmMs: 0,
    ...newTally(),
  };
  readonly dice: Dice;
  readonly pages: readonly VirtualPage[];
  readonly members: Member[] = [];
  /** Sees every input of the broker with its effects. */
  onStep: ((input: string, effects: readonly Effect[]) => void) | undefined;
  now: Millis = 0;
  isCalm = false;
  #isOver = false;
  readonly #agenda = new Agenda();
  readonly #pagesByAddress: ReadonlyMap<Address, VirtualPage>;
  #relay: VirtualRelay;
  #lastId = 0;
  #wakeAt: Millis = Infinity;
  #blocked: ReadonlySet<Address> = new Set();

  constructor({ seed, members, pages }: SimulationOptions) {
    this.dice = new Dice(seed);
    this.pages = Array.from({ length: pages }, (_, n) => this.#newPage(n));
    this.#pagesByAddress = new Map(this.pages.map((page) => [page.address, page]));
    this.#relay = this.#newRelay();
    for (let n = 0; n < members; n++) this.#admit(n % 4 === 3 ? undefined : 'honest');
    this.#admitCrowd();
    this.#lookFromNowOn();
  }

  /** Runs this many events of storms and calms; then everybody leaves. */
  run(events: number): void {
    while (this.summary.events < events) {
      // A keeper who was there in the storm may have become a suspect by what others did.
      const keeper = this.dice.chance(0.5) ? this.#admitKeeper() : undefined;
      this.#storm(events);
      this.#becalm(keeper ?? this.#admitKeeper());
    }
    this.#exodus();
    const { uploaded, used } = this.summary;
    must(used >= USED * uploaded, `${used} bytes of ${uploaded} were needed [T13]`);
  }

  /** Loses every connection, and begins with an empty relay. */
  restartRelay(): void {
    this.summary.restarts += 1;
    const lost = this.members.filter(({ link }) => link);
    for (const member of lost) member.lose(0);
    this.#relay = this.#newRelay();
    this.#relay.block(this.#blocked, this.now);
    for (const member of lost) this.comeBack(member, this.dice.between(0, 5_000), true);
  }

  loseConnection(member: Member): void {
    if (!member.link) return;
    this.summary.lost += 1;
    const { dice } = this;
    // The relay may learn of it long after the client is back.
    member.lose(dice.chance(0.5) ? dice.between(0, 200) : dice.between(0, NOTICED_MS));
    this.comeBack(
      member,
      dice.chance(0.9) ? dice.wait(2_000) : dice.wait(40_000),
      dice.chance(0.8),
    );
  }

  leaveFor(member: Member, ms: Millis): void {
    if (!member.link) return;
    this.summary.left += 1;
    member.leave();
    this.comeBack(member, ms, false);
  }

  comeBack(member: Member, afterMs: Millis, resumes: boolean): void {
    this.#agenda.add(this.now + afterMs, () => {
      if (!this.#isOver && !member.link) member.connect(resumes);
    });
  }

  block(pages: readonly VirtualPage[]): void {
    if (pages.length > 0) this.summary.blocks += 1;
    this.#blocked = new Set(pages.map(({ address }) => address));
    this.#relay.block(this.#blocked, this.now);
  }

  #newPage(n: number): VirtualPage {
    const { dice } = this;
    const address = n.toString(16).padStart(64, '0') as Address; // hex digits only
    const size = dice.number();
    if (size < 0.6) return { address, total: 1 + dice.below(65_536) };
    if (size < 0.9) return { address, total: 1 + dice.below(600 * 1024) };
    return { address, total: 1 + dice.below(3 * 1024 * 1024) };
  }

  #newRelay(): VirtualRelay {
    const relay = new VirtualRelay(LIMITS, this.dice.number, this.summary);
    relay.onStep = (input, effects) => this.onStep?.(input, effects);
    relay.onNext = (at) => this.#wake(relay, at);
    this.#wakeAt = Infinity;
    return relay;
  }

  #admit(manner: Manner = this.dice.pick(MANNERS)): Member {
    const { dice } = this;
    const isSlow = dice.chance(0.05);
    const latencyMs = dice.between(1, 150);
    const line = {
      client: this.#nextClient(),
      latencyMs,
      rate: isSlow ? dice.between(50, 200) : dice.between(500, 20_000),
      jitter: () => dice.number() * latencyMs,
    };
    const uplink = manner === 'slow' ? dice.between(5, 30) : dice.between(500, 10_000);
    const member = new Member(this.#surroundings(), manner, line, uplink);
    this.members.push(member);
    for (let n = dice.below(10); n > 0; n--) member.holds.add(dice.pickPopular(this.pages));
    this.comeBack(member, dice.between(0, 5_000), false);
    this.#actFromTimeToTime(member);
    return member;
  }

  /** A good holder of many pages, behind an address that is not free of others' failures. */
  #admitKeeper(): Member {
    const line = { client: 'client 0', latencyMs: 5, rate: 20_000, jitter: () => 0 };
    const keeper = new Member(this.#surroundings(), 'honest', line, 20_000);
    for (const page of this.pages) if (this.dice.chance(0.5)) keeper.holds.add(page);
    this.members.push(keeper);
    keeper.connect(false);
    return keeper;
  }

  #nextClient(): string {
    return `client ${Math.floor(this.members.length / MEMBERS_PER_CLIENT)}`;
  }

  #surroundings(): ConstructorParameters<typeof Member>[0] {
    return {
      dice: this.dice,
      agenda: this.#agenda,
      pages: this.#pagesByAddress,
      now: () => this.now,
      connect: (end: LinkEnd, line: Line) => {
        const wiring = { agenda: this.#agenda, relay: this.#relay, now: () => this.now };
        return new Link(++this.#lastId, end, wiring, line);
      },
      onServed: (waitedMs) => {
        this.summary.served += 1;
        this.summary.longestWaitMs = Math.max(this.summary.longestWaitMs, waitedMs);
      },
      onSelfCheckFailed: () => (this.summary.selfChecksFailed += 1),
      onClosed: (member, code) => {
        must(!member.isHonest || code !== CLOSE.lied, 'nobody honest is closed [L1]');
        this.#returnLater(member);
      },
    };
  }

  /** A caught member comes back, but not in a calm. */
  #returnLater(member: Member): void {
    this.#agenda.add(this.now + this.dice.between(1_000, 10_000), () => {
      if (this.isCalm && !member.isHonest) return this.#returnLater(member);
      if (!this.#isOver && !member.link) member.connect(false);
    });
  }

  #actFromTimeToTime(member: Member): void {
    this.#agenda.add(this.now + this.dice.wait(5_000), () => {
      if (!this.isCalm && member.link) act(this, member);
      this.#actFromTimeToTime(member);
    });
  }

  /** Gives the broker the time when the broker wants it, and not before. */
  #wake(relay: VirtualRelay, at: Millis): void {
    if (relay !== this.#relay || at >= this.#wakeAt) return;
    this.#wakeAt = at;
    this.#agenda.add(Math.max(this.now, at), () => {
      if (relay !== this.#relay || this.#wakeAt !== at) return;
      this.#wakeAt = Infinity;
      relay.tick(this.now);
    });
  }

  #lookFromNowOn(): void {
    this.#agenda.add(this.now + LOOK_MS, () => {
      this.#relay.mustMove(this.now);
      this.#lookFromNowOn();
    });
  }

  /** One client at its limits, whose members ask for what they do not need. */
  #admitCrowd(): void {
    for (let n = 0; n < CROWD; n++) {
      const latencyMs = this.dice.between(1, 50);
      const line = { client: 'a crowd', latencyMs, rate: 20_000, jitter: () => 0 };
      const member = new Member(this.#surroundings(), 'silent', line, 1_000);
      this.members.push(member);
      this.comeBack(member, this.dice.between(0, 5_000), false);
      this.#pesterFromTimeToTime(member);
    }
  }

  #pesterFromTimeToTime(member: Member): void {
    this.#agenda.add(this.now + this.dice.wait(500), () => {
      if (!this.isCalm && member.link) member.pester();
      this.#pesterFromTimeToTime(member);
    });
  }

  #storm(events: number): void {
    this.isCalm = false;
    if (this.dice.chance(0.25)) this.#inThisStorm(() => this.restartRelay());
    const blocked = this.dice.chance(0.25) ? [this.dice.pick(this.pages)] : [];
    this.#inThisStorm(() => this.block(blocked));
    const end = this.now + STORM_MS;
    this.#advance(() => this.now < end && this.summary.events < events);
  }

  #inThisStorm(trouble: () => void): void {
    this.#agenda.add(this.now + this.dice.between(0, STORM_MS), () => {
      if (!this.isCalm) trouble();
    });
  }

  /** The faults end: every reader of a page that a good holder keeps is served. */
  #becalm(keeper: Member): void {
    this.isCalm = true;
    this.summary.calms += 1;
    const began = this.now;
    let lookAt = began;
    this.#advance(() => {
      if (this.now < lookAt) return true;
      lookAt = this.now + 500;
      const unserved = this.#unserved(keeper.holds);
      if (this.now - began > CALM_MS)
        must(unserved === 0, `${unserved} readers were not served [W2]`);
      return unserved > 0;
    });
    this.summary.longestCalmMs = Math.max(this.summary.longestCalmMs, this.now - began);
    keeper.leave();
    this.members.splice(this.members.indexOf(keeper), 1);
  }

  #unserved(kept: ReadonlySet<VirtualPage>): number {
    let unserved = 0;
    for (const { link, readings } of this.members) {
      if (!link) continue;
      for (const { page, isConfused } of readings.values()) {
        if (kept.has(page) && !isConfused) unserved += 1;
      }
    }
    return unserved;
  }

  #exodus(): void {
    this.#isOver = true;
    for (const member of this.members) {
      if (this.dice.chance(0.5)) member.leave();
      else member.lose(this.dice.between(0, 1_000));
    }
    this.members.length = 0;
    this.#relay.audit();
    const relay = this.#relay;
    const end = this.now + NOTICED_MS + RESUME_MS + 1_000;
    this.#advance(() => this.now < end);
    relay.mustBeEmpty();
  }

  #advance(goesOn: () => boolean): void {
    while (goesOn()) {
      const entry = this.#agenda.next();
      if (!entry) throw new Broken('something is always to come');
      if (entry.link?.isLost) continue;
      this.now = entry.at;
      this.summary.events += 1;
      entry.act();
      if (this.summary.events % AUDIT_EVERY === 0) this.#relay.audit();
    }
  }
}

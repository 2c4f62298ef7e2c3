import type { Dice } from './simulation-dice.ts';
import type { Simulation } from './simulation.ts';
import type { Member } from './simulation-member.ts';

type Action = (simulation: Simulation, member: Member) => void;

/** The actions that members take by themselves, with their relative frequencies. */
const ACTIONS: readonly [weight: number, action: Action][] = [
  [40, wantOne],
  [8, (_, member) => unwantOne(member)],
  [2, (_, member) => wantAgain(member)],
  [1, wantMany],
  [10, ({ dice, pages }, member) => member.have(dice.pickPopular(pages))],
  [8, ({ dice }, member) => dropOne(dice, member)],
  [8, watchSome],
  [6, takeNotes],
  [12, askSomebody],
  [4, ({ dice }, member) => unwatchOne(dice, member)],
  [4, (simulation, member) => simulation.leaveFor(member, simulation.dice.wait(10_000))],
  [6, (simulation, member) => simulation.loseConnection(member)],
  [5, ({ dice }, { link }) => link?.stall(dice.wait(3_000))],
  [2, ({ dice, pages }, member) => member.babble(dice.pickPopular(pages))],
  [2, (_, { link }) => link?.say({ type: 'ping' })],
];

const WEIGHT = ACTIONS.reduce((sum, [weight]) => sum + weight, 0);

/** One member does something. */
export function act(simulation: Simulation, member: Member): void {
  let left = simulation.dice.below(WEIGHT);
  for (const [weight, action] of ACTIONS) {
    left -= weight;
    if (left < 0) return action(simulation, member);
  }
}

function wantOne({ dice, pages }: Simulation, member: Member): void {
  const page = dice.pickPopular(pages);
  if (member.readings.has(page) || (member.holds.has(page) && dice.chance(0.95))) return;
  if (dice.chance(0.9)) return member.want(page);
  // It has a part from some earlier time, which may be wrong, or even be more than there is.
  const from = 1 + dice.below(page.total) + (dice.chance(0.1) ? 100_000 : 0);
  member.want(page, from, from < page.total && dice.chance(0.8));
}

function unwantOne(member: Member): void {
  const [page] = member.readings.keys();
  if (page) member.unwant(page);
}

function wantAgain(member: Member): void {
  const [page] = member.readings.keys();
  if (page) member.want(page);
}

/** More than may be read at once. [T10] */
function wantMany({ dice, pages }: Simulation, member: Member): void {
  for (let n = 0; n < 45; n++) {
    const page = dice.pick(pages);
    if (!member.readings.has(page) && !member.holds.has(page)) member.want(page);
  }
}

function watchSome({ dice, pages }: Simulation, member: Member): void {
  const some = Array.from({ length: 1 + dice.below(5) }, () => dice.pickPopular(pages));
  member.watch([...new Set(some)]);
}

function takeNotes({ dice }: Simulation, member: Member): void {
  if (member.holds.size > 0) member.takeNotes(dice.pick([...member.holds]));
}

/** Mostly about a page that it may ask about; sometimes too often. */
function askSomebody({ dice, pages }: Simulation, member: Member): void {
  const concerns = [...member.watches, ...member.readings.keys()];
  const page = concerns.length > 0 && dice.chance(0.9) ? dice.pick(concerns) : dice.pick(pages);
  for (let n = dice.chance(0.05) ? 30 : 1; n > 0; n--) member.ask(page);
}

function dropOne(dice: Dice, member: Member): void {
  if (member.holds.size > 0) member.drop(dice.pick([...member.holds]));
}

function unwatchOne(dice: Dice, member: Member): void {
  if (member.watches.size > 0) member.unwatch(dice.pick([...member.watches]));
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Address } from '@mayfly/relay/protocol';
import { seeded } from './simulation-dice.ts';
import { type Manner, type VirtualPage, World } from './world.ts';

const KIB = 1024;
const PAGES: readonly VirtualPage[] = [1, 70, 600, 2_500].map((kib, n) => ({
  address: String(n + 1).padStart(64, '0') as Address,
  total: kib * KIB - n,
}));
const MANNERS: readonly Manner[] = [
  'honest',
  'honest',
  'honest',
  'silent',
  'wrong bytes',
  'wrong length',
  'drops',
  'drips',
  'tires',
];

const ACTIONS = [
  'connect',
  'connect',
  'disconnect',
  'have',
  'have',
  'take notes',
  'ask',
  'ask',
  'reply',
  'drop',
  'want',
  'resume',
  'unwant',
  'answer',
  'answer',
  'answer',
  'take',
  'take',
  'pass',
] as const;

const step = fc.record({
  action: fc.constantFrom(...ACTIONS),
  who: fc.nat(),
  what: fc.nat(),
  much: fc.nat(3_000),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function pick<T>(list: readonly T[], n: number): T | undefined {
  return list[n % list.length];
}

function take(world: World, { action, who, what, much }: Step): void {
  if (action === 'connect') return void world.connect(pick(MANNERS, who) ?? 'honest');
  if (action === 'pass') return world.pass(much);
  const client = pick([...world.clients.values()], who);
  const page = pick(PAGES, what);
  if (!client || !page) return;
  switch (action) {
    case 'disconnect':
      return world.disconnect(client);
    case 'have':
      return client.readings.has(page.address) ? undefined : world.have(client, page);
    case 'take notes':
      return client.readings.has(page.address) ? undefined : world.have(client, page, true);
    case 'ask':
      return world.ask(client, page);
    case 'reply':
      return world.reply(client, what);
    case 'drop':
      return world.drop(client, page);
    case 'want':
      return client.holds.has(page.address) ? undefined : world.want(client, page);
    case 'resume':
      return client.holds.has(page.address) ? undefined : world.want(client, page, much);
    case 'unwant':
      return world.unwant(client, page);
    case 'answer':
      for (let frames = much % 40; frames >= 0; frames--) world.answer(client);
      return;
    case 'take':
      return world.take(client, much * KIB);
  }
}

function run(seed: number, steps: readonly Step[]): World {
  const world = new World(PAGES, seeded(seed));
  for (const manner of MANNERS) world.connect(manner);
  for (const one of steps) {
    take(world, one);
    world.redo();
    world.check();
  }
  return world;
}

const script = fc.array(step, { maxLength: 400, size: 'max' });

test('whatever peers do, every promise holds after every step', () => {
  fc.assert(
    fc.property(fc.integer(), script, (seed, steps) => void run(seed, steps)),
    {
      numRuns: 1_500,
    },
  );
});

test('a reader who waits while an honest holder stays is served', () => {
  fc.assert(
    fc.property(fc.integer(), script, (seed, steps) => {
      const world = run(seed, steps);
      const holder = world.connect('honest');
      for (const page of PAGES) world.have(holder, page);
      world.settle(180_000);
      world.check();
      const unserved = [...world.clients.values()].flatMap(({ readings }) => [...readings.keys()]);
      expect(unserved).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('nothing is left when all have gone', () => {
  fc.assert(
    fc.property(fc.integer(), script, (seed, steps) => {
      const world = run(seed, steps);
      for (const client of [...world.clients.values()]) world.disconnect(client);
      world.pass(60_000);
      world.check();
      expect(world.broker.sizes).toEqual({
        peers: 0,
        away: 0,
        swarms: 0,
        transfers: 0,
        audiences: 0,
        notes: 0,
        clients: 0,
      });
    }),
    { numRuns: 200 },
  );
});

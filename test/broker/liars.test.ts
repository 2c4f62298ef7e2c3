import { describe, expect, test } from 'vitest';
import type { Address } from '@mayfly/relay/protocol';
import { type Manner, type VirtualPage, World } from './world.ts';

const PAGE: VirtualPage = { address: 'c'.repeat(64) as Address, total: 900_000 };

/** Within so long readers find the honest one, where liars take their time. */
const PATIENCE_MS: Partial<Record<Manner, number>> = { silent: 300_000, drips: 600_000 };

/** A world in which fifty peers of a manner and one honest one hold the page, before readers come or after. */
function worldOf(manner: Manner, whenReadersCome: 'before' | 'after', seed: number): World {
  // Different firsts in each world: the pick must not matter.
  let drawn = seed / 10;
  const world = new World([PAGE], () => (drawn = (drawn + 0.37) % 1));
  const readers = Array.from({ length: 20 }, () => world.connect('honest'));
  const want = () => readers.forEach((reader) => world.want(reader, PAGE));
  if (whenReadersCome === 'before') want();
  for (let n = 0; n < 50; n++) world.have(world.connect(manner), PAGE);
  world.have(world.connect('honest'), PAGE);
  if (whenReadersCome === 'after') want();
  return world;
}

const LIES: readonly Manner[] = ['wrong bytes', 'wrong length', 'drops', 'silent', 'drips'];
const cases = LIES.flatMap((manner) =>
  (['before', 'after'] as const).flatMap((when) =>
    [1, 4, 9].map((seed) => [manner, when, seed] as const),
  ),
);

test.each(cases)(
  'fifty with manner "%s" keep nobody from the page of one honest seeder (readers came %s, seed %i)',
  (manner, when, seed) => {
    const world = worldOf(manner, when, seed);
    world.settle(PATIENCE_MS[manner] ?? 30_000);
    world.check();
    expect(world.served).toBe(20);
  },
);

/** One reader, and an honest seeder who took over from a liar that fell silent: both are suspects. */
function worldWithSuspect(seed: number): World {
  let drawn = seed / 10;
  const world = new World([PAGE], () => (drawn = (drawn + 0.37) % 1));
  const reader = world.connect('honest', 'reader');
  const liar = world.connect('wrong bytes', 'liar');
  world.want(reader, PAGE);
  world.have(liar, PAGE);
  world.answer(liar);
  liar.manner = 'silent';
  world.have(world.connect('honest', 'honest'), PAGE);
  world.pass(2_000);
  return world;
}

describe.each([1, 4, 9])('an honest seeder who is a suspect (seed %i)', (seed) => {
  test.each([
    ['silent', 120_000],
    ['tires', 120_000],
    ['drips', 300_000],
  ] as const)(
    '[L2] is asked although sixteen who are "%s" have the page too',
    (manner, withinMs) => {
      const world = worldWithSuspect(seed);
      for (let n = 0; n < 16; n++) world.have(world.connect(manner, `client ${n}`), PAGE);
      world.settle(withinMs);
      expect(world.served).toBe(1);
    },
  );

  test('[T6] is asked although one client has the page on 199 silent connections', () => {
    const world = worldWithSuspect(seed);
    for (let n = 0; n < 199; n++) world.have(world.connect('silent', 'one client'), PAGE);
    world.settle(60_000);
    expect(world.served).toBe(1);
  });

  test('[T6] is asked although a client comes anew each time before its silence is noticed', () => {
    const world = worldWithSuspect(seed);
    for (let n = 0; n < 40; n++) {
      const silent = world.connect('silent', 'one client');
      world.have(silent, PAGE);
      world.settle(1_500);
      if (n > 0) world.disconnect(world.clients.get(silent.id - 1)!);
    }
    expect(world.served).toBe(1);
  });
});
